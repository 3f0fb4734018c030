// RIPng (RFC 2080): routes of IPv6.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace ripng {
namespace {

constexpr std::uint32_t kHeader = 4;
constexpr std::uint32_t kEntry = 20;
constexpr std::uint8_t kRequest = 1;
constexpr std::uint8_t kResponse = 2;
constexpr std::uint8_t kUnreachable = 16;

struct Entry {
  const std::uint8_t* prefix = nullptr;
  std::uint16_t tag = 0;
  std::uint8_t length = 0;
  std::uint8_t metric = 0;
};
Entry parse(Slice in) { return {.prefix = in.at(0, 16), .tag = in.b16(16), .length = in.u8(18), .metric = in.u8(19)}; }

bool is_default(const Entry& entry) {
  return std::all_of(entry.prefix, entry.prefix + 16, [](std::uint8_t byte) { return byte == 0; });
}

// A request for everything is one entry with the unspecified address and an unreachable metric.
bool is_dump(Slice entries) {
  if (entries.length() != kEntry) return false;
  const Entry entry = parse(entries);
  return entry.metric == kUnreachable && is_default(entry);
}

void print_entry(Printer& p, Slice in, bool with_metric) {
  p.put(Ip6{in.at(0, 16)}, '/', in.u8(18));
  if (const std::uint16_t tag = in.b16(16); tag != 0) p.put(" [", tag, ']');
  const std::uint8_t metric = in.u8(19);
  if (with_metric) p.put(" (", metric, ')');
}

void print_entries(Printer& p, Slice in, bool response) {
  const std::uint32_t rest = in.length() % kEntry;
  p.put(response ? " ripng-resp " : " ripng-req ", in.length() / kEntry);
  if (rest != 0) p.put('[', kHeader + in.length(), ']');
  p.put(':');
  for (; in.length() >= kEntry; in.advance(kEntry)) {
    p.put(p.verbose() > 1 ? "\n\t" : " ");
    print_entry(p, in, response);
  }
  if (rest != 0) p.invalid();
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader) return p.truncated();
  const std::uint8_t command = in.u8();
  const std::uint8_t version = in.u8(1);
  if (version != 1) {
    p.put(" [vers ", version, ']');
    return p.invalid();
  }
  const Slice entries = in.after(kHeader);
  if (command == kRequest && is_dump(entries)) {
    p.put(" ripng-req dump");
  } else if (command == kRequest || command == kResponse) {
    print_entries(p, entries, command == kResponse);
  } else {
    p.put(" ripng-", command, " ?? ", in.length());
    p.invalid();
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("command", in.u8());
  json.field("version", in.u8(1));
  json.begin_array("routes");
  for (Slice rest = in.after(kHeader); rest.length() >= kEntry; rest.advance(kEntry)) {
    const Entry entry = parse(rest);
    json.begin_object();
    json.field("address", ipv6_at(rest, 0));
    json.field("prefix_length", entry.length);
    json.field("tag", entry.tag);
    json.field("metric", entry.metric);
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace ripng

const Dissector kRipng{"ripng", ripng::print, ripng::json};

}  // namespace nd::capture
