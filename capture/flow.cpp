#include "capture/flow.h"

#include <pcap/pcap.h>

#include <cstring>

#include "common/base/byte_reader.h"

namespace nd::capture {
namespace {

constexpr std::uint16_t kIpv4Type = 0x0800;
constexpr std::uint16_t kIpv6Type = 0x86dd;
constexpr std::uint8_t kTcp = 6, kUdp = 17, kSctp = 132;

bool is_vlan(std::uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200; }

// Without a type in front the version tells it.
std::uint16_t type_by_version(const ByteReader& in) {
  const unsigned version = in.peek() >> 4;
  return version == 4 ? kIpv4Type : version == 6 ? kIpv6Type : std::uint16_t{0};
}

// Leaves `in` behind the link header.
std::uint16_t take_link_header(int dlt, ByteReader& in) {
  std::uint16_t type = 0;
  switch (dlt) {
    case DLT_EN10MB:
      in.skip(12);
      for (type = in.b16(); is_vlan(type) && in.has(4); type = in.b16()) in.skip(2);
      return type;
    case DLT_LINUX_SLL:
      in.skip(14);
      return in.b16();
    case DLT_LINUX_SLL2:
      type = in.b16();
      in.skip(18);
      return type;
    case DLT_NULL:
    case DLT_LOOP:
      in.skip(4);
      return type_by_version(in);
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return type_by_version(in);
    default:
      return 0;
  }
}

void take_ports(ByteReader& in, Flow& flow) {
  if (flow.protocol != kTcp && flow.protocol != kUdp && flow.protocol != kSctp) return;
  flow.has_ports = in.has(4);
  flow.source_port = in.b16();
  flow.destination_port = in.b16();
  constexpr unsigned kSyn = 0x02, kReset = 0x04, kAck = 0x10;
  flow.begins = flow.protocol == kTcp && (in.peek(9) & (kSyn | kAck)) == kSyn;
  flow.resets = flow.protocol == kTcp && (in.peek(9) & kReset) != 0;
}

void take_ipv4(ByteReader& in, Flow& flow) {
  if (!in.has(20)) return;
  const Bytes header = in.rest();
  flow.version = 4;
  flow.protocol = header[9];
  std::memcpy(flow.source.data(), &header[12], 4);
  std::memcpy(flow.destination.data(), &header[16], 4);
  const bool later_fragment = ((header[6] & 0x1f) | header[7]) != 0;
  in.skip((header[0] & 0xfU) * 4);
  if (!later_fragment) take_ports(in, flow);
}

void take_ipv6(ByteReader& in, Flow& flow) {
  if (!in.has(40)) return;
  const Bytes header = in.take(40);
  flow.version = 6;
  flow.protocol = header[6];
  std::memcpy(flow.source.data(), &header[8], 16);
  std::memcpy(flow.destination.data(), &header[24], 16);
  for (;;) {
    const std::uint8_t next = in.peek();
    const std::size_t units = in.peek(1);
    switch (flow.protocol) {
      case 0:
      case 43:
      case 60:
        if (!in.has(8)) return;
        in.skip((units + 1) * 8);
        break;
      case 51:
        if (!in.has(8)) return;
        in.skip((units + 2) * 4);
        break;
      case 44: {
        if (!in.has(8)) return;
        const Bytes fragment = in.take(8);
        flow.protocol = next;
        if ((fragment[2] | (fragment[3] & 0xf8)) != 0) return;
        continue;
      }
      default:
        return take_ports(in, flow);
    }
    flow.protocol = next;
  }
}

}  // namespace

Flow flow_of(int dlt, const Packet& packet) {
  Flow flow;
  ByteReader in({packet.data, packet.captured});
  flow.ether_type = take_link_header(dlt, in);
  if (flow.ether_type == kIpv4Type) take_ipv4(in, flow);
  if (flow.ether_type == kIpv6Type) take_ipv6(in, flow);
  return flow;
}

}  // namespace nd::capture
