// PPP (RFC 1661) with its framings: bare, in HDLC-like frames (RFC 1662) and with a direction byte.
#include "capture/dissect/ppp.h"

#include <vector>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint16_t kAddressControl = 0xff03;
constexpr Token kProtocols[] = {
    {0x0021, "IP"},       {0x0023, "OSI"},     {0x0025, "NS"},       {0x0027, "DECNET"},     {0x0029, "APPLE"},
    {0x002b, "IPX"},      {0x002d, "VJC IP"},  {0x002f, "VJNC IP"},  {0x0031, "BRPDU"},      {0x0033, "STII"},
    {0x0035, "VINES"},    {0x0281, "MPLS"},    {0x0283, "MPLS"},     {0x00fd, "Compressed"}, {0x003d, "MLPPP"},
    {0x0057, "IP6"},      {0x0201, "HELLO"},   {0x0231, "LUXCOM"},   {0x0233, "SNS"},        {0x8021, "IPCP"},
    {0x8023, "OSICP"},    {0x8025, "NSCP"},    {0x8027, "DECNETCP"}, {0x8029, "APPLECP"},    {0x802b, "IPXCP"},
    {0x8033, "STIICP"},   {0x8035, "VINESCP"}, {0x8057, "IP6CP"},    {0x8281, "MPLSCP"},     {0xc021, "LCP"},
    {0xc023, "PAP"},      {0xc025, "LQM"},     {0xc223, "CHAP"},     {0xc227, "EAP"},        {0xc027, "SPAP"},
    {0xc123, "Old-SPAP"}, {0xc02b, "BACP"},    {0xc02d, "BAP"},      {0xc03d, "MLPPP-CP"},   {0x80fd, "CCP"},
};
constexpr Token kMultilinkFlags[] = {{0x80, "begin"}, {0x40, "end"}};

bool is_control(std::uint16_t protocol) {
  switch (protocol) {
    case kPppLcp:
    case kPppIpcp:
    case kPppOsicp:
    case kPppMplscp:
    case kPppIpv6cp:
    case kPppCcp:
    case kPppBacp:
      return true;
    default:
      return false;
  }
}

// Twelve-bit sequence numbers (RFC 1990); the fragment itself is not shown.
void print_multilink(Printer& p, Slice in) {
  if (!p.options.link_header) p.put("MLPPP, ");
  if (in.bytes().size() < 2) {
    p.put("[|mlppp]");
    return;
  }
  p.put("seq 0x", Hex{in.b16() & 0xfffU, 3}, ", Flags [", Bits{kMultilinkFlags, in.u8() & 0xc0U, "none"}, "], length ",
        in.length());
}

// The escaped bytes of an HDLC-like frame, undone (RFC 1662 section 4.2).
std::vector<std::uint8_t> unescape(Slice in) {
  std::vector<std::uint8_t> plain;
  for (std::size_t i = 0; i < in.captured(); ++i) {
    std::uint8_t byte = in.u8(i);
    if (byte == 0x7d) {
      if (i + 1 >= in.captured()) break;
      byte = in.u8(++i) ^ 0x20;
    }
    plain.push_back(byte);
  }
  return plain;
}

// Nothing says which header an inner frame has: one protocol byte, address and control, or a protocol number.
void print_escaped(Printer& p, Slice in) {
  if (in.length() <= 1) return;
  const std::vector<std::uint8_t> plain = unescape(in);
  const Slice frame{Bytes(plain)};
  if (frame.u8() == kPppIp) return p.call(kIpv4, frame.after(1));
  if (frame.u8() == kPppIpv6) return p.call(kIpv6, frame.after(1));
  if (frame.length() < 2) return p.truncated();
  std::uint32_t header = 2;
  if (frame.b16() == kAddressControl) {
    if (frame.length() < 4) return p.truncated();
    header = 4;
  }
  const std::uint16_t protocol = frame.b16(header - 2);
  if ((protocol & 0xff00) == 0x7e00) {
    p.put("(protocol 0x", Hex{protocol, 4}, " invalid)");
  } else {
    print_ppp_payload(p, protocol, frame, header);
  }
}

void print_bare(Printer& p, Slice in) {
  if (in.captured() < 4) {
    p.link_length = in.captured();
    return p.truncated();
  }
  print_ppp(p, in);
  p.link_length = 4;
}

void print(Printer& p, Slice in) { print_ppp(p, in); }

// As an EtherType's payload, which the peer separates from what is in front.
void print_over_ethernet(Printer& p, Slice in) {
  if (in.length() == 0) return;
  p.put(": ");
  print_ppp(p, in);
}

