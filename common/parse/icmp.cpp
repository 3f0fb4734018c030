#include "common/parse/icmp.h"

namespace nd {

IcmpHeader read_icmp_header(ByteReader& in) {
  IcmpHeader header;
  header.type = in.u8();
  header.code = in.u8();
  header.checksum = in.b16();
  header.rest = in.b32();
  return header;
}

}  // namespace nd
