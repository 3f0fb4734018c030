// Who talks to whom: addresses as the four tools share them. Bytes are in network order, ports in host order.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <span>

namespace nd {

enum class Family : std::uint8_t { kNone, kIpv4, kIpv6 };

class IpAddress {
 public:
  constexpr IpAddress() = default;

  static constexpr IpAddress v4(std::span<const std::uint8_t, 4> bytes) {
    IpAddress made;
    made.family_ = Family::kIpv4;
    std::copy(bytes.begin(), bytes.end(), made.bytes_.begin());
    return made;
  }
  static constexpr IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return v4(std::array<std::uint8_t, 4>{a, b, c, d});
  }
  // `scope` is the interface index of a link-local address (sin6_scope_id), else 0.
  static constexpr IpAddress v6(std::span<const std::uint8_t, 16> bytes, std::uint32_t scope = 0) {
    IpAddress made;
    made.family_ = Family::kIpv6;
    std::copy(bytes.begin(), bytes.end(), made.bytes_.begin());
    made.scope_ = scope;
    return made;
  }

  constexpr Family family() const { return family_; }
  constexpr bool is_v4() const { return family_ == Family::kIpv4; }
  constexpr bool is_v6() const { return family_ == Family::kIpv6; }
  constexpr explicit operator bool() const { return family_ != Family::kNone; }
  // 4 or 16 bytes; none for the empty address.
  constexpr std::span<const std::uint8_t> bytes() const {
    return std::span(bytes_).first(is_v4() ? 4 : is_v6() ? 16 : 0);
  }
  constexpr std::uint32_t scope() const { return scope_; }
  constexpr unsigned bits() const { return is_v4() ? 32 : is_v6() ? 128 : 0; }

  constexpr bool is_unspecified() const {
    return std::all_of(bytes_.begin(), bytes_.end(), [](std::uint8_t b) { return b == 0; });
  }
  constexpr bool is_loopback() const {
    if (is_v4()) return bytes_[0] == 127;
    return is_v6() && bytes_[15] == 1 && std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto b) { return b == 0; });
  }
  constexpr bool is_multicast() const { return is_v4() ? (bytes_[0] & 0xf0) == 0xe0 : is_v6() && bytes_[0] == 0xff; }
  constexpr bool is_link_local() const {
    if (is_v4()) return bytes_[0] == 169 && bytes_[1] == 254;
    return is_v6() && bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80;
  }
  // ::ffff:a.b.c.d, an IPv4 peer of an IPv6 socket.
  constexpr bool is_v4_mapped() const {
    return is_v6() && std::all_of(bytes_.begin(), bytes_.begin() + 10, [](auto b) { return b == 0; }) &&
           bytes_[10] == 0xff && bytes_[11] == 0xff;
  }
  constexpr IpAddress unmapped() const {
    return is_v4_mapped() ? v4(bytes_[12], bytes_[13], bytes_[14], bytes_[15]) : *this;
  }

  constexpr auto operator<=>(const IpAddress&) const = default;

 private:
  Family family_ = Family::kNone;
  std::array<std::uint8_t, 16> bytes_{};
  std::uint32_t scope_ = 0;
};

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
  constexpr auto operator<=>(const Endpoint&) const = default;
};

struct Mac {
  std::array<std::uint8_t, 6> bytes{};
  constexpr auto operator<=>(const Mac&) const = default;
};

}  // namespace nd
