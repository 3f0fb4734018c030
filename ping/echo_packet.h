// Echo requests as bytes, and what comes back as structs: pure, so that every lie a reply can tell is a unit test.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/base/byte_reader.h"
#include "common/model/address.h"
#include "common/parse/icmp.h"

namespace nd::ping {

// What the first bytes of a payload hold so that a reply can be told from a forgery. iputils puts the time there; ours
// stays in memory, where nobody can change it.
using Cookie = std::array<std::uint8_t, 16>;

struct ProbeShape {
  Family family = Family::kIpv4;
  std::uint16_t ident = 0;
  std::size_t size = 56;  // bytes of payload; below 16 there is no room for the cookie
  std::vector<std::uint8_t> pattern;
  Cookie cookie{};
};

// The request, kept as one block whose number changes from probe to probe.
class EchoRequest {
 public:
  explicit EchoRequest(const ProbeShape& shape);
  // The ICMP message with this sequence number. The kernel fills in the checksum of IPv6.
  Bytes with_sequence(std::uint16_t sequence);
  Bytes payload() const { return Bytes(message_).subspan(IcmpHeader::kSize); }
  void set_ident(std::uint16_t ident);
  bool has_cookie() const { return payload().size() >= sizeof(Cookie); }

 private:
  void refresh_sum();

  Family family_;
  std::vector<std::uint8_t> message_;
  std::uint16_t sum_without_sequence_ = 0;
};

// A datagram taken apart. `message` starts at the ICMP header.
struct IcmpDatagram {
  IcmpHeader header;
  Bytes message;
  std::optional<std::uint8_t> ttl;  // where the datagram carries the IP header
  Bytes ip_options;
  bool checksum_ok = true;  // of IPv6: the kernel has looked
};
// `with_ip_header`: as raw IPv4 sockets give it. nullopt when it is too short to be an ICMP message.
std::optional<IcmpDatagram> parse_datagram(Bytes datagram, Family family, bool with_ip_header);

// The probe that an ICMP error quotes: its header, to whom it went, and what there is of its payload.
struct QuotedProbe {
  IcmpHeader header;
  IpAddress destination;
  Bytes payload;
};
// `quoted` starts at the quoted IP header.
std::optional<QuotedProbe> parse_quoted(Bytes quoted, Family family);

// Where a payload first differs from what was sent, behind the cookie.
struct WrongByte {
  std::size_t offset;
  std::uint8_t expected;
  std::uint8_t found;
};
std::optional<WrongByte> find_wrong_byte(Bytes sent_payload, Bytes received_payload);
// The cookie came back whole; true as well where the payload has no room for one.
bool cookie_matches(Bytes sent_payload, Bytes received_payload);

}  // namespace nd::ping
