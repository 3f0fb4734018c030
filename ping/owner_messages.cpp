#include "ping/owner_messages.h"

#include <algorithm>

#include "common/parse/icmp.h"

namespace nd::ping {
namespace {

constexpr std::uint8_t kSourceLinkAddress = 1;  // options of neighbour discovery, RFC 4861 4.6.1
constexpr std::uint8_t kTargetLinkAddress = 2;

template <typename Out>
Out put(std::span<const std::uint8_t> bytes, Out at) {
  return std::copy(bytes.begin(), bytes.end(), at);
}

bool same(Bytes bytes, const IpAddress& address) { return std::ranges::equal(bytes, address.bytes()); }

Mac to_mac(Bytes bytes) {
  Mac mac;
  std::copy_n(bytes.begin(), std::min(bytes.size(), mac.bytes.size()), mac.bytes.begin());
  return mac;
}

}  // namespace

std::array<std::uint8_t, 28> arp_request(const Mac& own, const IpAddress& source, const IpAddress& target) {
  std::array<std::uint8_t, 28> message{0, 1, 0x08, 0x00, 6, 4, 0, 1};  // Ethernet, IPv4, their sizes, request
  auto at = put(source.bytes(), put(own.bytes, message.begin() + 8));
  put(target.bytes(), at + 6);
  return message;
}

std::optional<Mac> read_arp_reply(Bytes answer, const IpAddress& target) {
  ByteReader in{answer};
  const bool is_ethernet = in.b16() == 1 && in.b16() == 0x0800 && in.u8() == 6 && in.u8() == 4;
  const bool is_reply = in.b16() == 2;
  const Bytes mac = in.take(6);
  const Bytes sender = in.take(4);
  in.skip(10);
  if (in.truncated() || !is_ethernet || !is_reply || !same(sender, target)) return std::nullopt;
  return to_mac(mac);
}

std::array<std::uint8_t, 32> neighbour_solicitation(const Mac& own, const IpAddress& target) {
  std::array<std::uint8_t, 32> message{icmp6::kNeighbourSolicitation};
  auto at = put(target.bytes(), message.begin() + 8);
  *at++ = kSourceLinkAddress;
  *at++ = 1;  // 8 bytes
  put(own.bytes, at);
  return message;
}

std::optional<Mac> read_neighbour_advertisement(Bytes answer, const IpAddress& target) {
  ByteReader in{answer};
  const bool is_advertisement = in.u8() == icmp6::kNeighbourAdvertisement;
  in.skip(7);
  if (!same(in.take(16), target) || !is_advertisement) return std::nullopt;
  while (!in.empty()) {
    const std::uint8_t type = in.u8();
    const std::size_t size = std::size_t{in.u8()} * 8;
    if (size == 0) return std::nullopt;
    const Bytes value = in.take(size - 2);
    if (in.truncated()) return std::nullopt;
    if (type == kTargetLinkAddress && size == 8) return to_mac(value);
  }
  return std::nullopt;
}

IpAddress solicited_node_group(const IpAddress& target) {
  std::array<std::uint8_t, 16> bytes{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff};
  const auto own = target.bytes();
  std::copy(own.end() - 3, own.end(), bytes.end() - 3);
  return IpAddress::v6(bytes);
}

}  // namespace nd::ping
