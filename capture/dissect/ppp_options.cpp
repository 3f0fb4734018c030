// The options that PPP's ends negotiate: of the link (RFC 1661 section 6, RFC 1990), IPv4 (RFC 1332, RFC 1877),
// IPv6 (RFC 5072), compression (RFC 1962) and bandwidth (RFC 2125).
#include "capture/dissect/oui.h"
#include "capture/dissect/ppp.h"

namespace nd::capture {
namespace {

constexpr Token kLcpOptions[] = {
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
constexpr Token kIpcpOptions[] = {
    {1, "IP-Addrs"},   {2, "IP-Comp"},     {3, "IP-Addr"},    {4, "Home-Addr"},
    {0x81, "Pri-DNS"}, {0x82, "Pri-NBNS"}, {0x83, "Sec-DNS"}, {0x84, "Sec-NBNS"},
};
constexpr Token kIpv6cpOptions[] = {{1, "Interface-ID"}};
constexpr Token kBacpOptions[] = {{1, "Favored-Peer"}};
constexpr Token kCcpOptions[] = {
    {0, "OUI"},         {1, "Pred-1"},   {2, "Pred-2"},      {3, "Puddle"},     {0x10, "HP-PPC"},
    {0x11, "Stac-LZS"}, {0x12, "MPPC"},  {0x13, "Gand-FZA"}, {0x14, "V.42bis"}, {0x15, "BSD-Comp"},
    {0x17, "LZS-DCP"},  {0x18, "MVRCA"}, {0x19, "DEC"},      {0x1a, "Deflate"}, {0xff, "Reserved"},
};
constexpr Token kAuthAlgorithms[] = {{5, "MD5"}, {0x80, "MS-CHAPv1"}, {0x81, "MS-CHAPv2"}};
constexpr Token kCallbacks[] = {
    {0, "UserAuth"}, {1, "DialString"}, {2, "LocalID"}, {3, "E.164"}, {4, "X.500"}, {6, "CBCP"},
};
constexpr Token kIpCompressions[] = {{0x2d, "VJ-Comp"}, {0x61, "IP Header Compression"}};
constexpr Token kCompressionSuboptions[] = {{1, "RTP-Compression"}, {2, "Enhanced RTP-Compression"}};
constexpr std::uint32_t kHeaderCompressionLength = 14;

std::string_view or_unknown(std::string_view name) { return name.empty() ? "Unknown" : name; }

// How an option's printer ends: with a hex dump behind at -vv, without, or so that the options after it are not shown.
enum class End : std::uint8_t { kDump, kPlain, kStop };

bool exactly(Printer& p, Slice option, std::uint32_t length) {
  if (option.length() == length) return true;
  p.put(" (length bogus, should be = ", length, ')');
  return false;
}
bool at_least(Printer& p, Slice option, std::uint32_t length) {
  if (option.length() >= length) return true;
  p.put(" (length bogus, should be >= ", length, ')');
  return false;
}
End unknown(Printer& p, Slice option) {
  if (p.verbose() < 2) p.unknown_data("\n\t    ", option.after(2));
  return End::kDump;
}

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

// RFC 2507's parameters, then suboptions.
End print_header_compression(Printer& p, Slice option) {
  if (!at_least(p, option, kHeaderCompressionLength)) return End::kStop;
  const auto truncated = [&p] {
    p.put("[|ipcp]");
    return End::kStop;
  };
  if (!option.has(2, kHeaderCompressionLength)) return truncated();
  p.put("\n\t    TCP Space ", option.b16(4), ", non-TCP Space ", option.b16(6), ", maxPeriod ", option.b16(8),
        ", maxTime ", option.b16(10), ", maxHdr ", option.b16(12));
  Slice rest = option.after(kHeaderCompressionLength);
  p.put("\n\t      Suboptions, length ", rest.length());
  while (rest.length() >= 2) {
    if (!rest.has(2)) return truncated();
    const std::uint8_t type = rest.u8();
    const std::uint8_t length = rest.u8(1);
    if (type == 0 || length == 0) return End::kPlain;
    p.put("\n\t\t", or_unknown(find_token(kCompressionSuboptions, type)), " Suboption #", type, ", length ", length);
    if (length > rest.length()) {
      p.put(" [remaining suboptions length ", rest.length(), " < ", length, ']');
      p.invalid();
      return End::kPlain;
    }
    rest.advance(length);
  }
  if (p.verbose() < 2) return End::kPlain;
  // The peer dumps what lies two bytes behind the suboptions.
  if (rest.captured() < 2) {
    p.put("\n\t    Dissector error: print_unknown_data called with pointer past end of packet");
  } else {
    p.unknown_data("\n\t    ", rest.after(2).with_length(option.length() - 2));
  }
  return End::kPlain;
}

End print_ipcp_value(Printer& p, Slice option) {
  switch (option.u8()) {
    case 1:
      if (!exactly(p, option, 10)) return End::kPlain;
      p.put(": src ", Ip4{option.at(2, 4)}, ", dst ", Ip4{option.at(6, 4)});
      return End::kDump;
    case 2: {
      if (!at_least(p, option, 4)) return End::kStop;
      const std::uint16_t protocol = option.b16(2);
      p.put(": ", or_unknown(find_token(kIpCompressions, protocol)), " (0x", Hex{protocol, 2}, "):");
      return protocol == 0x61 ? print_header_compression(p, option) : End::kDump;
    }
    case 3:
    case 4:
    case 0x81:
    case 0x82:
    case 0x83:
    case 0x84:
      if (!exactly(p, option, 6)) return End::kStop;
      p.put(": ", Ip4{option.at(2, 4)});
      return End::kDump;
    default:
      return unknown(p, option);
  }
}

End print_ipv6cp_value(Printer& p, Slice option) {
  if (option.u8() != 1) return unknown(p, option);
  if (!exactly(p, option, 10)) return End::kPlain;
  if (!option.has(2, 8)) {
    p.put("[|ip6cp]");
    return End::kStop;
  }
  p.put(": ", Hex{option.b16(2), 4}, ':', Hex{option.b16(4), 4}, ':', Hex{option.b16(6), 4}, ':',
        Hex{option.b16(8), 4});
  return End::kDump;
}

End print_ccp_value(Printer& p, Slice option) {
  switch (option.u8()) {
    case 0x15:
      if (!at_least(p, option, 3)) return End::kPlain;
      p.put(": Version: ", option.u8(2) >> 5, ", Dictionary Bits: ", option.u8(2) & 0x1f);
      return End::kDump;
    case 0x18:
      if (!at_least(p, option, 4)) return End::kPlain;
      p.put(": Features: ", option.u8(2) >> 6, ", PxP: ", (option.u8(2) & 0x20) != 0 ? "Enabled" : "Disabled",
            ", History: ", option.u8(2) & 0x1f, ", #CTX-ID: ", option.u8(3));
      return End::kDump;
    case 0x1a:
      if (!at_least(p, option, 4)) return End::kPlain;
      p.put(": Window: ", option.u8(2) >> 4, "K, Method: ", (option.u8(2) & 0xf) == 8 ? "zlib" : "unknown", " (0x",
            Hex{option.u8(2) & 0xfU}, "), MBZ: ", option.u8(3) >> 2, ", CHK: ", option.u8(3) & 3);
      return End::kDump;
    default:
      return unknown(p, option);
  }
}

End print_bacp_value(Printer& p, Slice option) {
  if (option.u8() != 1) return unknown(p, option);
  if (!exactly(p, option, 6)) return End::kPlain;
  p.put(": Magic-Num 0x", Hex{option.b32(2), 8});
  return End::kDump;
}

struct Family {
  std::uint16_t protocol;
  std::string_view truncated;
  std::string_view unknown;
  Tokens options;
  End (*print)(Printer&, Slice);
};
constexpr Family kFamilies[] = {
    {kPppLcp, "[|lcp]", "", kLcpOptions, print_lcp_value},
    {kPppIpcp, "[|ipcp]", "unknown", kIpcpOptions, print_ipcp_value},
    {kPppIpv6cp, "[|ip6cp]", "unknown", kIpv6cpOptions, print_ipv6cp_value},
    {kPppCcp, "[|ccp]", "Unknown", kCcpOptions, print_ccp_value},
    {kPppBacp, "[|bacp]", "Unknown", kBacpOptions, print_bacp_value},
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
  const std::string_view name = find_token(family.options, type);
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
