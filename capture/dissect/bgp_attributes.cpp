// BGP's path attributes (RFC 4271 section 4.3, 1997, 4360, 4456, 4760, 6514, 6793, 7311, 6368, 8092).
#include "capture/dissect/bgp.h"
#include "capture/dissect/bgp_names.h"

namespace nd::capture::bgp {
namespace {

enum Type : std::uint8_t {
  kOrigin = 1,
  kAsPath = 2,
  kNextHop = 3,
  kMultiExit = 4,
  kLocalPreference = 5,
  kAtomicAggregate = 6,
  kAggregator = 7,
  kCommunities = 8,
  kOriginatorId = 9,
  kClusterList = 10,
  kReach = 14,
  kUnreach = 15,
  kExtended = 16,
  kAs4Path = 17,
  kAggregator4 = 18,
  kPmsi = 22,
  kAigp = 26,
  kLarge = 32,
  kAttributeSet = 128
};
constexpr std::uint8_t kExtendedLength = 0x10;
constexpr int kMaxSets = 10;  // attribute sets in attribute sets

// Are an AS path's numbers two or four bytes wide? Nothing says so; but if the segments end where the attribute does
// when read as two, they are two.
std::uint32_t as_size(Slice in) {
  while (in.length() > 0) {
    const std::uint8_t kind = in.u8();
    if (kind < 1 || kind > 4) return 4;
    const std::uint32_t count = in.u8(1);
    if (2 + count * 2 > in.length()) return 4;
    in.advance(2 + count * 2);
  }
  return 2;
}

bool print_as_path(Printer& p, Slice in, std::uint32_t size) {
  while (in.length() > 0) {
    const std::uint8_t kind = in.u8();
    p.put(NameOr{kSegmentOpen, kind, "?"});
    const std::uint32_t bytes = in.u8(1) * size;
    for (std::uint32_t at = 2; at < 2 + bytes; at += size) {
      if (!in.has(at, size)) return false;
      put_as(p, {size == 2 ? in.b16(at) : in.b32(at)});
      p.put(' ');
    }
    p.put(NameOr{kSegmentClose, kind, "?"});
    in.advance(2 + bytes);
  }
  return true;
}

void print_communities(Printer& p, Slice in) {
  for (; in.length() > 0; in.advance(4)) {
    const std::uint32_t community = in.b32();
    switch (community) {
      case 0xffffff01:
        p.put(" NO_EXPORT");
        break;
      case 0xffffff02:
        p.put(" NO_ADVERTISE");
        break;
      case 0xffffff03:
        p.put(" NO_EXPORT_SUBCONFED");
        break;
      default:
        p.put(community >> 16, ':', community & 0xffff, in.length() > 4 ? ", " : "");
    }
  }
}

void print_aggregator(Printer& p, Slice in) {
  const bool wide = in.length() == 8;
  p.put(" AS #");
  put_as(p, {wide ? in.b32() : in.b16()});
  p.put(", origin ", Ip4{in.at(wide ? 4 : 2, 4)});
}

// RFC 6514 section 5.
bool print_pmsi(Printer& p, Slice in) {
  if (in.length() < 5 || !in.has(5)) return false;
  const std::uint8_t tunnel = in.u8(1);
  p.put("\n\t    Tunnel-type ", NameOr{kPmsiTunnels, tunnel, "Unknown"}, " (", tunnel, "), Flags [",
        Bits{kPmsiFlags, in.u8(), "none"}, "], MPLS Label ", in.b24(2) >> 4);
  in.advance(5);
  switch (tunnel) {
    case 4:
    case 5:
      p.put("\n\t      Sender ", Ip4{in.at(0, 4)}, ", P-Group ", Ip4{in.at(4, 4)});
      break;
    case 3:
      p.put("\n\t      Root-Node ", Ip4{in.at(0, 4)}, ", P-Group ", Ip4{in.at(4, 4)});
      break;
    case 6:
      p.put("\n\t      Tunnel-Endpoint ", Ip4{in.at(0, 4)});
      break;
    case 2:
    case 7:
      p.put("\n\t      Root-Node ", Ip4{in.at(0, 4)}, ", LSP-ID 0x", Hex{in.b32(4), 8});
      break;
    case 1:
      p.put("\n\t      Extended-Tunnel-ID ", Ip4{in.at(0, 4)}, ", P2MP-ID 0x", Hex{in.b32(4), 8});
      break;
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t      ", in);
  }
  return true;
}

// RFC 7311: the metric of the interior routing protocol.
bool print_aigp(Printer& p, Slice in) {
  while (in.length() >= 3) {
    const std::uint8_t type = in.u8();
    const std::uint32_t length = in.b16(1);
    in.advance(3);
    p.put("\n\t    ", NameOr{kAigpTlvs, type, "Unknown"}, " TLV (", type, "), length ", length);
    if (length < 3) return false;
    const std::uint32_t value = length - 3;
    if (in.length() < value) return false;
    if (type == 1) {
      if (value < 8) return false;
      p.put(", metric ", in.b64());
    } else if (p.verbose() <= 1) {
      p.unknown_data("\n\t      ", in.with_length(value));
    }
    in.advance(value);
  }
  return true;
}

void print_large_communities(Printer& p, Slice in) {
  p.put("\n\t    ");
  for (; in.length() > 0; in.advance(12)) p.put(in.b32(), ':', in.b32(4), ':', in.b32(8), in.length() > 12 ? ", " : "");
}

// How a list's lines differ: those of a message and of a set.
struct ListText {
  std::string_view indent;
  std::string_view short_header;
  std::string_view short_value;
  std::string_view colon_without_flags;
};
constexpr ListText kMessageList{"\n\t  ", "\n\t  [path attrs too short]", " [path attrs too short]", ""};
constexpr ListText kSetList{"\n\t      ", " [path attr too short]", " [path attr too short]", ": "};

struct Header {
  std::uint8_t type = 0;
  std::uint32_t length = 0;
};

// The flags, type and length that stand before an attribute, in a message or in a set: moves behind them. False where
// the list is over: because it ended too early, or with `bad`, because the capture did.
bool print_header(Printer& p, Slice& in, const ListText& text, Header& header, bool& bad) {
  bad = !in.has(2);
  if (bad) return false;
  if (in.length() < 2) {
    p.put(text.short_header);
    return false;
  }
  const std::uint8_t flags = in.u8();
  header.type = in.u8(1);
  in.advance(2);
  const std::uint32_t width = (flags & kExtendedLength) != 0 ? 2 : 1;
  bad = !in.has(width);
  if (bad) return false;
  if (in.length() < width) {
    p.put(text.short_header);
    return false;
  }
  header.length = width == 2 ? in.b16() : in.u8();
  in.advance(width);
  p.put(text.indent, NameOr{kAttributes, header.type, "Unknown Attribute"}, " (", header.type,
        "), length: ", header.length);
  if (flags != 0) {
    p.put(", Flags [", (flags & 0x80) != 0 ? "O" : "", (flags & 0x40) != 0 ? "T" : "", (flags & 0x20) != 0 ? "P" : "",
          (flags & kExtendedLength) != 0 ? "E" : "");
    if ((flags & 0xf) != 0) p.put('+', Hex{flags & 0xfU});
    p.put("]: ");
  } else {
    p.put(text.colon_without_flags);
  }
  if (in.length() >= header.length) return true;
  p.put(text.short_value);
  return false;
}

bool print_attribute(Printer& p, std::uint8_t type, Slice in, int level);

// RFC 6368: the attributes that a customer's route had.
bool print_set(Printer& p, Slice in, int level) {
  if (in.length() < 4 || !in.has(4)) return false;
  p.put("\n\t    Origin AS: ");
  put_as(p, {in.b32()});
  in.advance(4);
  Header header;
  bool bad = false;
  while (in.length() > 0) {
    if (!print_header(p, in, kSetList, header, bad)) return !bad;
    if (level == kMaxSets) {
      p.put("(too many nested levels, not recursing)");
    } else if (!print_attribute(p, header.type, in.with_length(header.length), level + 1)) {
      return false;
    }
    in.advance(header.length);
  }
  return true;
}

// How long an attribute of a fixed form must be; the others' lengths are checked where they are printed.
bool length_fits(std::uint8_t type, std::uint32_t length) {
  switch (type) {
    case kOrigin:
      return length == 1;
    case kAsPath:
    case kAs4Path:
      return length % 2 == 0;
    case kNextHop:
    case kMultiExit:
    case kLocalPreference:
    case kOriginatorId:
      return length == 4;
    case kAtomicAggregate:
      return length == 0;
    case kAggregator:
    case kAggregator4:
      return length == 6 || length == 8;
    case kCommunities:
    case kClusterList:
      return length % 4 == 0;
    case kExtended:
      return length % 8 == 0;
    case kLarge:
      return length != 0 && length % 12 == 0;
    default:
      return true;
  }
}

bool print_value(Printer& p, std::uint8_t type, Slice in, int level) {
  switch (type) {
    case kOrigin:
      p.put(NameOr{kOrigins, in.u8(), "Unknown Origin Typecode"});
      return true;
    case kAsPath:
    case kAs4Path:
      if (in.length() == 0) {
        p.put("empty");
        return true;
      }
      return print_as_path(p, in, type == kAs4Path ? 4 : as_size(in));
    case kNextHop:
    case kOriginatorId:
      p.put(Ip4{in.at(0, 4)});
      return true;
    case kMultiExit:
    case kLocalPreference:
      p.put(in.b32());
      return true;
    case kAtomicAggregate:
      return true;
    case kAggregator:
    case kAggregator4:
      print_aggregator(p, in);
      return true;
    case kCommunities:
      print_communities(p, in);
      return true;
    case kClusterList:
      for (; in.length() > 0; in.advance(4)) p.put(Ip4{in.at(0, 4)}, in.length() > 4 ? ", " : "");
      return true;
    case kReach:
      return print_reach(p, in);
    case kUnreach:
      return print_unreach(p, in);
    case kExtended:
      print_extended_communities(p, in);
      return true;
    case kPmsi:
      return print_pmsi(p, in);
    case kAigp:
      return print_aigp(p, in);
    case kAttributeSet:
      return print_set(p, in, level);
    case kLarge:
      print_large_communities(p, in);
      return true;
    default:
      p.put("\n\t    no Attribute ", type, " decoder");
      if (p.verbose() <= 1) p.unknown_data("\n\t    ", in);
      return true;
  }
}

bool print_attribute(Printer& p, std::uint8_t type, Slice in, int level) {
  if (!length_fits(type, in.length())) {
    p.put("invalid len");
  } else if (!print_value(p, type, in, level)) {
    return false;
  }
  // These two consumed their length, so the peer shows them no more.
  const bool consumed = type == kAttributeSet || (type == kLarge && length_fits(type, in.length()));
  if (p.verbose() > 1 && in.length() > 0 && !consumed) p.unknown_data("\n\t    ", in);
  return true;
}

}  // namespace

bool print_attributes(Printer& p, Slice in) {
  Header header;
  bool bad = false;
  while (in.length() > 0) {
    if (!print_header(p, in, kMessageList, header, bad)) return !bad;
    if (!print_attribute(p, header.type, in.with_length(header.length), 0)) return false;
    in.advance(header.length);
  }
  return true;
}

}  // namespace nd::capture::bgp