void print_serial(Printer& p, Slice in) {
  if (in.captured() < 2) {
    p.link_length = in.captured();
    return p.truncated();
  }
  const std::uint8_t address = in.u8();
  if (address == 0x0f || address == 0x8f) return p.call(kCiscoHdlc, in);
  if (in.captured() < 4) {
    p.link_length = in.captured();
    return p.truncated();
  }
  if (p.options.link_header) p.put(Hex{address, 2}, ' ', Hex{in.u8(1), 2}, ' ', in.length(), ' ');
  if (address != 0xff) {
    p.put("unknown addr ", Hex{in.u8(2), 2}, "; ctrl ", Hex{in.u8(3), 2});
    p.link_length = 2;
    return;
  }
  const std::uint16_t protocol = in.b16(2);
  p.put(NamedHex{kProtocols, protocol, "unknown PPP protocol (0x", 4, ")"}, ": ");
  print_ppp_payload(p, protocol, in, 4);
  p.link_length = 4;
}

Next json(JsonWriter& json, Context&, Slice in) {
  if (in.b16() == kAddressControl || in.b16() == 0x0003 || in.b16() == 0x0103) {
    json.field("address", in.u8());
    json.field("control", in.u8(1));
    in.advance(2);
  }
  const bool compressed = (in.u8() & 1) != 0;
  const std::uint16_t protocol = compressed ? in.u8() : in.b16();
  json.field("ppp_protocol", protocol);
  json.field("ppp_protocol_name", find_token(kProtocols, protocol));
  return {by_ppp_protocol(protocol), in.after(compressed ? 1 : 2)};
}

}  // namespace

const Tokens kPppProtocols{kProtocols};

std::uint32_t print_ppp(Printer& p, Slice in) {
  p.protocol = "ppp";
  const std::uint32_t whole = in.length();
  if (whole < 2) return p.truncated(), 0;
  std::uint32_t header = 0;
  const std::uint16_t first = in.b16();
  if (first == 0x0003 || first == 0x0103 || first == kAddressControl) {
    if (p.options.link_header && first != kAddressControl) p.put(first == 0x0003 ? "In  " : "Out ");
    header = 2;
  }
  if (whole < header + 2) return p.truncated(), 0;
  const std::size_t at = header;
  const bool compressed = (in.u8(at) & 1) != 0;  // protocol field compression (RFC 1661 section 6.5)
  const std::uint16_t protocol = compressed ? in.u8(at) : in.b16(at);
  header += compressed ? 1 : 2;
  if (p.options.link_header) {
    const std::string_view name = find_token(kProtocols, protocol);
    p.put(name.empty() ? "unknown" : name, " (0x", Hex{protocol, 4}, "), length ", whole);
    if (name.empty()) return header;
    p.put(": ");
  }
  print_ppp_payload(p, protocol, in, header);
  return header;
}

const Dissector* by_ppp_protocol(std::uint16_t protocol) {
  switch (protocol) {
    case kPppIp:
    case kPppVjUncompressed:
    case 0x0800:
      return &kIpv4;
    case kPppIpv6:
    case 0x86dd:
      return &kIpv6;
    case kPppIpx:
    case 0x8137:
      return by_ethertype(0x8137);
    case kPppEap:
      return &kEap;
    case kPppMpls:
    case kPppMplsMulticast:
      return &kMpls;
    case kPppChap:
      return &kChap;
    case kPppPap:
      return &kPap;
    default:
      return is_control(protocol) ? &kPppControl : nullptr;
  }
}

void print_ppp_payload(Printer& p, std::uint16_t protocol, Slice packet, std::size_t offset) {
  const Slice payload = packet.after(offset);
  if ((protocol & 0xff00) == 0x7e00) return print_escaped(p, packet.after(offset - 1));
  if (is_control(protocol)) return print_ppp_control(p, protocol, packet.after(offset - 2));
  if (protocol == kPppMultilink) return print_multilink(p, payload);
  if (protocol == kPppCompressed) {
    p.put("compressed PPP data");
    return;
  }
  if (protocol == kPppBap) return;                           // known to the peer, and not shown
  if (protocol == kPppChap) return kChap.print(p, payload);  // these go by the name of what is around them
  if (protocol == kPppPap) return kPap.print(p, payload);
  if (const Dissector* next = by_ppp_protocol(protocol)) return p.call(*next, payload);
  p.put(NamedHex{kProtocols, protocol, "unknown PPP protocol (0x", 4, ")"}, ' ');
  p.unknown_data("\n\t", payload);
}

const Dissector kPpp{"ppp", print, json};
const Dissector kPppOverEthernet{"ppp", print_over_ethernet, json};
const Dissector kPppLink{"ppp", print_bare, json};
const Dissector kPppSerial{"ppp_hdlc", print_serial, json};

}  // namespace nd::capture
