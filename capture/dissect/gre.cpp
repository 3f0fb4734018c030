// Generic routing encapsulation (RFC 2784, RFC 2890, source routes of RFC 1701) and its second version for PPTP
// (RFC 2637).
#include <optional>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "capture/dissect/registry.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint16_t {
  kChecksum = 0x8000,
  kRouting = 0x4000,
  kKey = 0x2000,
  kSequence = 0x1000,
  kAcknowledgement = 0x0080,
};
constexpr Token kFlags[] = {
    {0x8000, "checksum present"},  {0x4000, "routing present"},        {0x2000, "key present"},
    {0x1000, "sequence# present"}, {0x0800, "source routing present"}, {0x0080, "ack present"},
};

// Thrown where the claimed length ends inside the header.
struct Invalid {};
void claim(Slice in, std::uint32_t n) {
  if (in.length() < n) throw Invalid{};
}

void put_protocol(Printer& p, std::uint16_t protocol) {
  if (!p.options.link_header) return;
  const std::string_view name = find_token(kEtherTypes, protocol);
  p.put(", proto ", name.empty() ? "unknown" : name, " (0x", Hex{protocol, 4}, ')');
}

// A source route: addresses or AS numbers, the next one marked.
template <typename PutHop>
void print_hops(Printer& p, std::uint32_t offset, std::uint32_t length, Slice hops, std::uint32_t size,
                PutHop put_hop) {
  const std::uint32_t mask = size - 1;
  if ((offset & mask) != 0) {
    p.put(", badoffset=", offset);
    return;
  }
  if ((length & mask) != 0) {
    p.put(", badlength=", length);
    return;
  }
  if (offset >= length) {
    p.put(", badoff/len=", offset, '/', length);
    return;
  }
  for (std::uint32_t at = 0; at < length; at += size) {
    if (!hops.has(at, size)) {  // the list is closed before the packet ends
      p.put(')');
      throw_truncated();
    }
    p.put(' ', at == offset ? "*" : "");
    put_hop(at);
  }
}

void print_route(Printer& p, std::uint16_t family, std::uint32_t offset, std::uint32_t length, Slice hops) {
  if (family == 0x0800) {
    p.put(", (rtaf=ip");
    print_hops(p, offset, length, hops, 4, [&](std::uint32_t at) { append_ipv4(p.out, hops.at(at, 4)); });
    p.put(')');
  } else if (family == 0xfffe) {
    p.put(", (rtaf=asn");
    print_hops(p, offset, length, hops, 2, [&](std::uint32_t at) { p.put(Hex{hops.b16(at)}); });
    p.put(')');
  } else {
    p.put(", (rtaf=0x", Hex{family}, ')');
  }
}

Slice print_routes(Printer& p, Slice in) {
  for (;;) {
    const std::uint16_t family = in.b16();
    const std::uint8_t offset = in.u8(2);
    const std::uint8_t length = in.u8(3);
    in.advance(4);
    if (family == 0 && length == 0) return in;
    print_route(p, family, offset, length, in);
    in.advance(length);
  }
}

std::uint32_t take32(Slice& in) {
  claim(in, 4);
  const std::uint32_t value = in.b32();
  in.advance(4);
  return value;
}

const Dissector* carried_by(std::uint16_t protocol) {
  switch (protocol) {
    case 0x0800:
      return &kIpv4;
    case 0x8847:
    case 0x8848:
      return &kMpls;
    case 0x6558:
      return &kEthernet;
    case 0x86dd:
      return &kIpv6;
    case 0x809b:
      return by_ethertype(protocol);
    default:
      return nullptr;
  }
}

struct Payload {
  const Dissector* dissector = nullptr;
  std::uint16_t protocol = 0;
  Slice bytes;
};

void print_payload(Printer& p, const Payload& payload) {
  p.put(p.verbose() < 1 ? ": " : "\n\t");
  if (payload.dissector != nullptr) return p.call(*payload.dissector, payload.bytes);
  p.put("gre-proto-0x", Hex{payload.protocol});
}

