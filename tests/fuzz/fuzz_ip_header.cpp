// IP headers as they come from the wire or quoted in an ICMP error: no length field may lead outside of the bytes.
#include <cstdlib>

#include "common/parse/ip_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nd::ByteReader v4{{data, size}};
  if (nd::read_ipv4_header(v4).options.size() > 40) std::abort();
  nd::ByteReader v6{{data, size}};
  const nd::Ipv6Header header = nd::read_ipv6_header(v6);
  nd::skip_ipv6_extensions(v6, header.next_header);
  if (v6.consumed() > size) std::abort();
  return 0;
}
