#include "ping/ip_options.h"

#include <algorithm>
#include <utility>

#include "common/base/byte_reader.h"

namespace nd::ping {
namespace {

enum Option : std::uint8_t {
  kEnd = 0,
  kNop = 1,
  kRecordRoute = 7,
  kTimestamp = 68,
  kLooseRoute = 131,
  kStrictRoute = 137
};

constexpr std::size_t kMost = 40;
constexpr std::uint32_t kStampValue = 0x7fffffff;  // the highest bit set: not what RFC 791 wants there

void append(std::vector<std::uint8_t>& bytes, const IpAddress& address) {
  const auto raw = address.bytes();
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

std::vector<std::uint8_t> record_route() {
  std::vector<std::uint8_t> bytes = {kNop, kRecordRoute, 39, 4};
  bytes.resize(kMost);
  return bytes;
}

std::vector<std::uint8_t> timestamps(IpTimestamps kind, const std::vector<IpAddress>& hops) {
  std::vector<std::uint8_t> bytes = {kTimestamp, 0, 5, 0};
  switch (kind) {
    case IpTimestamps::kOnly:
      bytes.resize(40);
      break;
    case IpTimestamps::kWithAddresses:
      bytes[3] = 1;
      bytes.resize(36);
      break;
    case IpTimestamps::kPrespecified:
      bytes[3] = 3;
      for (const IpAddress& hop : hops) append(bytes, hop), bytes.resize(bytes.size() + 4);
      break;
    case IpTimestamps::kNone:
      break;
  }
  bytes[1] = static_cast<std::uint8_t>(bytes.size());
  bytes.resize(kMost);
  return bytes;
}

std::vector<std::uint8_t> loose_route(const std::vector<IpAddress>& hops) {
  std::vector<std::uint8_t> bytes = {kNop, kLooseRoute, static_cast<std::uint8_t>(3 + hops.size() * 4), 4};
  for (const IpAddress& hop : hops) append(bytes, hop);
  return bytes;
}

IpAddress read_address(ByteReader& in) {
  const Bytes raw = in.take(4);
  return raw.size() == 4 ? IpAddress::v4(raw.first<4>()) : IpAddress::v4(0, 0, 0, 0);
}

void append_addresses(NamedLines& lines, ByteReader& in, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    lines.text().put('\t');
    lines.address(read_address(in));
    lines.text().put('\n');
  }
}

// How many of the addresses behind the pointer, which is read, were filled in.
std::size_t read_filled_route(ByteReader& in) {
  const std::uint8_t pointer = in.u8();  // from 1, at the option's first byte: 4 is the first address
  return pointer <= 4 ? 0 : std::min<std::size_t>((pointer - 4U) / 4, in.remaining() / 4);
}

void append_recorded_route(NamedLines& lines, Bytes body, std::vector<std::uint8_t>& last_route) {
  ByteReader in{body};
  const std::size_t filled = read_filled_route(in);
  if (filled == 0) return;
  if (std::equal(body.begin(), body.end(), last_route.begin(), last_route.end())) {
    lines.text().put("\t(same route)");
    return;
  }
  last_route.assign(body.begin(), body.end());
  lines.text().put("\nRR: ");
  append_addresses(lines, in, filled);
}

void append_source_route(NamedLines& lines, std::uint8_t type, Bytes body) {
  ByteReader in{body};
  in.skip(1);  // the pointer: how far the packet has come
  lines.text().put('\n').put(type == kLooseRoute ? 'L' : 'S').put("SRR: ");
  append_addresses(lines, in, in.remaining() / 4);
}

// The first stamp of each kind is absolute, those after it are differences.
class StampText {
 public:
  void append(TextBuffer& text, std::uint32_t stamp) {
    const bool standard = (stamp & ~kStampValue) == 0;  // milliseconds since midnight UT
    const auto value = static_cast<std::int64_t>(stamp & kStampValue);
    std::int64_t& previous = standard ? standard_ : other_;
    text.put('\t').dec(previous == 0 ? value : value - previous);
    if (previous == 0) text.put(" absolute");
    if (!standard) text.put(" not-standard");
    text.put('\n');
    previous = value;
  }