std::optional<Payload> print_version0(Printer& p, Slice in) {
  const std::uint32_t length = in.length();
  const std::uint16_t flags = in.b16();
  if (p.verbose() > 0) p.put(", Flags [", Bits{kFlags, flags, "none"}, ']');
  claim(in, 4);
  const std::uint16_t protocol = in.b16(2);
  in.advance(4);
  if ((flags & (kChecksum | kRouting)) != 0) {
    claim(in, 2);
    const std::uint16_t sum = in.b16();
    if (p.verbose() > 0) p.put(", sum 0x", Hex{sum});
    claim(in, 4);
    p.put(", off 0x", Hex{in.b16(2)});
    in.advance(4);
  }
  if ((flags & kKey) != 0) p.put(", key=0x", Hex{take32(in)});
  if ((flags & kSequence) != 0) p.put(", seq ", take32(in));
  if ((flags & kRouting) != 0) in = print_routes(p, in);
  put_protocol(p, protocol);
  p.put(", length ", length);
  return Payload{carried_by(protocol), protocol, in};
}

std::optional<Payload> print_version1(Printer& p, Slice in) {
  const std::uint32_t length = in.length();
  const std::uint16_t flags = in.b16();
  if (p.verbose() > 0) p.put(", Flags [", Bits{kFlags, flags, "none"}, ']');
  claim(in, 4);
  const std::uint16_t protocol = in.b16(2);
  in.advance(4);
  if ((flags & kKey) != 0) p.put(", call ", take32(in) & 0xffff);
  if ((flags & kSequence) != 0) p.put(", seq ", take32(in));
  if ((flags & kAcknowledgement) != 0) p.put(", ack ", take32(in));
  if ((flags & kSequence) == 0) p.put(", no-payload");
  put_protocol(p, protocol);
  p.put(", length ", length);
  if ((flags & kSequence) == 0) return std::nullopt;
  return Payload{protocol == 0x880b ? &kPpp : nullptr, protocol, in};
}

std::optional<Payload> print_header(Printer& p, Slice in) {
  claim(in, 2);
  const unsigned version = in.b16() & 7;
  p.put("GREv", version);
  if (version == 0) return print_version0(p, in);
  if (version == 1) return print_version1(p, in);
  p.put(" ERROR: unknown-version");
  return std::nullopt;
}

// A header that the capture cuts ends this layer only; what it carries may end the packet.
void print(Printer& p, Slice in) {
  std::optional<Payload> payload;
  try {
    payload = print_header(p, in);
  } catch (const Invalid&) {
    return p.invalid();
  } catch (const Truncated&) {
    return p.truncated();
  }
  if (payload) print_payload(p, *payload);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint16_t flags = in.b16();
  const std::uint16_t protocol = in.b16(2);
  const unsigned version = flags & 7;
  json.field("version", version);
  json.field("flags", flags & 0xfff8);
  json.field("protocol_type", protocol);
  in.advance(4);
  if (version > 1) return {};
  if (version == 0 && (flags & (kChecksum | kRouting)) != 0) {
    json.field("checksum", in.b16());
    in.advance(4);
  }
  const auto optional = [&](std::uint16_t flag, std::string_view name) {
    if ((flags & flag) == 0) return;
    json.field(name, in.b32());
    in.advance(4);
  };
  optional(kKey, "key");
  optional(kSequence, "sequence");
  if (version == 1) {
    optional(kAcknowledgement, "acknowledgement");
    if ((flags & kSequence) == 0) return {};
    return {protocol == 0x880b ? &kPpp : nullptr, in};
  }
  if ((flags & kRouting) != 0) {
    while (in.length() >= 4 && in.u8(3) != 0) in.advance(4U + in.u8(3));
    in.advance(4);
  }
  return {carried_by(protocol), in};
}

}  // namespace

const Dissector kGre{"gre", print, json};

}  // namespace nd::capture
