// Netlink attributes (struct nlattr: length, type, payload, padded to 4 bytes; the machine's byte order) as pure
// functions over bytes, so that rtnetlink and sock_diag answers can be parsed, tested and fuzzed without a socket.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>

#include "common/base/byte_reader.h"

namespace nd {

// The next attribute of `rest`, which it shortens; nullopt at the end and at one that claims more than is there.
struct NetlinkAttribute {
  std::uint16_t type = 0;  // without the flags NLA_F_NESTED and NLA_F_NET_BYTEORDER
  Bytes payload;
};
std::optional<NetlinkAttribute> next_attribute(Bytes& rest);

template <typename F>
void for_each_attribute(Bytes attributes, F&& f) {
  while (const auto attribute = next_attribute(attributes)) f(attribute->type, attribute->payload);
}

// The payload as a number or kernel struct; nullopt when it is shorter.
template <typename T>
requires std::is_trivially_copyable_v<T> std::optional<T> load(Bytes bytes) {
  if (bytes.size() < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

// A fixed header followed by attributes, which are `rest` afterwards.
template <typename T>
std::optional<T> take_struct(Bytes& rest) {
  const auto value = load<T>(rest);
  constexpr std::size_t kAligned = (sizeof(T) + 3) / 4 * 4;
  if (value) rest = rest.subspan(rest.size() < kAligned ? rest.size() : kAligned);
  return value;
}

}  // namespace nd
