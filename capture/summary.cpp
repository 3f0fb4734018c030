#include "capture/summary.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "capture/dissect/registry.h"
#include "common/base/sort.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

// What a protocol is counted under: the application where a port tells it, else the transport, else the ether type.
enum Kind : std::uint32_t {
  kOther = 0,
  kEther = 1U << 16,
  kTransport = 2U << 16,
  kTcpPort = 3U << 16,
  kUdpPort = 4U << 16
};
constexpr std::uint32_t kKindMask = 0xffff0000U;

// The port of the two that the application is known by.
std::uint16_t telling_port(const Dissector* (*by_ports)(std::uint16_t, std::uint16_t), const Flow& flow) {
  const Dissector* both = by_ports(flow.source_port, flow.destination_port);
  return both == by_ports(0, flow.destination_port) ? flow.destination_port : flow.source_port;
}

std::uint32_t protocol_key(const Flow& flow) {
  if (flow.version == 0) return flow.ether_type == 0 ? std::uint32_t{kOther} : kEther | flow.ether_type;
  constexpr std::uint8_t kTcp = 6, kUdp = 17;
  if (flow.has_ports && flow.protocol == kTcp && by_tcp_ports(flow.source_port, flow.destination_port) != nullptr)
    return kTcpPort | telling_port(by_tcp_ports, flow);
  if (flow.has_ports && flow.protocol == kUdp && by_udp_ports(flow.source_port, flow.destination_port) != nullptr)
    return kUdpPort | telling_port(by_udp_ports, flow);
  return kTransport | flow.protocol;
}

std::string_view application(const Dissector* as_destination, const Dissector* as_source) {
  if (as_destination != nullptr) return as_destination->name;
  return as_source != nullptr ? as_source->name : std::string_view("?");
}

std::string protocol_name(std::uint32_t key) {
  const auto number = static_cast<std::uint16_t>(key);
  switch (key & kKindMask) {
    case kTcpPort:
      return "TCP " + std::string(application(by_tcp_ports(0, number), by_tcp_ports(number, 0)));
    case kUdpPort:
      return "UDP " + std::string(application(by_udp_ports(0, number), by_udp_ports(number, 0)));
    case kTransport: {
      const std::string_view name = find_token(kIpProtocols, number);
      return name.empty() ? "IP protocol " + std::to_string(number) : std::string(name);
    }
    case kEther: {
      const std::string_view name = find_token(kEtherTypes, number);
      if (!name.empty()) return std::string(name);
      constexpr std::uint16_t kMaxLengthField = 1500;
      return number <= kMaxLengthField ? "802.3" : "ether type " + std::to_string(number);
    }
    default:
      return "other";
  }
}

IpAddress address_of(std::uint8_t version, const std::array<std::uint8_t, 16>& bytes) {
  if (version == 4) return IpAddress::v4(std::span<const std::uint8_t, 4>(bytes.data(), 4));
  return IpAddress::v6(std::span<const std::uint8_t, 16>(bytes));
}

bool larger(const Volume& a, const Volume& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.packets > b.packets; }

std::uint64_t per_second(std::uint64_t what, double seconds) {
  return static_cast<std::uint64_t>(static_cast<double>(what) / seconds);
}

void append_row(TextBuffer& out, std::string_view name, const Volume& volume, const Volume& total) {
  const std::uint64_t share = total.bytes > 0 ? (volume.bytes * 1000 + total.bytes / 2) / total.bytes : 0;
  out.put("  ").left(name, 48).dec(volume.packets, 12).dec(volume.bytes, 16).dec(share / 10, 6).put('.');
  out.dec(share % 10).put("%\n");
}

}  // namespace

std::size_t Summary::PairHash::operator()(const Pair& pair) const {
  std::uint64_t words[4];
  std::memcpy(words, pair.low.data(), 16);
  std::memcpy(words + 2, pair.high.data(), 16);
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;
  std::uint64_t h = pair.version;
  for (const std::uint64_t word : words) h = (h ^ h >> 29 ^ word) * kOdd;
  return static_cast<std::size_t>(h ^ h >> 32);
}