 private:
  std::int64_t standard_ = 0;
  std::int64_t other_ = 0;
};

struct StampsHead {
  bool addresses = false;       // before each stamp
  std::size_t filled = 0;       // stamps
  std::uint8_t unrecorded = 0;  // hops that found no room
};

StampsHead read_stamps_head(ByteReader& in) {
  const std::uint8_t pointer = in.u8();
  const std::uint8_t flags = in.u8();
  const bool addresses = (flags & 15) != 0;
  const std::size_t each = addresses ? 8 : 4;
  return {.addresses = addresses,
          .filled = pointer <= 5 ? 0 : std::min<std::size_t>((pointer - 5U) / each, in.remaining() / each),
          .unrecorded = static_cast<std::uint8_t>(flags >> 4)};
}

void append_timestamps(NamedLines& lines, Bytes body) {
  ByteReader in{body};
  const StampsHead head = read_stamps_head(in);
  if (head.filled == 0) return;
  TextBuffer& text = lines.text();
  text.put("\nTS: ");
  StampText stamps;
  for (std::size_t i = 0; i < head.filled; ++i) {
    if (head.addresses) text.put('\t'), lines.address(read_address(in));
    stamps.append(text, in.b32());
  }
  if (head.unrecorded != 0) text.put("Unrecorded hops: ").dec(head.unrecorded).put('\n');
}

void json_route(JsonWriter& json, std::string_view key, ByteReader& in, std::size_t count) {
  json.begin_array(key);
  for (std::size_t i = 0; i < count; ++i) json.value(read_address(in));
  json.end_array();
}

void json_stamps(JsonWriter& json, ByteReader& in) {
  const StampsHead head = read_stamps_head(in);
  json.begin_array("ip_timestamps");
  for (std::size_t i = 0; i < head.filled; ++i) {
    json.begin_object();
    if (head.addresses) json.field("address", read_address(in));
    const std::uint32_t stamp = in.b32();
    json.field("stamp", stamp & kStampValue);
    json.field("standard", (stamp & ~kStampValue) == 0);
    json.end_object();
  }
  json.end_array();
  json.field("unrecorded_hops", head.unrecorded);
}

// Calls `act` with the type and the body of each option; NOPs have none.
template <typename Act>
void each_option(Bytes options, const Act& act) {
  ByteReader in{options};
  while (!in.empty()) {
    const std::uint8_t type = in.u8();
    if (type == kEnd) return;
    if (type == kNop) {
      act(type, Bytes());
      continue;
    }
    const std::uint8_t length = in.u8();
    if (in.truncated() || length < 3 || !in.has(length - 2U)) return;
    act(type, in.take(length - 2U));
  }
}

}  // namespace

std::vector<std::uint8_t> build_ip_options(const Options& options, const std::vector<IpAddress>& hops) {
  if (options.record_route) return record_route();
  if (options.timestamps != IpTimestamps::kNone) return timestamps(options.timestamps, hops);
  return hops.empty() ? std::vector<std::uint8_t>{} : loose_route(hops);
}

void append_ip_options(NamedLines& lines, Bytes options, std::vector<std::uint8_t>& last_route) {
  each_option(options, [&](std::uint8_t type, Bytes body) {
    if (type == kNop) {
      lines.text().put("\nNOP");
    } else if (type == kTimestamp) {
      append_timestamps(lines, body);
    } else if (type == kRecordRoute) {
      append_recorded_route(lines, body, last_route);
    } else if (type == kLooseRoute || type == kStrictRoute) {
      append_source_route(lines, type, body);
    } else {
      lines.text().put("\nunknown option ").hex(type);
    }
  });
}

void json_ip_options(JsonWriter& json, Bytes options) {
  bool route = false, source_route = false, stamps = false;  // a key must not come twice, whatever a reply holds
  each_option(options, [&](std::uint8_t type, Bytes body) {
    ByteReader in{body};
    if (type == kTimestamp && !std::exchange(stamps, true)) {
      json_stamps(json, in);
    } else if (type == kRecordRoute && !std::exchange(route, true)) {
      const std::size_t filled = read_filled_route(in);
      json_route(json, "recorded_route", in, filled);
    } else if ((type == kLooseRoute || type == kStrictRoute) && !std::exchange(source_route, true)) {
      in.skip(1);
      json_route(json, "source_route", in, in.remaining() / 4);
    }
  });
}

}  // namespace nd::ping
