// Answers of sock_diag: attributes that lie about their length, structs that end early.
#include <cstddef>
#include <cstdint>

#include "common/parse/sock_diag.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const nd::Bytes bytes(data, size);
  static_cast<void>(nd::parse_inet_diag(bytes, nd::InetProtocol::kTcp));
  static_cast<void>(nd::parse_inet_diag(bytes, nd::InetProtocol::kUdp));
  static_cast<void>(nd::parse_unix_diag(bytes));
  return 0;
}
