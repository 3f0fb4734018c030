#include "ping/ip_options.h"

#include <algorithm>

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

void append_recorded_route(NamedLines& lines, Bytes body, std::vector<std::uint8_t>& last_route) {
  ByteReader in{body};
  const std::uint8_t pointer = in.u8();  // from 1, at the option's first byte: 4 is the first address
  const std::size_t filled = pointer <= 4 ? 0 : std::min<std::size_t>((pointer - 4U) / 4, in.remaining() / 4);
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
    const bool standard = (stamp & 0x80000000U) == 0;  // milliseconds since midnight UT
    const auto value = static_cast<std::int64_t>(stamp & 0x7fffffffU);
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

void append_timestamps(NamedLines& lines, Bytes body) {
  ByteReader in{body};
  const std::uint8_t pointer = in.u8();
  const std::uint8_t flags = in.u8();
  const bool addresses = (flags & 15) != 0;
  const std::size_t each = addresses ? 8 : 4;
  const std::size_t filled = pointer <= 5 ? 0 : std::min<std::size_t>((pointer - 5U) / each, in.remaining() / each);
  if (filled == 0) return;
  TextBuffer& text = lines.text();
  text.put("\nTS: ");
  StampText stamps;
  for (std::size_t i = 0; i < filled; ++i) {
    if (addresses) text.put('\t'), lines.address(read_address(in));
    stamps.append(text, in.b32());
  }
  if (flags >> 4 != 0) text.put("Unrecorded hops: ").dec(flags >> 4).put('\n');
}

}  // namespace

std::vector<std::uint8_t> build_ip_options(const Options& options, const std::vector<IpAddress>& hops) {
  if (options.record_route) return record_route();
  if (options.timestamps != IpTimestamps::kNone) return timestamps(options.timestamps, hops);
  return hops.empty() ? std::vector<std::uint8_t>{} : loose_route(hops);
}

void append_ip_options(NamedLines& lines, Bytes options, std::vector<std::uint8_t>& last_route) {
  ByteReader in{options};
  while (!in.empty()) {
    const std::uint8_t type = in.u8();
    if (type == kEnd) return;
    if (type == kNop) {
      lines.text().put("\nNOP");
      continue;
    }
    const std::uint8_t length = in.u8();
    if (in.truncated() || length < 3 || !in.has(length - 2U)) return;
    const Bytes body = in.take(length - 2U);
    if (type == kTimestamp) {
      append_timestamps(lines, body);
    } else if (type == kRecordRoute) {
      append_recorded_route(lines, body, last_route);
    } else if (type == kLooseRoute || type == kStrictRoute) {
      append_source_route(lines, type, body);
    } else {
      lines.text().put("\nunknown option ").hex(type);
    }
  }
}

}  // namespace nd::ping
