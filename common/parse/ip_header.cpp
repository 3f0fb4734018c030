#include "common/parse/ip_header.h"

namespace nd {
namespace {

IpAddress read_v4_address(ByteReader& in) {
  const Bytes bytes = in.take(4);
  return bytes.size() == 4 ? IpAddress::v4(bytes.first<4>()) : IpAddress{};
}

IpAddress read_v6_address(ByteReader& in) {
  const Bytes bytes = in.take(16);
  return bytes.size() == 16 ? IpAddress::v6(bytes.first<16>()) : IpAddress{};
}

}  // namespace

Ipv4Header read_ipv4_header(ByteReader& in) {
  Ipv4Header header;
  const std::uint8_t first = in.u8();
  header.version = first >> 4;
  header.header_length = static_cast<std::uint8_t>((first & 15) * 4);
  header.tos = in.u8();
  header.total_length = in.b16();
  header.id = in.b16();
  const std::uint16_t fragment = in.b16();
  header.flags = static_cast<std::uint8_t>(fragment >> 13);
  header.fragment_offset = static_cast<std::uint16_t>((fragment & 0x1fff) * 8);
  header.ttl = in.u8();
  header.protocol = in.u8();
  header.checksum = in.b16();
  header.source = read_v4_address(in);
  header.destination = read_v4_address(in);
  if (header.header_length > Ipv4Header::kMinimum) {
    header.options = in.take(header.header_length - std::size_t{Ipv4Header::kMinimum});
  }
  return header;
}

Ipv6Header read_ipv6_header(ByteReader& in) {
  Ipv6Header header;
  const std::uint32_t first = in.b32();
  header.version = static_cast<std::uint8_t>(first >> 28);
  header.traffic_class = static_cast<std::uint8_t>(first >> 20);
  header.flow_label = first & 0xfffff;
  header.payload_length = in.b16();
  header.next_header = in.u8();
  header.hop_limit = in.u8();
  header.source = read_v6_address(in);
  header.destination = read_v6_address(in);
  return header;
}

std::uint8_t skip_ipv6_extensions(ByteReader& in, std::uint8_t next_header) {
  constexpr std::uint8_t kHopByHop = 0, kRouting = 43, kFragment = 44, kDestination = 60;
  while (next_header == kHopByHop || next_header == kRouting || next_header == kFragment ||
         next_header == kDestination) {
    const bool is_fragment = next_header == kFragment;
    next_header = in.u8();
    const std::uint8_t length = in.u8();  // in units of 8 bytes beyond the first 8; reserved in a fragment header
    in.skip(is_fragment ? 6 : std::size_t{length} * 8 + 6);
    if (in.truncated()) break;
  }
  return next_header;
}

}  // namespace nd
