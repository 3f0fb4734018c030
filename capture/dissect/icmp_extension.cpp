// ICMP's multi-part extension: objects behind the quoted datagram (RFC 4884), MPLS labels among them (RFC 4950).
#include "capture/dissect/icmp.h"
#include "common/base/checksum.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeader = 136;  // the quoted datagram takes 128 bytes behind the ICMP header
constexpr std::uint32_t kObjectHeader = 4;

constexpr Token kClasses[] = {{1, "MPLS Stack Entry"}, {2, "Interface Identification"}};

void print_object(Printer& p, std::uint8_t kind, std::uint8_t type, Slice object) {
  if (kind == 1 && type == 1) {
    const std::uint32_t entry = object.b32(0);
    p.put("\n\t    label ", entry >> 12, ", tc ", entry >> 9 & 7);
    if ((entry >> 8 & 1) != 0) p.put(", [S]");
    p.put(", ttl ", entry & 0xff);
    return;
  }
  p.unknown_data("\n\t    ", object);
}

}  // namespace

void print_icmp_extension(Printer& p, Slice in) {
  if (in.length() <= kHeader) return;
  if (!in.has(kHeader + 5)) return p.truncated();
  std::uint32_t left = in.length() - kHeader;
  const bool whole = in.has(kHeader, left);
  const bool correct = whole && internet_checksum(in.take_bytes(kHeader, left)) == 0;
  // Routers older than RFC 4884 give no length of the quoted datagram: only the checksum tells that this is one.
  if (in.u8(5) == 0 && whole && !correct) return;
  const std::uint32_t version = in.u8(kHeader) >> 4;
  p.put("\n\tICMP Multi-Part extension v", version);
  if (version != 2) {
    p.put(" packet not supported");
    return;
  }
  if (whole) p.put(", checksum 0x", Hex{in.b16(kHeader + 2), 4}, correct ? " (" : " (in", "correct), length ", left);
  left -= kObjectHeader;
  Slice object = in.after(kHeader + 4);
  while (left > kObjectHeader) {
    if (!object.has(kObjectHeader)) return p.truncated();
    const std::uint32_t length = object.b16(0);
    const std::uint8_t kind = object.u8(2);
    const std::uint8_t type = object.u8(3);
    p.put("\n\t  ", find_token(kClasses, kind).empty() ? "unknown" : find_token(kClasses, kind), " Object (", kind,
          "), Class-Type: ", type, ", length ", length);
    left -= kObjectHeader;
    if (kind == 0 || length < kObjectHeader) return;
    const std::uint32_t body = length - kObjectHeader;
    print_object(p, kind, type, object.after(kObjectHeader).with_length(body));
    if (left < body) return;
    left -= body;
    object.advance(length);
  }
}

}  // namespace nd::capture
