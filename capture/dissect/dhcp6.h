// DHCP for IPv6 (RFC 8415): what a message and its options are called.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::dhcp6 {

struct Option {
  std::uint16_t code = 0;
  Slice value;  // its claimed length is the option's
};
constexpr std::uint32_t kOptionHeader = 4;

extern const Tokens kOptions;

// The options in `in`, " (name …)" each; says so where one does not fit. May be called for options inside options.
void print_options(Printer& p, Slice in);
// A whole message, "dhcp6 solicit (xid=…".
void print_message(Printer& p, Slice in);
// The value of options that are authentication or a list of names.
bool print_authentication(Printer& p, Slice value);

}  // namespace nd::capture::dhcp6
