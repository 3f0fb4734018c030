// OSPF's link-local signalling (RFC 5613): a block of values behind the packet, outside its length and checksum.
#include "capture/dissect/ospf.h"
#include "capture/dissect/ospf_names.h"

namespace nd::capture::ospf {
namespace {

constexpr std::uint8_t kLlsOption = 0x10;

void print_lls_value(Printer& p, std::uint16_t type, Slice value, std::uint32_t& length) {
  if (type == 1) {
    if (length != 4) {
      p.put(" [should be 4]");
      length = 4;
    }
    p.put("\n\t      Options: 0x", Hex{value.b32(), 8}, " [", Bits{kLlsOptions, value.b32(), "?"}, ']');
  } else if (type == 2) {
    if (length != 20) {
      p.put(" [should be 20]");
      length = 20;
    }
    p.put("\n\t      Sequence number: 0x", Hex{value.b32(), 8});
  }
}

}  // namespace

void print_lls(Printer& p, const Header& header, Slice in) {
  if (header.type == kHello) {
    if ((in.u8(30) & kLlsOption) == 0) return;
  } else if (header.type != kDescription || (in.u8(26) & kLlsOption) == 0) {
    return;
  }
  Slice block = in.after(header.length);
  if (header.authentication == kMd5) block = block.after(in.u8(19));
  if (block.length() == 0) {
    p.put("\n\t[LLS truncated]");
    return;
  }
  p.put("\n\t  LLS: checksum: 0x", Hex{block.b16(), 4});
  p.put(", length: ", block.b16(2));
  for (block.advance(4); block.length() > 0;) {
    const std::uint16_t type = block.b16();
    p.put("\n\t    ", NameOr{kLlsTlvs, type, "Unknown TLV"}, " (", type, ')');
    std::uint32_t length = block.b16(2);
    p.put(", length: ", length);
    print_lls_value(p, type, block.after(4), length);
    block.advance(4 + length);
  }
}

}  // namespace nd::capture::ospf
