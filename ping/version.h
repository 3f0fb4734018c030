// What -V and --version print.
#pragma once

#include <string>

namespace nd::ping {

// gping and others look for the word "iputils" before they trust a ping.
constexpr char kVersionLine[] = "myping " ND_VERSION ", compatible with ping from iputils 20221126\n";
// The line behind it: what this kernel offers to shut the program in. Asks the kernel.
std::string sandbox_line();

}  // namespace nd::ping
