// PPP's options above the link: IPv4 (RFC 1332, RFC 1877, header compression RFC 2507), IPv6 (RFC 5072), compression
// (RFC 1962, RFC 1977, RFC 1979) and bandwidth (RFC 2125).
#include "capture/dissect/ppp_option.h"

namespace nd::capture::ppp_option {
namespace {

constexpr Token kIpcpNames[] = {
    {1, "IP-Addrs"},   {2, "IP-Comp"},     {3, "IP-Addr"},    {4, "Home-Addr"},
    {0x81, "Pri-DNS"}, {0x82, "Pri-NBNS"}, {0x83, "Sec-DNS"}, {0x84, "Sec-NBNS"},
};
constexpr Token kIpv6cpNames[] = {{1, "Interface-ID"}};
constexpr Token kBacpNames[] = {{1, "Favored-Peer"}};
constexpr Token kCcpNames[] = {
    {0, "OUI"},         {1, "Pred-1"},   {2, "Pred-2"},      {3, "Puddle"},     {0x10, "HP-PPC"},
    {0x11, "Stac-LZS"}, {0x12, "MPPC"},  {0x13, "Gand-FZA"}, {0x14, "V.42bis"}, {0x15, "BSD-Comp"},
    {0x17, "LZS-DCP"},  {0x18, "MVRCA"}, {0x19, "DEC"},      {0x1a, "Deflate"}, {0xff, "Reserved"},
};
constexpr Token kIpCompressions[] = {{0x2d, "VJ-Comp"}, {0x61, "IP Header Compression"}};
constexpr Token kCompressionSuboptions[] = {{1, "RTP-Compression"}, {2, "Enhanced RTP-Compression"}};
constexpr std::uint32_t kHeaderCompressionLength = 14;

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

}  // namespace

const Tokens kIpcpOptions{kIpcpNames};
const Tokens kIpv6cpOptions{kIpv6cpNames};
const Tokens kCcpOptions{kCcpNames};
const Tokens kBacpOptions{kBacpNames};

End print_ipcp(Printer& p, Slice option) {
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

End print_ipv6cp(Printer& p, Slice option) {
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

End print_ccp(Printer& p, Slice option) {
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

End print_bacp(Printer& p, Slice option) {
  if (option.u8() != 1) return unknown(p, option);
  if (!exactly(p, option, 6)) return End::kPlain;
  p.put(": Magic-Num 0x", Hex{option.b32(2), 8});
  return End::kDump;
}

}  // namespace nd::capture::ppp_option
