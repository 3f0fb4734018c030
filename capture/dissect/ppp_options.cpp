// The options that PPP's ends negotiate: the walk over them, and those of the link (RFC 1661 section 6, RFC 1990).
#include "capture/dissect/oui.h"
#include "capture/dissect/ppp_option.h"

namespace nd::capture {
namespace {

using namespace ppp_option;

constexpr Token kLcpNames[] = {
    {0, "Vend-Ext"},
    {1, "MRU"},
    {2, "ACCM"},
    {3, "Auth-Prot"},
    {4, "Qual-Prot"},
    {5, "Magic-Num"},
    {6, "deprecated(6)"},
    {7, "PFC"},
    {8, "ACFC"},
    {9, "FCS-Alt"},
    {10, "SDP"},
    {11, "Num-Mode"},
    {12, "deprecated(12)"},
    {13, "Call-Back"},
    {14, "deprecated(14)"},
    {15, "deprecated(15)"},
    {16, "deprecated(16)"},
    {17, "MRRU"},
    {18, "12-Bit seq #"},
    {19, "End-Disc"},
    {20, "Proprietary"},
    {21, "DCE-Id"},
    {22, "MP+"},
    {23, "Link-Disc"},
    {24, "LCP-Auth-Opt"},
    {25, "COBS"},
    {26, "Prefix-elision"},
    {27, "Multilink-header-Form"},
    {28, "I18N"},
    {29, "SDL-over-SONET/SDH"},
    {30, "PPP-Muxing"},
};
constexpr Token kAuthAlgorithms[] = {{5, "MD5"}, {0x80, "MS-CHAPv1"}, {0x81, "MS-CHAPv2"}};
constexpr Token kCallbacks[] = {
    {0, "UserAuth"}, {1, "DialString"}, {2, "LocalID"}, {3, "E.164"}, {4, "X.500"}, {6, "CBCP"},
};
End print_authentication(Printer& p, Slice option) {
  if (!at_least(p, option, 4)) return End::kPlain;
  const std::uint16_t protocol = option.b16(2);
  const std::string_view name = find_token(kPppProtocols, protocol);
  p.put(": ", name.empty() ? "Unknown Auth Proto (0x04x)" : name);  // the peer's format lacks a '%'
  if (protocol == kPppChap) {
    p.put(", ", Named{kAuthAlgorithms, option.u8(4), "Unknown Auth Alg "});
  } else if (protocol != kPppPap && protocol != kPppEap && protocol != kPppSpap && protocol != kPppOldSpap) {
    p.unknown_data("\n\t", option);
  }
  return End::kDump;
}

End print_endpoint(Printer& p, Slice option) {
  if (!at_least(p, option, 3)) return End::kStop;
  switch (const std::uint8_t type = option.u8(2); type) {
    case 0:
      p.put(": Null");
      break;
    case 1:
      p.put(": Local");
      break;
    case 2:
      if (!exactly(p, option, 7)) return End::kStop;
      p.put(": IPv4 ", Ip4{option.at(3, 4)});
      break;
    case 3:
      if (!exactly(p, option, 9)) return End::kStop;
      p.put(": MAC ", MacAddress{option.at(3, 6)});
      break;
    case 4:
      p.put(": Magic-Num-Block");
      break;
    case 5:
      p.put(": PSNDN");
      break;
    default:
      p.put(": Unknown class ", type);
  }
  return End::kDump;
}

End print_vendor(Printer& p, Slice option) {
  if (!at_least(p, option, 6)) return End::kPlain;
  const std::uint32_t oui = option.b24(2);
  p.put(": Vendor: ", or_unknown(find_token(kOuis, oui)), " (", oui, ')');
  return End::kDump;
}

End print_lcp_value(Printer& p, Slice option) {
  switch (option.u8()) {
    case 0:
      return print_vendor(p, option);
    case 1:
      if (!exactly(p, option, 4)) return End::kPlain;
      p.put(": ", option.b16(2));
      return End::kDump;
    case 2:
      if (!exactly(p, option, 6)) return End::kPlain;
      p.put(": 0x", Hex{option.b32(2), 8});
      return End::kDump;
    case 3:
      return print_authentication(p, option);
    case 4:
      if (!at_least(p, option, 4)) return End::kStop;
      p.put(option.b16(2) == kPppLqm ? ": LQR" : ": unknown");
      return End::kDump;
    case 5:
      if (!exactly(p, option, 6)) return End::kStop;
      p.put(": 0x", Hex{option.b32(2), 8});
      return End::kDump;
    case 7:
    case 8:
      return End::kDump;
    case 13:
      if (!at_least(p, option, 3)) return End::kStop;
      p.put(": ");
      p.put(": Callback Operation ", or_unknown(find_token(kCallbacks, option.u8(2))), " (", option.u8(2), ')');
      return End::kDump;
    case 17:
      if (!exactly(p, option, 4)) return End::kStop;
      p.put(": ", option.b16(2));
      return End::kDump;
    case 19:
      return print_endpoint(p, option);
    case 23:
      if (!exactly(p, option, 4)) return End::kStop;
      p.put(": 0x", Hex{option.b16(2), 4});
      return End::kDump;
    default:
      return unknown(p, option);
  }
}

const Tokens kLcpOptions{kLcpNames};
struct Family {
  std::uint16_t protocol;
  std::string_view truncated;
  std::string_view unknown;
  const Tokens* options;
  End (*print)(Printer&, Slice);
};
constexpr Family kFamilies[] = {
    {kPppLcp, "[|lcp]", "", &kLcpOptions, print_lcp_value},
    {kPppIpcp, "[|ipcp]", "unknown", &kIpcpOptions, print_ipcp},
    {kPppIpv6cp, "[|ip6cp]", "unknown", &kIpv6cpOptions, print_ipv6cp},
    {kPppCcp, "[|ccp]", "Unknown", &kCcpOptions, print_ccp},
    {kPppBacp, "[|bacp]", "Unknown", &kBacpOptions, print_bacp},
};

const Family* family_of(std::uint16_t protocol) {
  for (const Family& family : kFamilies) {
    if (family.protocol == protocol) return &family;
  }
  return nullptr;
}

}  // namespace

bool has_ppp_options(std::uint16_t protocol) { return family_of(protocol) != nullptr; }

std::uint32_t print_ppp_option(Printer& p, std::uint16_t protocol, Slice options) {
  const Family& family = *family_of(protocol);
  if (options.length() < 2) return 0;
  if (!options.has(2)) {
    p.put(family.truncated);
    return 0;
  }
  const std::uint8_t type = options.u8();
  const std::uint8_t length = options.u8(1);
  if (length > options.length()) return 0;
  const std::string_view name = find_token(*family.options, type);
  const bool link = protocol == kPppLcp;
  if (link && name.empty()) {
    p.put("\n\tunknown LCP option 0x", Hex{type, 2});
    return length < 2 ? 0 : length;
  }
  p.put("\n\t  ", name.empty() ? family.unknown : name, " Option (0x", Hex{type, 2}, "), length ", length);
  if (length < 2) {
    p.put(" (length bogus, should be >= 2)");
    return 0;
  }
  const Slice option = options.with_length(length);
  const End end = family.print(p, option);
  if (end == End::kStop) return 0;
  if (end == End::kDump && p.verbose() > 1) p.unknown_data("\n\t    ", option.after(2));
  return length;
}

}  // namespace nd::capture
