// Router renumbering for IPv6 (RFC 2894).
#include "capture/dissect/icmp6.h"
#include "common/render/address.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeader = 16;
constexpr std::uint32_t kMatch = 24;  // bytes of the part that says which prefixes are meant
constexpr std::uint32_t kUse = 32;    // and of each that says what they become

enum : std::uint8_t { kCommand = 0, kResult = 1, kSequenceReset = 255 };
constexpr Token kCodes[] = {{kCommand, "command"}, {kResult, "result"}, {kSequenceReset, "sequence number reset"}};
constexpr Token kOperations[] = {{1, "add"}, {2, "change"}, {3, "setglobal"}};

void put_flags(Printer& p, Slice in) {
  static constexpr struct {
    std::uint8_t bit;
    char letter;
  } kFlags[] = {{0x80, 'T'}, {0x40, 'R'}, {0x20, 'A'}, {0x10, 'S'}, {0x08, 'P'}};
  const std::uint8_t flags = in.u8(9);
  p.put('[');
  if (flags != 0) {
    for (const auto& flag : kFlags) {
      if ((flags & flag.bit) != 0) p.put(flag.letter);
    }
    p.put(',');
  }
  p.put("seg=", in.u8(8), ",maxdelay=", in.b16(10));
  if (in.b32(12) != 0) p.put("rsvd=0x", Hex{in.b32(12)});
  p.put(']');
}

void put_lifetime(Printer& p, std::string_view label, std::uint32_t seconds) {
  p.put(label);
  if (seconds == 0xffffffff) {
    p.put("infty,");
  } else {
    p.put(seconds, ',');
  }
}

void put_match(Printer& p, Slice match) {
  match.need(8, 16);
  p.put(p.verbose() > 1 ? "\n\t" : " ", "match(", Named{kOperations, match.u8(0), "#"});
  if (p.verbose() > 0) p.put(",ord=", match.u8(2), ",min=", match.u8(4), ",max=", match.u8(5));
  p.put(',');
  append_ipv6(p.out, match.at(8, 16));
  p.put('/', match.u8(3), ')');
}

void put_use(Printer& p, Slice use) {
  use.need(16, 16);
  p.put(p.verbose() > 1 ? "\n\t" : " ", "use(");
  const std::uint8_t flags = use.u8(12);
  if (flags != 0) p.put((flags & 0x80) != 0 ? "V" : "", (flags & 0x40) != 0 ? "P" : "", ',');
  if (p.verbose() > 0) {
    p.put("mask=0x", Hex{use.u8(2)}, ",raflags=0x", Hex{use.u8(3)}, ',');
    put_lifetime(p, "vltime=", use.b32(4));
    put_lifetime(p, "pltime=", use.b32(8));
  }
  append_ipv6(p.out, use.at(16, 16));
  p.put('/', use.u8(0), '/', use.u8(1), ')');
}

}  // namespace

void print_router_renumbering(Printer& p, Slice in) {
  if (!in.has(kHeader)) return p.truncated();
  const std::uint8_t code = in.u8(1);
  p.put(", ", Named{kCodes, code, "code-#"}, ", seq=", in.b32(4));
  if (p.verbose() > 0) put_flags(p, in);
  if (code != kCommand) return;
  const Slice match = in.after(kHeader);
  if (!match.has(kMatch)) return p.truncated();
  put_match(p, match);
  const int words = match.u8(1) - 3;
  if (words % 4 != 0) return p.truncated();
  Slice use = match.after(kMatch);
  for (int left = words / 4; left > 0; --left) {
    if (!use.has(kUse)) return p.truncated();
    put_use(p, use);
    use.advance(kUse);
  }
}

}  // namespace nd::capture
