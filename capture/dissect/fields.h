// Packet bytes as the model's values, for JSON.
#pragma once

#include "capture/dissect/slice.h"
#include "common/model/address.h"

namespace nd::capture {

inline Mac mac_at(Slice in, std::size_t offset) {
  Mac mac;
  std::copy_n(in.at(offset, mac.bytes.size()), mac.bytes.size(), mac.bytes.begin());
  return mac;
}
inline IpAddress ipv4_at(Slice in, std::size_t offset) {
  return IpAddress::v4(std::span<const std::uint8_t, 4>(in.at(offset, 4), 4));
}
inline IpAddress ipv6_at(Slice in, std::size_t offset) {
  return IpAddress::v6(std::span<const std::uint8_t, 16>(in.at(offset, 16), 16));
}

}  // namespace nd::capture
