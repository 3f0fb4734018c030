// What the command line has to know of the report on Unix sockets.
#pragma once

#include <string_view>

namespace nd::netstat {

// --columns and --sort may name it.
bool is_unix_column(std::string_view id);

}  // namespace nd::netstat
