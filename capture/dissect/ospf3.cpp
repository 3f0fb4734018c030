// OSPF version 3, for IPv6 (RFC 5340), with link-local signalling (RFC 5613) and the authentication trailer (RFC 7166).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/ospf.h"
#include "capture/dissect/ospf_names.h"
#include "common/render/json.h"

namespace nd::capture {
namespace ospf {
namespace {

constexpr std::uint32_t kHeaderLength = 16;
constexpr std::uint32_t kTypeMask = 0x1fff;
constexpr std::uint32_t kScopeMask = 0x6000;
constexpr std::uint32_t kLlsOption = 0x200;
constexpr std::uint32_t kInfinity = 0xffffff;
constexpr std::uint16_t kArea = 0x2000;
constexpr std::uint16_t kDomain = 0x4000;
enum LsaType : std::uint16_t {
  kRouter = 1 | kArea,
  kNetwork = 2 | kArea,
  kInterAreaPrefix = 3 | kArea,
  kExternal = 5 | kDomain,
  kLink = 8,
  kIntraAreaPrefix = 9 | kArea
};

void put_lsa_type(Printer& p, std::uint16_t type, Slice id) {
  p.put("\n\t    ", NameOr{kLsaTypes3, type & kTypeMask, "Unknown"}, " LSA (", type & kTypeMask, "), ",
        NameOr{kScopes3, type & kScopeMask, "Unknown"}, " Scope", (type & 0x8000) != 0 ? ", transitive" : "",
        ", LSA-ID ", Ip4{id.at(0, 4)});
}

void print_lsa_header(Printer& p, Slice in) {
  in.need(0, kLsaHeaderLength);
  p.put("\n\t  Advertising Router ", Ip4{in.at(8, 4)}, ", seq 0x", Hex{in.b32(12), 8}, ", age ", in.b16(), "s, length ",
        std::uint64_t{in.b16(18)} - kLsaHeaderLength);
  put_lsa_type(p, in.b16(2), in.after(4));
}

// Returns the bytes it took; 0 where the length in bits is none.
std::uint32_t print_prefix(Printer& p, Slice in) {
  in.want(0, 4);
  const std::uint32_t bits = in.u8();
  const std::uint32_t bytes = (bits + 31) / 32 * 4;
  if (bytes > 16) {
    p.put(" bogus prefixlen /", bits);
    return 0;
  }
  if (in.length() < 4 + bytes) throw_layer_cut();
  std::uint8_t address[16] = {};
  std::copy_n(in.at(4, bytes), bytes, address);
  p.put("\n\t\t", Ip6{address}, '/', bits);
  if (in.u8(1) != 0) p.put(", Options [", Bits{kPrefixOptions, in.u8(1), "none"}, ']');
  p.put(", metric ", in.b16(2));
  return 4 + bytes;
}

// `count` prefixes; the list ends where the LSA does.
void print_prefixes(Printer& p, Slice in, std::uint32_t count) {
  for (; count > 0 && in.length() > 0; --count) {
    const std::uint32_t used = print_prefix(p, in);
    if (used == 0) throw_layer_cut();
    in.advance(used);
  }
}

void print_router(Printer& p, Slice body) {
  p.put("\n\t      Options [", Bits{kOptions3, body.b32() & 0xffffff, "none"}, ']');
  p.put(", RLA-Flags [", Bits{kRouterFlags3, body.u8(), "none"}, ']');
  for (body.advance(4); body.length() > 0; body.advance(16)) {
    body.want(0, 16);
    const auto neighbor = Ip4{body.at(12, 4)};
    const auto neighbor_interface = Ip4{body.at(8, 4)};
    const auto interface = Ip4{body.at(4, 4)};
    std::string_view kind = "\n\t      Virtual Link: Neighbor Router-ID ";
    switch (body.u8()) {
      case 1:
        kind = "\n\t      Neighbor Router-ID ";
        break;
      case 2:
        kind = "\n\t      Neighbor Network-ID ";
        break;
      case 4:
        break;
      default:
        p.put("\n\t      Unknown Router Links Type 0x", Hex{body.u8(), 2});
        return;
    }
    p.put(kind, neighbor, "\n\t      Neighbor Interface-ID ", neighbor_interface, ", Interface ", interface);
    p.put(", metric ", body.b16(2));
  }
}

void print_network(Printer& p, Slice body) {
  p.put("\n\t      Options [", Bits{kOptions3, body.b32() & 0xffffff, "none"}, ']');
  p.put("\n\t      Connected Routers:");
  for (body.advance(4); body.length() > 0; body.advance(4)) p.put("\n\t\t", Ip4{body.at(0, 4)});
}

void print_external(Printer& p, Slice body) {
  const std::uint32_t flags = body.b32();
  p.put("\n\t     Flags [", Bits{kExternalFlags3, flags, "none"}, ']');
  p.put(" metric ", flags & kInfinity);
  Slice in = body.after(4);
  const std::uint32_t used = print_prefix(p, in);
  if (used == 0) throw_layer_cut();
  const std::uint16_t referenced = in.b16(2);
  in.advance(used);
  if ((flags & 0x2000000) != 0) {
    p.put(" forward ", Ip6{in.at(0, 16)});
    in.advance(16);
  }
  if ((flags & 0x1000000) != 0) {
    p.put(" tag ", Ip4{in.at(0, 4)});
    in.advance(4);
  }
  if (referenced == 0) return;
  if (in.length() < 4) throw_layer_cut();
  p.put(" RefLSID: ", Ip4{in.at(0, 4)});
}

void print_lsa_body(Printer& p, std::uint16_t type, Slice body) {
  switch (type) {
    case kRouter:
      return print_router(p, body);
    case kNetwork:
      return print_network(p, body);
    case kInterAreaPrefix:
      p.put(", metric ", body.b32() & kInfinity);
      return print_prefixes(p, body.after(4), ~0U);
    case kExternal:
      return print_external(p, body);
    case kLink:
      p.put("\n\t      Options [", Bits{kOptions3, body.b32() & 0xffffff, "none"}, ']');
      p.put("\n\t      Priority ", body.u8(), ", Link-local address ", Ip6{body.at(4, 16)}, ", Prefixes ", body.b32(20),
            ':');
      return print_prefixes(p, body.after(24), body.b32(20));
    case kIntraAreaPrefix:
      body.want(0, 12);
      put_lsa_type(p, body.b16(2), body.after(4));
      p.put("\n\t      Prefixes ", body.b16(), ':');
      return print_prefixes(p, body.after(12), body.b16());
    default:
      p.unknown_data("\n\t      ", body);
  }
}

void print_hello(Printer& p, Slice in) {
  p.put("\n\tOptions [", Bits{kOptions3, in.b32(20) & 0xffffff, "none"}, ']');
  p.put("\n\t  Hello Timer ", in.b16(24), "s, Dead Timer ", in.b16(26), "s, Interface-ID ", Ip4{in.at(16, 4)},
        ", Priority ", in.u8(20));
  if (in.b32(28) != 0) p.put("\n\t  Designated Router ", Ip4{in.at(28, 4)});
  if (in.b32(32) != 0) p.put(", Backup Designated Router ", Ip4{in.at(32, 4)});
  if (p.verbose() < 2) return;
  p.put("\n\t  Neighbor List:");
  for (in.advance(36); in.length() > 0; in.advance(4)) p.put("\n\t    ", Ip4{in.at(0, 4)});
}

void print_description(Printer& p, Slice in) {
  p.put("\n\tOptions [", Bits{kOptions3, in.b32(16) & 0xffffff, "none"}, ']');
  p.put(", DD Flags [", Bits{kDescriptionFlags3, in.u8(23), "none"}, ']');
  p.put(", MTU ", in.b16(20), ", DD-Sequence 0x", Hex{in.b32(24), 8});
  if (p.verbose() < 2) return;
  for (in.advance(28); in.length() > 0; in.advance(kLsaHeaderLength)) print_lsa_header(p, in);
}

void print_request(Printer& p, Slice in) {
  for (in.advance(kHeaderLength); in.length() > 0; in.advance(12)) {
    in.want(0, 12);
    p.put("\n\t  Advertising Router ", Ip4{in.at(8, 4)});
    put_lsa_type(p, in.b16(2), in.after(4));
  }
}

void print_update(Printer& p, Slice in) {
  Slice lsa = in.after(kHeaderLength + 4);
  for (std::uint32_t count = in.b32(kHeaderLength); count > 0; --count) {
    if (lsa.length() == 0) return;
    print_lsa_header(p, lsa);
    const std::uint32_t length = lsa.b16(18);
    if (length < kLsaHeaderLength || length > lsa.length()) throw_layer_cut();
    print_lsa_body(p, lsa.b16(2), lsa.after(kLsaHeaderLength).with_length(length - kLsaHeaderLength));
    lsa.advance(length);
  }
}

void print_body(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kHello:
      return print_hello(p, in);
    case kDescription:
      return print_description(p, in);
    default:
      break;
  }
  if (p.verbose() < 2) return;
  switch (type) {
    case kRequest:
      return print_request(p, in);
    case ospf::kUpdate:
      return print_update(p, in);
    case kAcknowledgement:
      for (in.advance(kHeaderLength); in.length() > 0; in.advance(kLsaHeaderLength)) print_lsa_header(p, in);
      return;
    default:
      return;
  }
}

// RFC 7166, in whatever follows the packet.
void print_authentication(Printer& p, Slice in) {
  constexpr std::uint32_t kFixed = 16;
  if (in.length() == 0) return;
  if (in.length() < kFixed) throw_layer_cut();
  p.put("\n\tAuthentication Type ", NamedHex{kTrailerTypes, in.b16(), "unknown (0x", 4, ")"});
  const std::uint32_t length = in.b16(2);
  p.put(", Length ", length);
  if (length < kFixed || length > in.length()) throw_layer_cut();
  p.put(", SAID ", in.b16(6));
  p.put(", CSN 0x", Hex{in.b32(8), 8});
  p.put(':', Hex{in.b32(12), 8});
  in.want(0, length);
  if (p.verbose() < 2 || length == kFixed) return;
  p.put("\n\tAuthentication Data ");
  p.unknown_data("", in.after(kFixed).with_length(length - kFixed));
}

// Behind the packet: link-local signalling, where the options announce it, and the authentication trailer.
void print_trailers(Printer& p, std::uint8_t type, Slice packet, Slice rest) {
  if (rest.length() == 0) return;
  std::uint32_t options = 0;
  if (type == kHello) options = packet.b32(20);
  if (type == kDescription) options = packet.b32(16);
  if ((options & kLlsOption) != 0) {
    p.put("\n\tLLS Checksum 0x", Hex{rest.b16(), 4});
    const std::uint32_t length = rest.b16(2);
    p.put(", Data Length ", length);
    if (length < 4 || length > rest.length()) throw_layer_cut();
    rest.want(0, length);
    rest.advance(length);
  }
  print_authentication(p, rest);
}

void print(Printer& p, Slice in) {
  const std::uint8_t type = in.u8(1);
  const std::string_view name = find_token(kPacketTypes, type);
  p.put("OSPFv", in.u8(), ", ");
  if (name.empty()) {
    p.put("unknown packet type (", type, "), length ", in.length());
    return;
  }
  p.put(name, ", length ", in.length());
  if (p.verbose() == 0) return;
  const std::uint32_t length = in.b16(2);
  if (length > in.length()) {
    p.put(" [len ", length, ']');
    return;
  }
  p.put("\n\tRouter-ID ", Ip4{in.at(4, 4)});
  if (in.b32(8) != 0) {
    p.put(", Area ", Ip4{in.at(8, 4)});
  } else {
    p.put(", Backbone Area");
  }
  if (in.u8(14) != 0) p.put(", Instance ", in.u8(14));
  if (in.u8() != 3) return;
  print_body(p, type, in.with_length(length));
  print_trailers(p, type, in, in.after(length));
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  json.field("packet_type", in.u8(1));
  json.field("length", in.b16(2));
  json.field("router_id", ipv4_at(in, 4));
  json.field("area", ipv4_at(in, 8));
  json.field("instance", in.u8(14));
  if (in.u8(1) != kHello) return {};
  json.field("hello_interval", in.b16(24));
  json.field("dead_interval", in.b16(26));
  json.field("priority", in.u8(20));
  json.field("designated_router", ipv4_at(in, 28));
  json.field("backup_designated_router", ipv4_at(in, 32));
  return {};
}

}  // namespace
}  // namespace ospf

const Dissector kOspf3{"ospf3", ospf::print, ospf::json};

}  // namespace nd::capture
