// UDP (RFC 768), and which application a port stands for.
#include "capture/dissect/udp.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/nfs.h"
#include "capture/dissect/ports.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint8_t kUdpProtocol = 17;
constexpr std::uint32_t kHeader = 8;

// "10.0.0.1.53 > 10.0.0.2.4000: "; under IPv6 extension headers IP has printed the addresses already.
void put_endpoints(Printer& p) {
  if (p.ip.protocol != kUdpProtocol) {
    p.put(UdpPort{p.source_port}, " > ", UdpPort{p.destination_port}, ": ");
  } else if (p.ip.version == 6) {
    p.put(Ip6{p.ip.source}, '.', UdpPort{p.source_port}, " > ", Ip6{p.ip.destination}, '.', UdpPort{p.destination_port},
          ": ");
  } else {
    p.put(Ip4{p.ip.source}, '.', UdpPort{p.source_port}, " > ", Ip4{p.ip.destination}, '.', UdpPort{p.destination_port},
          ": ");
  }
}

void put_addresses(Printer& p) {
  if (p.ip.protocol != kUdpProtocol) return;
  if (p.ip.version == 6) {
    p.put(Ip6{p.ip.source}, " > ", Ip6{p.ip.destination}, ": ");
  } else {
    p.put(Ip4{p.ip.source}, " > ", Ip4{p.ip.destination}, ": ");
  }
}

// What the checksum says, where the whole datagram was captured: over IPv6 with -v, over IPv4, where none is allowed,
// only with -vv.
void put_checksum(Printer& p, Slice in, std::uint32_t payload_length) {
  const std::uint16_t found = in.b16(6);
  if (p.ip.version == 4) {
    if (p.verbose() < 2) return;
    if (found == 0) {
      p.put("[no cksum] ");
      return;
    }
  }
  if (!in.has(kHeader + payload_length)) return;
  const std::uint16_t sum = transport_checksum(p.ip, kUdpProtocol, {in.data(), kHeader + payload_length});
  if (sum != 0) {
    p.put("[bad udp cksum 0x", Hex{found, 4}, " -> 0x", Hex{right_checksum(found, sum), 4}, "!] ");
  } else {
    p.put("[udp sum ok] ");
  }
}

void put_opaque(Printer& p, std::uint32_t claimed, std::uint32_t available) {
  if (claimed > available && !p.ip.fragmented) {
    p.put("UDP, bad length ", claimed, " > ", available);
  } else {
    p.put("UDP, length ", claimed);
  }
}

void print(Printer& p, Slice in) {
  if (!in.has(4)) {
    put_addresses(p);
    return p.truncated();
  }
  p.source_port = in.b16(0);
  p.destination_port = in.b16(2);
  put_endpoints(p);
  if (in.length() < kHeader) {
    p.put("truncated-udp ", in.length());
    return;
  }
  if (!in.has(6)) return p.truncated();
  std::uint32_t claimed = in.b16(4);
  if (claimed == 0 && in.length() > 0xffff) claimed = in.length();  // a jumbogram (RFC 2675)
  if (claimed < kHeader) {
    p.put("truncated-udplength ", claimed);
    return;
  }
  claimed -= kHeader;
  const std::uint32_t available = in.length() - kHeader;
  const std::uint32_t length = std::min(claimed, available);
  if (!in.has(kHeader)) return p.truncated();
  const Slice payload = in.after(kHeader).with_length(length);
  if (const Dissector* forced = by_udp_packet_type(p.options.packet_type)) return p.call(*forced, payload);
  if (p.options.quiet == 0 && nfs::is_message(payload, p.source_port, p.destination_port)) return p.call(kNfs, payload);
  if (p.options.verbose > 0 && !p.options.skip_checksums && !p.ip.fragmented) put_checksum(p, in, length);
  const Dissector* next = p.options.quiet == 0 ? by_udp_ports(p.source_port, p.destination_port) : nullptr;
  if (next != nullptr) return p.call(*next, payload);
  put_opaque(p, claimed, available);
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const UdpHeader header = parse_udp(in);
  json_ports(json, context, in);
  json.field("length", header.length);
  json.field("checksum", header.checksum);
  const std::uint32_t available = in.length() > kHeader ? in.length() - kHeader : 0;
  const std::uint32_t claimed = header.length > kHeader ? header.length - kHeader : available;
  const Slice payload = in.after(kHeader).with_length(std::min(claimed, available));
  if (nfs::is_message(payload, header.source_port, header.destination_port)) return {&kNfs, payload};
  return {by_udp_ports(header.source_port, header.destination_port), payload};
}

}  // namespace

UdpHeader parse_udp(Slice in) {
  return {.source_port = in.b16(0), .destination_port = in.b16(2), .length = in.b16(4), .checksum = in.b16(6)};
}

const Dissector kUdp{"udp", print, json};

}  // namespace nd::capture
