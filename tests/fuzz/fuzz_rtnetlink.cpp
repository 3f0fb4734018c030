// Payloads of rtnetlink messages: attributes nest and claim lengths of their own.
#include "common/parse/rtnetlink.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const nd::Bytes payload(data, size);
  static_cast<void>(nd::parse_link_message(payload));
  static_cast<void>(nd::parse_route_message(payload));
  static_cast<void>(nd::parse_neighbour_message(payload));
  static_cast<void>(nd::parse_address_message(payload));
  return 0;
}
