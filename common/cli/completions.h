// Shell completions, made from the same description that parses the command line, so they cannot disagree.
//
// The name of a value (type_name) says how to complete it: FILE and PATH by files, DIR by folders, INTERFACE by the
// devices of the system, HOST by the shell's known hosts, PID by processes, USER by users, NETNS by network namespaces,
// and an option that takes one of a few words by these. Other values are left to the user.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/cli/description.h"

namespace nd::cli {

// The script for "bash", "zsh" or "fish"; another shell is an error.
Result<std::string> completions(const CommandDescription& command, std::string_view shell);

}  // namespace nd::cli
