// Bidirectional forwarding detection (RFC 5880, its ports: RFC 5881, 5883, 7130).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace bfd {
namespace {

constexpr std::uint16_t kEchoPort = 3785;
constexpr std::uint32_t kControlLength = 24;
constexpr std::uint8_t kAuthentication = 4;
constexpr Token kStates[] = {
    {0, "AdminDown"},
    {1, "Down"},
    {2, "Init"},
    {3, "Up"},
};

constexpr Token kFlags1[] = {
    {0x20, "Poll"}, {0x10, "Final"},   {8, "Control Plane Independent"}, {4, "Authentication Present"},
    {2, "Demand"},  {1, "Multipoint"},
};

constexpr Token kFlags0[] = {
    {0x80, "I Hear You"},          {0x40, "Demand"}, {0x20, "Poll"},  {0x10, "Final"}, {8, "Control Plane Independent"},
    {4, "Authentication Present"}, {2, "Reserved"},  {1, "Reserved"},
};

constexpr Token kPorts[] = {
    {0xec8, "Control"},
    {0x12b0, "Multihop"},
    {0x1a80, "Lag"},
};

constexpr Token kDiagnostics[] = {
    {0, "No Diagnostic"},
    {1, "Control Detection Time Expired"},
    {2, "Echo Function Failed"},
    {3, "Neighbor Signaled Session Down"},
    {4, "Forwarding Plane Reset"},
    {5, "Path Down"},
    {6, "Concatenated Path Down"},
    {7, "Administratively Down"},
    {8, "Reverse Concatenated Path Down"},
};

constexpr Token kAuthentications[] = {
    {1, "Simple Password"},       {2, "Keyed MD5"}, {3, "Meticulous Keyed MD5"}, {4, "Keyed SHA1"},
    {5, "Meticulous Keyed SHA1"},
};

struct Control {
  std::uint8_t version = 0;
  std::uint8_t diagnostic = 0;
  std::uint8_t flags = 0;  // with the state above them from version 1 on
  std::uint8_t multiplier = 0;
  std::uint8_t length = 0;
};

Control parse(Slice in) {
  return {.version = static_cast<std::uint8_t>(in.u8() >> 5),
          .diagnostic = static_cast<std::uint8_t>(in.u8() & 0x1f),
          .flags = in.u8(1),
          .multiplier = in.u8(2),
          .length = in.u8(3)};
}

bool length_is(Printer& p, std::uint32_t length, bool good) {
  if (!good) p.put("[invalid length ", length, ']');
  return good;
}

void print_digest(Printer& p, Slice in, std::string_view title, std::uint32_t size) {
  p.put(", Sequence Number: 0x", Hex{in.b32(4), 8});
  in.need(8, size);
  p.put("\n\t  ", title, ": ");
  for (std::uint32_t i = 0; i < size; ++i) p.put(Hex{in.u8(8 + i), 2});
}

// RFC 5880 section 4.2 on.
void print_authentication(Printer& p, Slice in) {
  in.need(0, 4);
  const std::uint8_t type = in.u8();
  const std::uint32_t length = in.u8(1);
  p.put("\n\tAuthentication: ", NameOr{kAuthentications, type, "Unknown"}, " (", type, "), length: ", length);
  p.put("\n\t  Auth Key ID: ", in.u8(2));
  switch (type) {
    case 1:
      if (!length_is(p, length, length >= 4 && length <= 19)) return;
      p.put(", Password: ");
      p.put_string(in.after(3).with_length(length - 3));
      return;
    case 2:
    case 3:
      if (length_is(p, length, length == 24)) print_digest(p, in, "Digest", 16);
      return;
    case 4:
    case 5:
      if (length_is(p, length, length == 28)) print_digest(p, in, "Hash", 20);
      return;
    default:
      return;
  }
}

void print_times(Printer& p, const Control& control, Slice in) {
  p.put("\n\tDetection Timer Multiplier: ", control.multiplier, " (", control.multiplier * in.b32(12) / 1000,
        " ms Detection time), BFD Length: ", control.length);
  p.put("\n\tMy Discriminator: 0x", Hex{in.b32(4), 8});
  p.put(", Your Discriminator: 0x", Hex{in.b32(8), 8});
  p.put("\n\t  Desired min Tx Interval:    ", Dec{in.b32(12) / 1000, 4}, " ms");
  p.put("\n\t  Required min Rx Interval:   ", Dec{in.b32(16) / 1000, 4}, " ms");
  p.put("\n\t  Required min Echo Interval: ", Dec{in.b32(20) / 1000, 4}, " ms");
  if ((control.flags & kAuthentication) != 0) print_authentication(p, in.after(kControlLength));
}

void put_diagnostic(Printer& p, const Control& control) {
  p.put(", Diagnostic: ", NameOr{kDiagnostics, control.diagnostic, "unknown"}, " (0x", Hex{control.diagnostic, 2}, ')');
}

void print_version0(Printer& p, const Control& control, Slice in) {
  const Bits flags{kFlags0, control.flags, "none"};
  if (p.verbose() < 1) {
    p.put("BFDv0, Control, Flags: [", flags, "], length: ", in.length());
    return;
  }
  p.put("BFDv0, length: ", in.length(), "\n\tControl, Flags: [", flags, ']');
  put_diagnostic(p, control);
  print_times(p, control, in);
}

void print_version1(Printer& p, const Control& control, Slice in) {
  const Named port{kPorts, p.destination_port, "unknown (", ")"};
  const NameOr state{kStates, static_cast<std::uint32_t>(control.flags >> 6), "unknown"};
  const Bits flags{kFlags1, control.flags & 0x3fU, "none"};
  if (p.verbose() < 1) {
    p.put("BFDv1, ", port, ", State ", state, ", Flags: [", flags, "], length: ", in.length());
    return;
  }
  p.put("BFDv1, length: ", in.length(), "\n\t", port, ", State ", state, ", Flags: [", flags, ']');
  put_diagnostic(p, control);
  print_times(p, control, in);
}

void print(Printer& p, Slice in) {
  if (p.destination_port == kEchoPort) {
    p.put("BFD, Echo, length: ", in.length());
    if (p.verbose() >= 1) p.unknown_data("\n\t", in);
    return;
  }
  in.need(0, kControlLength);
  const Control control = parse(in);
  if (control.version == 0) return print_version0(p, control, in);
  if (control.version == 1) return print_version1(p, control, in);
  p.put("BFDv", control.version, ", Control, length: ", in.length());
  if (p.verbose() >= 1) p.unknown_data("\n\t", in);
}

Next json(JsonWriter& json, Context& context, Slice in) {
  if (context.destination_port == kEchoPort) return {};
  const Control control = parse(in);
  json.field("version", control.version);
  json.field("diagnostic", control.diagnostic);
  json.field("state", control.flags >> 6);
  json.field("flags", control.flags & 0x3f);
  json.field("detect_multiplier", control.multiplier);
  json.field("my_discriminator", in.b32(4));
  json.field("your_discriminator", in.b32(8));
  json.field("desired_min_tx_microseconds", in.b32(12));
  json.field("required_min_rx_microseconds", in.b32(16));
  json.field("required_min_echo_microseconds", in.b32(20));
  return {};
}

}  // namespace
}  // namespace bfd

const Dissector kBfd{"bfd", bfd::print, bfd::json};

}  // namespace nd::capture
