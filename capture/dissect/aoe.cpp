// ATA over Ethernet: disks that are asked in bare frames (The Brantley Coile Company, AoEr11).
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace aoe {
namespace {

enum : std::uint8_t { kAta = 0, kQuery = 1, kMask = 2, kReserve = 3 };
constexpr std::uint8_t kError = 4;
constexpr std::uint32_t kHeader = 10;
constexpr std::uint32_t kAtaHeader = 12;
constexpr std::uint32_t kQueryHeader = 8;
constexpr std::uint32_t kMaxConfig = 1024;
constexpr std::uint32_t kDirective = 8;
constexpr Token kCommands[] = {{kAta, "Issue ATA Command"},
                               {kQuery, "Query Config Information"},
                               {kMask, "MAC Mask List"},
                               {kReserve, "Reserve/Release"}};
constexpr Token kFlags[] = {{0x08, "Response"}, {0x04, "Error"}, {0x02, "RsvdBit2"}, {0x01, "RsvdBit1"}};
constexpr Token kErrors[] = {
    {1, "Unrecognized command code"}, {2, "Bad argument parameter"}, {3, "Device unavailable"},
    {4, "Config string present"},     {5, "Unsupported version"},    {6, "Target is reserved"},
};
constexpr Token kAtaFlags[] = {{0x80, "MBZ-7"}, {0x40, "Ext48"}, {0x20, "MBZ-5"}, {0x10, "Device"},
                               {0x08, "MBZ-3"}, {0x04, "MBZ-2"}, {0x02, "Async"}, {0x01, "Write"}};
constexpr Token kConfigs[] = {{0, "read config string"},
                              {1, "test config string"},
                              {2, "test config string prefix"},
                              {3, "set config string"},
                              {4, "force set config string"}};
constexpr Token kMaskCommands[] = {{0, "Read Mac Mask List"}, {1, "Edit Mac Mask List"}};
constexpr Token kMaskErrors[] = {{1, "Unspecified Error"}, {2, "Bad DCmd Directive"}, {3, "Mask List Full"}};
constexpr Token kDirectives[] = {
    {0, "No Directive"}, {1, "Add mac address to mask list"}, {2, "Delete mac address from mask list"}};
constexpr Token kReservations[] = {{0, "Read Reserve List"}, {1, "Set Reserve List"}, {2, "Force Set Reserve List"}};

void put_invalid(Printer& p, Slice in) {
  p.invalid();
  in.need(0, in.length());
}

void print_ata(Printer& p, Slice in) {
  if (in.length() < kAtaHeader) return put_invalid(p, in);
  p.put("\n\tAFlags: [", Bits{kAtaFlags, in.u8(), "none"}, ']');
  p.put(", Err/Feature: ", in.u8(1));
  p.put(", Sector Count: ", in.u8(2));
  p.put(", Cmd/Status: ", in.u8(3));
  for (std::uint32_t i = 0; i < 6; ++i) p.put(i == 0 ? "\n\t" : ", ", "lba", i, ": ", in.u8(4 + i));
  in.need(10, 2);
  if (const Slice data = in.after(kAtaHeader); data.length() > 0) p.put("\n\tData: ", data.length(), " bytes");
}

void print_query(Printer& p, Slice in) {
  if (in.length() < kQueryHeader) return put_invalid(p, in);
  p.put("\n\tBuffer Count: ", in.b16());
  p.put(", Firmware Version: ", in.b16(2));
  p.put(", Sector Count: ", in.u8(4));
  p.put(", AoE: ", in.u8(5) >> 4, ", CCmd: ");
  const std::uint8_t command = in.u8(5) & 0xf;
  p.put(NameOr{kConfigs, command, "Unknown (0x02x)"});
  const std::uint32_t length = in.b16(6);
  const Slice text = in.after(kQueryHeader);
  if (length > kMaxConfig || length > text.length()) return put_invalid(p, in);
  if (length == 0) return;
  p.put("\n\tConfig String (length ", length, "): ");
  p.put_string(text.with_length(length));
}

void print_mask(Printer& p, Slice in) {
  if (in.length() < 4) return put_invalid(p, in);
  in.need(0, 2);
  p.put("\n\tMCmd: ", NamedHex{kMaskCommands, in.u8(1), "Unknown (0x", 2, ")"});
  p.put(", MError: ", NamedHex{kMaskErrors, in.u8(2), "Unknown (0x", 2, ")"});
  const std::uint32_t count = in.u8(3);
  p.put(", Dir Count: ", count);
  in.advance(4);
  if (count * kDirective > in.length()) return put_invalid(p, in);
  for (std::uint32_t i = 0; i < count; ++i, in.advance(kDirective)) {
    p.put("\n\t DCmd: ", NamedHex{kDirectives, in.u8(1), "Unknown (0x", 2, ")"});
    p.put(", Ethernet Address: ", MacAddress{in.at(2, 6)});
  }
}

void print_reserve(Printer& p, Slice in) {
  if (in.length() < 2 || (in.length() - 2) % 6 != 0) return put_invalid(p, in);
  p.put("\n\tRCmd: ", NamedHex{kReservations, in.u8(), "Unknown (0x", 2, ")"});
  const std::uint32_t count = in.u8(1);
  p.put(", NMacs: ", count);
  in.advance(2);
  if (count * 6 > in.length()) return put_invalid(p, in);
  for (std::uint32_t i = 0; i < count; ++i) p.put("\n\tEthernet Address ", i, ": ", MacAddress{in.at(6 * i, 6)});
}

void print_body(Printer& p, std::uint8_t command, Slice in) {
  switch (command) {
    case kAta:
      return print_ata(p, in);
    case kQuery:
      return print_query(p, in);
    case kMask:
      return print_mask(p, in);
    case kReserve:
      return print_reserve(p, in);
    default:
      return;
  }
}

void print(Printer& p, Slice in) {
  p.put("AoE length ", in.length());
  if (in.length() < 1) return put_invalid(p, in);
  const unsigned version = in.u8() >> 4;
  const std::uint8_t flags = in.u8() & 0xf;
  p.put(", Ver ", version);
  if (version != 1) return;
  if (in.length() < kHeader) return put_invalid(p, in);
  p.put(", Flags: [", Bits{kFlags, flags, "none"}, ']');
  if (p.verbose() == 0) return;
  const std::uint8_t error = in.u8(1);
  if ((flags & kError) != 0) p.put("\n\tError: ", Named{kErrors, error, "Invalid (", ")"});
  p.put("\n\tMajor: 0x", Hex{in.b16(2), 4});
  p.put(", Minor: 0x", Hex{in.u8(4), 2});
  const std::uint8_t command = in.u8(5);
  p.put(", Command: ", NamedHex{kCommands, command, "Unknown (0x", 2, ")"});
  p.put(", Tag: 0x", Hex{in.b32(6), 8});
  print_body(p, command, in.after(kHeader));
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8() >> 4);
  json.field("response", (in.u8() & 8) != 0);
  json.field("error", in.u8(1));
  json.field("major", in.b16(2));
  json.field("minor", in.u8(4));
  json.field("command", in.u8(5));
  json.field("command_name", find_token(kCommands, in.u8(5)));
  json.field("tag", in.b32(6));
  return {};
}

}  // namespace
}  // namespace aoe

const Dissector kAoe{"aoe", aoe::print, aoe::json};

}  // namespace nd::capture
