// IPv6's routing and fragment headers (RFC 8200 sections 4.4 and 4.5, RFC 6275 type 2, RFC 8754 segment routing).
#include "capture/dissect/ipv6.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kAddress = 16;
constexpr std::uint32_t kFixed = 8;  // before the addresses, in every type printed here

void put_addresses(Printer& p, Slice in, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i)
    p.put(", [", i, ']', Ip6{in.at(kFixed + std::size_t{i} * kAddress, kAddress)});
}

// Two units of eight bytes each; false, and said: they do not come out even.
bool put_address_list(Printer& p, Slice in, std::uint32_t units) {
  if (units % 2 != 0) {
    p.put(" (invalid length ", units, ')');
    return false;
  }
  put_addresses(p, in, units / 2);
  return true;
}

bool put_source_route(Printer& p, Slice in, std::uint32_t units) {
  const std::uint32_t reserved = in.b32(4);
  if (reserved != 0 || p.verbose() > 0) p.put(", rsv=0x", Hex{reserved});
  return put_address_list(p, in, units);
}

bool put_segment_route(Printer& p, Slice in, std::uint32_t units) {
  const std::uint32_t last = in.u8(4);
  p.put(", last-entry=", last);
  if (in.u8(5) != 0 || p.verbose() > 0) p.put(", flags=0x", Hex{in.u8(5)});
  p.put(", tag=", Hex{in.b16(6)});
  return put_address_list(p, in, units);
}

}  // namespace

std::uint32_t print_routing(Printer& p, Slice in) {
  p.protocol = "rt6";
  p.put("RT6");
  const std::uint32_t units = in.u8(1);
  p.put(" (len=", units);
  const std::uint8_t type = in.u8(2);
  p.put(", type=", type);
  if (type == 0) p.put(" [Deprecated]");
  p.put(", segleft=", in.u8(3));
  bool good = false;
  switch (type) {
    case 0:
    case 2:
      good = put_source_route(p, in, units);
      break;
    case 4:
      good = put_segment_route(p, in, units);
      break;
    default:
      p.put(" (unknown type)");
  }
  if (!good) {
    p.invalid();
    return 0;
  }
  p.put(") ");
  return (units + 1) * 8;
}

std::uint32_t print_fragment(Printer& p, Slice in, std::uint32_t payload_length) {
  p.protocol = "frag6";
  in.need(0, p.verbose() > 0 ? 8 : 4);
  const std::uint32_t offset = in.b16(2) & 0xfff8U;
  p.put("frag (");
  if (p.verbose() > 0) p.put("0x", Hex{in.b32(4), 8}, ':');
  // The difference may be negative in a crafted packet; the peer prints it as a 64-bit number.
  p.put(offset, '|', std::uint64_t{payload_length} - 8, ')');
  if (offset != 0) return 0;
  p.put(' ');
  return 8;
}

const std::uint8_t* final_destination(Slice routing) {
  if (!routing.has(kFixed)) return nullptr;
  const std::uint32_t units = routing.u8(1);
  const std::uint8_t type = routing.u8(2);
  std::size_t offset = kFixed;
  if (type == 0 || type == 2) {
    if (units < 2) return nullptr;
    offset += std::size_t{units / 2 - 1} * kAddress;
  } else if (type != 4) {
    return nullptr;
  }
  return routing.has(offset, kAddress) ? routing.at(offset, kAddress) : nullptr;
}

}  // namespace nd::capture
