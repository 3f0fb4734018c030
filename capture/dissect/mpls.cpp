// MPLS label stacks (RFC 3032). Nothing in a label says what it carries: the first byte has to tell.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kEntryLength = 4;
constexpr std::string_view kReserved[] = {
    "IPv4 explicit NULL",
    "router alert",
    "IPv6 explicit NULL",
    "implicit NULL",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
    "rsvd",
};

struct Entry {
  explicit Entry(std::uint32_t word)
      : label(word >> 12), traffic_class(word >> 9 & 7), bottom((word & 0x100) != 0), ttl(word & 0xff) {}
  std::uint32_t label;
  std::uint32_t traffic_class;
  bool bottom;
  std::uint32_t ttl;
};

const Dissector* carried_by(std::uint32_t label, Slice payload) {
  if (label == 0 || label == 3) return &kIpv4;
  if (label == 2) return &kIpv6;
  const std::uint8_t first = payload.u8();
  if (first >= 0x45 && first <= 0x4f) return &kIpv4;
  if (first >> 4 == 6) return &kIpv6;
  return nullptr;
}

void put_entry(Printer& p, const Entry& entry, bool first) {
  p.put(!first && p.verbose() > 0 ? "\n\t" : " ", "(label ", entry.label);
  if (p.verbose() > 0 && entry.label < std::size(kReserved)) p.put(" (", kReserved[entry.label], ')');
  p.put(", tc ", entry.traffic_class);
  if (entry.bottom) p.put(", [S]");
  p.put(", ttl ", entry.ttl, ')');
}

void print(Printer& p, Slice in) {
  p.put("MPLS");
  Entry entry{0};
  for (bool first = true; !entry.bottom; first = false) {
    if (in.length() < kEntryLength) return p.invalid();
    entry = Entry{in.b32()};
    put_entry(p, entry, first);
    in.advance(kEntryLength);
  }
  if (entry.label != 0 && entry.label != 2 && entry.label != 3 && in.length() == 0) return;
  const Dissector* next = carried_by(entry.label, in);
  if (next == nullptr) {
    p.put_payload(in);
    if (!p.options.no_payload_dump) in.need(0, in.length());
    return;
  }
  p.put(p.verbose() > 0 ? "\n\t" : " ");
  p.call(*next, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.begin_array("labels");
  Entry entry{0};
  while (!entry.bottom && in.length() >= kEntryLength) {
    entry = Entry{in.b32()};
    json.begin_object();
    json.field("label", entry.label);
    json.field("traffic_class", entry.traffic_class);
    json.field("bottom", entry.bottom);
    json.field("ttl", entry.ttl);
    json.end_object();
    in.advance(kEntryLength);
  }
  json.end_array();
  if (in.length() == 0) return {};
  return {carried_by(entry.label, in), in};
}

}  // namespace

const Dissector kMpls{"mpls", print, json};

}  // namespace nd::capture
