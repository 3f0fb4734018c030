// RIP versions 1 and 2 (RFC 1058, RFC 2453), with version 2's authentication (RFC 4822).
#include <bit>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace rip {
namespace {

constexpr std::uint32_t kHeaderLength = 4;
constexpr std::uint32_t kEntryLength = 20;
constexpr std::uint16_t kInet = 2;
constexpr std::uint16_t kAuthentication = 0xffff;
enum Command : std::uint8_t { kRequest = 1, kResponse, kTraceOn, kTraceOff, kPoll, kPollEntry };
constexpr Token kCommands[] = {{1, "Request"},   {2, "Response"}, {3, "Trace on"},
                               {4, "Trace off"}, {5, "Poll"},     {6, "Poll Entry"}};
constexpr Token kFamilies[] = {{2, "IPv4"},   {6, "NS"},      {7, "ISO"},     {0x10, "Appletalk"},
                               {0x17, "IPX"}, {0x18, "IPv6"}, {0x1c, "IPv6"}, {0x1e, "IPv6"}};

// Prints the entry at the start of `in`, which is as long as what was captured of the rest; returns its bytes, 0 where
// it is cut.
std::uint32_t print_entry1(Printer& p, Slice in) {
  if (in.length() < kEntryLength) return 0;
  const std::uint16_t family = in.b16();
  const bool reserved_zero = in.b16(2) == 0 && in.b64(8) == 0;
  if ((family == 0 || family == kInet) && !reserved_zero) {
    p.unknown_data("\n\t  ", in.with_length(kEntryLength));
  } else if (family == 0) {
    p.put("\n\t  AFI 0, ", Ip4{in.at(4, 4)}, ", metric: ", in.b32(16));
  } else if (family == kInet) {
    p.put("\n\t  ", Ip4{in.at(4, 4)}, ", metric: ", in.b32(16));
  } else {
    p.put("\n\t AFI ", Named{kFamilies, family, "Unknown (", ")"}, ", ");
    p.unknown_data("\n\t  ", in.after(4).with_length(kEntryLength - 4));
  }
  return kEntryLength;
}

// The prefix length of a mask; -1 where its ones are not all in front.
int prefix_length(std::uint32_t mask) {
  const int ones = std::countl_one(mask);
  return ones + std::countr_zero(mask) >= 32 ? ones : -1;
}

// "    10.0.0.0/8 ": the address right-aligned, the length left-aligned.
void put_route(Printer& p, Slice in) {
  TextBuffer address(32);
  append_ipv4(address, in.at(4, 4));
  p.out.right(address.view(), 15);
  const int length = prefix_length(in.b32(8));
  p.put('/', length, length >= 0 && length < 10 ? " " : "");
}

std::uint32_t print_authentication(Printer& p, Slice in) {
  const std::uint16_t type = in.b16(2);
  switch (type) {
    case 1:
      p.put("\n\t  Auth trailer:");
      p.unknown_data("\n\t  ", in.after(4));
      return in.length();
    case 2:
      p.put("\n\t  Simple Text Authentication data: ");
      for (std::uint32_t i = 4; i < kEntryLength && in.u8(i) != 0; ++i) p.put_safe(in.u8(i));
      return kEntryLength;
    case 3:
      if (in.length() < kEntryLength) return 0;
      p.put("\n\t  Auth header:");
      p.put(" Packet Len ", in.b16(4), ',');
      p.put(" Key-ID ", in.u8(6), ',');
      p.put(" Auth Data Len ", in.u8(7), ',');
      p.put(" SeqNo ", in.b32(8), ',');
      p.put(" MBZ ", in.b32(12), ',');
      p.put(" MBZ ", in.b32(16));
      return kEntryLength;
    default:
      p.put("\n\t  Unknown (", type, ") Authentication data:");
      p.unknown_data("\n\t  ", in.after(4));
      return in.length();
  }
}

std::uint32_t print_entry2(Printer& p, Slice in) {
  if (in.length() < 4) return 0;
  const std::uint16_t family = in.b16();
  if (family == kAuthentication) return print_authentication(p, in);
  if (family != kInet && family != 0) {
    p.put("\n\t  AFI ", Named{kFamilies, family, "Unknown (", ")"});
    p.unknown_data("\n\t  ", in.after(4).with_length(kEntryLength - 4));
    return kEntryLength;
  }
  if (in.length() < kEntryLength) return 0;
  p.put("\n\t  AFI ", Named{kFamilies, family, ""}, ", ");
  put_route(p, in);
  p.put(", tag 0x", Hex{in.b16(2), 4}, ", metric: ", in.b32(16), ", next-hop: ");
  if (in.b32(12) != 0) {
    p.put(Ip4{in.at(12, 4)});
  } else {
    p.put("self");
  }
  return kEntryLength;
}

void print_entries(Printer& p, Slice in, std::uint32_t (*print_entry)(Printer&, Slice)) {
  while (in.length() > 0) {
    const std::uint32_t used = print_entry(p, in);
    if (used == 0) return p.truncated();
    if (in.length() < used) {
      p.put(" [remaining entries length ", in.length(), " < ", used, ']');
      return p.invalid();
    }
    in.advance(used);
  }
}

void print_command(Printer& p, std::uint8_t command, std::uint8_t version, Slice in) {
  const Slice rest = in.after(kHeaderLength);
  const Slice entries = rest.with_length(rest.bytes().size());  // the dump of an unknown family may look behind it
  switch (command) {
    case kRequest:
    case kResponse:
      if (version == 1) {
        p.put(", routes: ", in.length() / kEntryLength);
        print_entries(p, entries, print_entry1);
      } else if (version == 2) {
        p.put(", routes: ", in.length() / kEntryLength, " or less");
        print_entries(p, entries, print_entry2);
      } else {
        p.put(", unknown version");
      }
      return;
    case kTraceOff:
    case kPoll:
    case kPollEntry:
      return;
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t", in);
  }
}

void print_whole(Printer& p, Slice in) {
  if (in.length() < kHeaderLength) return p.truncated();
  in.need(0, kHeaderLength);
  const std::uint8_t version = in.u8(1);
  p.put(p.verbose() >= 1 ? "\n\t" : "", "RIPv", version);
  if (version == 0) {  // RFC 1058: such a message is to be ignored
    p.unknown_data("\n\t", in);
    return;
  }
  const std::uint8_t command = in.u8();
  p.put(", ", Named{kCommands, command, "unknown command (", ")"}, ", length: ", in.length());
  if (p.verbose() < 1) return;
  print_command(p, command, version, in);
  if (p.verbose() > 1) p.unknown_data("\n\t", in);
}

void print(Printer& p, Slice in) {
  p.ending_here([&] { print_whole(p, in); });
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("command", in.u8());
  json.field("version", in.u8(1));
  json.begin_array("routes");
  for (Slice entry = in.after(kHeaderLength); entry.length() >= kEntryLength; entry.advance(kEntryLength)) {
    if (entry.b16() == kAuthentication) continue;
    json.begin_object();
    json.field("family", entry.b16());
    json.field("address", ipv4_at(entry, 4));
    if (in.u8(1) != 1) {
      json.field("tag", entry.b16(2));
      json.field("mask", ipv4_at(entry, 8));
      json.field("next_hop", ipv4_at(entry, 12));
    }
    json.field("metric", entry.b32(16));
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace rip

const Dissector kRip{"rip", rip::print, rip::json};

}  // namespace nd::capture
