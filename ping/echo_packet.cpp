#include "ping/echo_packet.h"

#include <algorithm>
#include <cstring>

#include "common/base/checksum.h"
#include "common/parse/ip_header.h"

namespace nd::ping {
namespace {

constexpr std::uint8_t kProtocolIcmp = 1;
constexpr std::uint8_t kProtocolIcmp6 = 58;

void store16(std::vector<std::uint8_t>& bytes, std::size_t at, std::uint16_t value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value);
}

std::uint8_t echo_type(Family family) {
  if (family == Family::kIpv6) return icmp6::kEcho;
  return icmp4::kEcho;
}

}  // namespace

EchoRequest::EchoRequest(const ProbeShape& shape) : family_(shape.family), message_(IcmpHeader::kSize + shape.size) {
  message_[0] = echo_type(shape.family);
  for (std::size_t i = 0; i < shape.size; ++i) {
    // The peer's filling: the pattern from the first byte on, or each byte its own offset.
    message_[IcmpHeader::kSize + i] =
        shape.pattern.empty() ? static_cast<std::uint8_t>(i) : shape.pattern[i % shape.pattern.size()];
  }
  if (has_cookie()) std::copy(shape.cookie.begin(), shape.cookie.end(), message_.begin() + IcmpHeader::kSize);
  set_ident(shape.ident);
}

void EchoRequest::set_ident(std::uint16_t ident) {
  store16(message_, 4, ident);
  refresh_sum();
}

void EchoRequest::refresh_sum() {
  store16(message_, 2, 0);
  store16(message_, 6, 0);
  sum_without_sequence_ = static_cast<std::uint16_t>(~internet_checksum(message_));
}

Bytes EchoRequest::with_sequence(std::uint16_t sequence) {
  store16(message_, 6, sequence);
  if (family_ == Family::kIpv4) {
    store16(message_, 2, InternetChecksum{}.add16(sum_without_sequence_).add16(sequence).value());
  }
  return message_;
}

std::optional<IcmpDatagram> parse_datagram(Bytes datagram, Family family, bool with_ip_header) {
  ByteReader in{datagram};
  IcmpDatagram found;
  if (with_ip_header) {
    const Ipv4Header ip = read_ipv4_header(in);
    if (in.truncated() || !ip.well_formed()) return std::nullopt;
    found.ttl = ip.ttl;
    found.ip_options = ip.options;
  }
  found.message = in.rest();
  found.header = read_icmp_header(in);
  if (in.truncated()) return std::nullopt;
  if (family == Family::kIpv4) found.checksum_ok = internet_checksum(found.message) == 0;
  return found;
}

std::optional<QuotedProbe> parse_quoted(Bytes quoted, Family family) {
  ByteReader in{quoted};
  QuotedProbe probe;
  if (family == Family::kIpv4) {
    const Ipv4Header ip = read_ipv4_header(in);
    if (!ip.well_formed() || ip.protocol != kProtocolIcmp) return std::nullopt;
    probe.destination = ip.destination;
  } else {
    const Ipv6Header ip = read_ipv6_header(in);
    if (ip.version != 6 || skip_ipv6_extensions(in, ip.next_header) != kProtocolIcmp6) return std::nullopt;
    probe.destination = ip.destination;
  }
  probe.header = read_icmp_header(in);
  if (in.truncated() || probe.header.type != echo_type(family)) return std::nullopt;
  probe.payload = in.rest();
  return probe;
}

std::optional<WrongByte> find_wrong_byte(Bytes sent_payload, Bytes received_payload) {
  const std::size_t size = std::min(sent_payload.size(), received_payload.size());
  // As a whole first: in a flood one byte after the other is an eighth of this program's own time.
  if (size <= sizeof(Cookie) || std::memcmp(sent_payload.data() + sizeof(Cookie),
                                            received_payload.data() + sizeof(Cookie), size - sizeof(Cookie)) == 0) {
    return std::nullopt;
  }
  for (std::size_t i = sizeof(Cookie); i < size; ++i) {
    if (sent_payload[i] != received_payload[i]) return WrongByte{i, sent_payload[i], received_payload[i]};
  }
  return std::nullopt;
}

bool cookie_matches(Bytes sent_payload, Bytes received_payload) {
  if (sent_payload.size() < sizeof(Cookie)) return true;
  if (received_payload.size() < sizeof(Cookie)) return false;
  return std::equal(sent_payload.begin(), sent_payload.begin() + sizeof(Cookie), received_payload.begin());
}

}  // namespace nd::ping