void Summary::add(const Packet& packet, const Flow& flow) {
  const std::int64_t when = nanoseconds_of(packet);
  if (total_.packets == 0) first_ = last_ = when;
  first_ = std::min(first_, when);
  last_ = std::max(last_, when);
  total_.add(packet.length);
  protocols_[protocol_key(flow)].add(packet.length);
  if (flow.version == 0) return;
  const bool ordered = flow.source <= flow.destination;
  const Pair pair{flow.version, ordered ? flow.source : flow.destination, ordered ? flow.destination : flow.source};
  if (const auto found = pairs_.find(pair); found != pairs_.end()) {
    found->second.add(packet.length);
  } else if (pairs_.size() < kMaxPairs) {
    pairs_[pair].add(packet.length);
  } else {
    further_pairs_.add(packet.length);
  }
}

template <typename F>
void Summary::for_each_protocol(F&& f) const {
  std::unordered_map<std::string, Volume> by_name;  // two ports may stand for one application
  for (const auto& [key, volume] : protocols_) {
    Volume& sum = by_name[protocol_name(key)];
    sum.packets += volume.packets;
    sum.bytes += volume.bytes;
  }
  std::vector<std::pair<std::string, Volume>> rows(by_name.begin(), by_name.end());
  sort_by(rows, [](const auto& a, const auto& b) {
    return larger(a.second, b.second) || (!larger(b.second, a.second) && a.first < b.first);
  });
  for (const auto& row : rows) f(row.first, row.second);
}

template <typename F>
void Summary::for_each_top_pair(F&& f) const {
  std::vector<std::pair<Pair, Volume>> rows(std::min(kShownPairs, pairs_.size()));
  std::partial_sort_copy(pairs_.begin(), pairs_.end(), rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return larger(a.second, b.second) || (!larger(b.second, a.second) && a.first < b.first);
  });
  for (const auto& row : rows) f(row.first, row.second);
}

void Summary::append_text(TextBuffer& out, std::string_view title, std::chrono::nanoseconds length) const {
  out.put(title).put(": ").dec(total_.packets).put(total_.packets == 1 ? " packet, " : " packets, ").dec(total_.bytes);
  const auto milliseconds = static_cast<std::uint64_t>(length / std::chrono::milliseconds(1));
  out.put(" bytes in ").dec(milliseconds / 1000).put('.').dec(milliseconds % 1000, 3, '0').put(" s");
  if (milliseconds > 0) {  // the rate of less would tell how close two packets were, not how many came
    const double seconds = std::chrono::duration<double>(length).count();
    out.put(" (").dec(per_second(total_.packets, seconds)).put(" packets/s, ");
    out.dec(per_second(total_.bytes, seconds)).put(" bytes/s)");
  }
  out.put('\n');
  for_each_protocol([&](std::string_view name, const Volume& volume) { append_row(out, name, volume, total_); });
  if (pairs_.empty()) return;
  if (pairs_.size() > kShownPairs) out.put("the ten largest of ");
  out.dec(pairs_.size()).put(pairs_.size() == 1 ? " pair:\n" : " pairs:\n");
  for_each_top_pair([&](const Pair& pair, const Volume& volume) {
    TextBuffer name(128);
    append_address(name, address_of(pair.version, pair.low));
    name.put(" <> ");
    append_address(name, address_of(pair.version, pair.high));
    append_row(out, name.view(), volume, total_);
  });
  if (further_pairs_.packets > 0) append_row(out, "pairs that were not counted singly", further_pairs_, total_);
}

void Summary::append_json(JsonWriter& json, std::chrono::nanoseconds length) const {
  json.field("packets", total_.packets);
  json.field("bytes", total_.bytes);
  json.field("seconds", std::chrono::duration<double>(length).count());
  json.begin_array("protocols");
  for_each_protocol([&](std::string_view name, const Volume& volume) {
    json.begin_object();
    json.field("name", name);
    json.field("packets", volume.packets);
    json.field("bytes", volume.bytes);
    json.end_object();
  });
  json.end_array();
  json.field("pair_count", pairs_.size());
  json.begin_array("pairs");
  for_each_top_pair([&](const Pair& pair, const Volume& volume) {
    json.begin_object();
    json.field("a", address_of(pair.version, pair.low));
    json.field("b", address_of(pair.version, pair.high));
    json.field("packets", volume.packets);
    json.field("bytes", volume.bytes);
    json.end_object();
  });
  json.end_array();
  json.field("further_pairs_packets", further_pairs_.packets);
}

}  // namespace nd::capture
