// One negotiated option of PPP: what its printers share.
#pragma once

#include "capture/dissect/ppp.h"

namespace nd::capture::ppp_option {

inline std::string_view or_unknown(std::string_view name) { return name.empty() ? "Unknown" : name; }

// How an option's printer ends: with a hex dump behind at -vv, without, or so that the options after it are not shown.
enum class End : std::uint8_t { kDump, kPlain, kStop };

inline bool exactly(Printer& p, Slice option, std::uint32_t length) {
  if (option.length() == length) return true;
  p.put(" (length bogus, should be = ", length, ')');
  return false;
}
inline bool at_least(Printer& p, Slice option, std::uint32_t length) {
  if (option.length() >= length) return true;
  p.put(" (length bogus, should be >= ", length, ')');
  return false;
}
inline End unknown(Printer& p, Slice option) {
  if (p.verbose() < 2) p.unknown_data("\n\t    ", option.after(2));
  return End::kDump;
}

// `option` is as long as it claims, at least two bytes.
End print_ipcp(Printer& p, Slice option);
End print_ipv6cp(Printer& p, Slice option);
End print_ccp(Printer& p, Slice option);
End print_bacp(Printer& p, Slice option);

extern const Tokens kIpcpOptions;
extern const Tokens kIpv6cpOptions;
extern const Tokens kCcpOptions;
extern const Tokens kBacpOptions;

}  // namespace nd::capture::ppp_option
