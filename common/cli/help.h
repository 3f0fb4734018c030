// The text of --help: a usage line, what the tool is for, and the options in groups, fitted to 80 columns. CLI11's own
// formatter writes "-c,--count UINT:INT in [1 - 9223372036854775807]", which names its classes rather than the subject.
#pragma once

#include <string>

#include "common/cli/description.h"

namespace nd::cli {

std::string help_text(const CommandDescription& command);

}  // namespace nd::cli
