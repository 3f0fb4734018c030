// The packets by which PPP's ends negotiate: LCP (RFC 1661 section 5), IPCP, IPV6CP, CCP and their like.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/oui.h"
#include "capture/dissect/ppp.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kVendor = 0,
  kConfigureRequest = 1,
  kConfigureReject = 4,
  kTerminateRequest = 5,
  kTerminateAck = 6,
  kCodeReject = 7,
  kProtocolReject = 8,
  kEchoRequest = 9,
  kDiscardRequest = 11,
  kIdentification = 12,
  kTimeRemaining = 13,
};
constexpr Token kCodes[] = {
    {0, "Vendor-Extension"}, {1, "Conf-Request"}, {2, "Conf-Ack"},    {3, "Conf-Nack"},
    {4, "Conf-Reject"},      {5, "Term-Request"}, {6, "Term-Ack"},    {7, "Code-Reject"},
    {8, "Prot-Reject"},      {9, "Echo-Request"}, {10, "Echo-Reply"}, {11, "Disc-Req"},
    {12, "Ident"},           {13, "Time-Rem"},    {14, "Reset-Req"},  {15, "Reset-Ack"},
};

// `total` is the whole packet's length: what the peer holds each option's length against.
void print_options(Printer& p, std::uint16_t protocol, Slice options, std::uint32_t total) {
  if (!has_ppp_options(protocol)) return;
  while (options.length() > 0) {
    const std::uint32_t length = print_ppp_option(p, protocol, options.with_length(total));
    if (length == 0) return;
    if (length > options.length()) {
      p.put(" [remaining options length ", options.length(), " < ", length, ']');
      return p.invalid();
    }
    options.advance(length);
  }
}

void put_truncated(Printer& p, std::uint16_t protocol) { p.put("[|", find_token(kPppProtocols, protocol), ']'); }

void print_echo(Printer& p, std::uint16_t protocol, Slice data) {
  p.put("\n\t  Magic-Num 0x", Hex{data.b32(), 8});
  if (data.length() <= 4) return;
  p.put("\n\t  -----trailing data-----");
  if (!data.has(data.length())) return put_truncated(p, protocol);
  p.unknown_data("\n\t  ", data.after(4));
}

void print_rejected(Printer& p, Slice data) {
  p.put("\n\t  Rejected ", NameOr{kPppProtocols, data.b16(), "unknown"}, " Protocol (0x", Hex{data.b16(), 4}, ')');
  if (data.length() <= 2) return;
  p.put("\n\t  Rejected Packet");
  p.unknown_data("\n\t    ", data.after(2));
}

void print_vendor(Printer& p, Slice data) {
  p.put("\n\t  Magic-Num 0x", Hex{data.b32(), 8});
  const std::uint32_t oui = data.b24(4);
  const std::string_view vendor = find_token(kOuis, oui);
  p.put(" Vendor: ", vendor.empty() ? "Unknown" : vendor, " (", oui, ')');
}

// The peer takes the text to be four bytes longer than it is, so that at the end of a capture it is always cut.
void print_message(Printer& p, std::uint16_t protocol, Slice text) {
  p.put("\n\t  Message\n\t    ");
  const std::size_t wanted = text.length() + 4;
  for (std::size_t i = 0; i < std::min<std::size_t>(wanted, text.captured()); ++i) p.put_safe(text.u8(i));
  if (!text.has(wanted)) put_truncated(p, protocol);
}

// What follows the four bytes of code, identifier and length.
void print_data(Printer& p, std::uint16_t protocol, std::uint8_t code, Slice data, Slice packet) {
  switch (code) {
    case kVendor:
      if (data.length() >= 7) print_vendor(p, data);
      return;
    case kTerminateRequest:
    case kTerminateAck:
    case kCodeReject:
      return;
    case kProtocolReject:
      if (data.length() >= 2) print_rejected(p, data);
      return;
    case kEchoRequest:
    case kEchoRequest + 1:
    case kDiscardRequest:
      if (data.length() >= 4) print_echo(p, protocol, data);
      return;
    case kIdentification:
      if (data.length() < 4) return;
      p.put("\n\t  Magic-Num 0x", Hex{data.b32(), 8});
      if (data.length() <= 4) return;
      return print_message(p, protocol, data.after(4));
    case kTimeRemaining:
      if (data.length() < 8) return;
      p.put("\n\t  Magic-Num 0x", Hex{data.b32(), 8});
      p.put(", Seconds-Remaining ", data.b32(4), 's');
      return;
    default:
      if (code >= kConfigureRequest && code <= kConfigureReject)
        return print_options(p, protocol, data, data.length() + 4);
      if (p.verbose() <= 1) p.unknown_data("\n\t  ", packet.with_length(data.length() + 6));
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("code", in.u8());
  json.field("code_name", find_token(kCodes, in.u8()));
  json.field("id", in.u8(1));
  json.field("length", in.b16(2));
  return {};
}

void print(Printer& p, Slice in) { p.unknown_data("\n\t", in); }

}  // namespace

void print_ppp_control(Printer& p, std::uint16_t protocol, Slice packet) {
  const Slice in = packet.after(2);
  const std::string_view name = find_token(kPppProtocols, protocol);
  p.put(name, ", ");
  if (in.length() < 4 || !in.has(2)) {
    p.put("[|", name, ']');
    return;
  }
  const std::uint8_t code = in.u8();
  p.put(NameOr{kCodes, code, "Unknown Opcode"}, " (0x", Hex{code, 2}, "), id ", in.u8(1), ", length ", in.length() + 2);
  if (p.verbose() == 0) return;
  const std::uint32_t length = in.b16(2);
  if (length < 4) {
    p.put("\n\tencoded length ", length, " (< 4))");
    return;
  }
  if (length > in.length()) {
    p.put("\n\tencoded length ", length, " (> packet length ", in.length(), "))");
    return;
  }
  p.put("\n\tencoded length ", length, " (=Option(s) length ", length - 4, ')');
  if (length == 4) return;
  if (p.verbose() > 1) p.unknown_data("\n\t", packet.with_length(6));
  print_data(p, protocol, code, in.with_length(length).after(4), packet);
}

const Dissector kPppControl{"ppp_control", print, json};

}  // namespace nd::capture
