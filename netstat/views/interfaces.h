// What the forms of the interface report share.
#pragma once

#include "netstat/sources/interfaces.h"

namespace nd::netstat {

// netstat -ie: several lines an interface, as ifconfig prints it.
void print_interface_details(TextBuffer& out, const ListedInterface& listed);

// "UP", "BROADCAST" … in ifconfig's order.
std::vector<std::string_view> interface_flag_names(std::uint32_t flags);

}  // namespace nd::netstat
