#include "capture/dissect/ip_checksum.h"

namespace nd::capture {

std::uint16_t transport_checksum(const IpLayer& ip, std::uint8_t protocol, Bytes segment) {
  const std::size_t address_length = ip.version == 6 ? 16 : 4;
  InternetChecksum sum;
  sum.add({ip.source, address_length}).add({ip.checksum_destination, address_length}).add16(protocol);
  const auto length = static_cast<std::uint32_t>(segment.size());
  sum.add16(static_cast<std::uint16_t>(length >> 16)).add16(static_cast<std::uint16_t>(length));
  return sum.add(segment).value();
}

std::uint16_t right_checksum(std::uint16_t found, std::uint16_t computed) {
  std::uint32_t sum = std::uint32_t{found} + computed;
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

}  // namespace nd::capture
