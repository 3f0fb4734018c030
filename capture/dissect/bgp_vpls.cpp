// The routes of virtual private LAN services in BGP: label blocks (RFC 4761) and discovery (RFC 6074).
#include "capture/dissect/bgp.h"

namespace nd::capture::bgp {
namespace {

// The variable part of a label block: values with their length in bits. The peer does not count their headers and does
// not skip the values it does not know, so it may read past the block.
void put_vpls_values(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < 3) {
      p.put("\n\t\tran past the end");
      return;
    }
    const std::uint8_t type = in.u8();
    const std::uint32_t bits = in.b16(1);
    const std::uint32_t bytes = bytes_of(bits);
    in = in.after(3).with_length(in.length());
    if (type == 1) {
      p.put("\n\t\tcircuit status vector (", type, ") length: ", bits, ": 0x");
      for (std::uint32_t i = 0; i < bytes; ++i) {
        if (in.length() == 0) {
          p.put(" (ran past the end)");
          break;
        }
        p.put(Hex{in.u8(), 2});
        in.advance(1);
      }
    } else {
      p.put("\n\t\tunknown TLV #", type, ", length: ", bits);
      if (in.length() < bytes) {
        p.put(" (ran past the end)");
        return;
      }
      in = in.with_length(in.length() - bytes);  // counted, not skipped
    }
  }
}

}  // namespace

// RFC 4761 (label blocks) and RFC 6074 (discovery only) share the family; the length tells them apart.
Advance put_vpls(Printer& p, Slice in) {
  const std::uint32_t length = in.b16();
  const Slice body = in.after(2);
  if (length == 12) {
    if (!body.has(12)) return kCut;
    p.put("RD: ");
    put_route_distinguisher(p, body);
    p.put(", BGPNH: ", Ip4{body.at(8, 4)});
    return taken(2 + length);
  }
  if (length <= 17 || !body.has(15)) return kCut;
  p.put("RD: ");
  put_route_distinguisher(p, body);
  p.put(", CE-ID: ", body.b16(8), ", Label-Block Offset: ", body.b16(10), ", Label Base ", body.b24(12) >> 4);
  put_vpls_values(p, body.after(15).with_length(length - 15));
  return taken(2 + length);
}

}  // namespace nd::capture::bgp
