// OSPF version 2 (RFC 2328), with link-local signalling (RFC 5613) and opaque LSAs (RFC 5250).
#include "capture/dissect/ospf.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/ospf_names.h"
#include "common/render/json.h"

namespace nd::capture {
namespace ospf {
namespace {

constexpr std::uint32_t kHeaderLength = 24;
constexpr std::uint32_t kDigestLength = 16;
enum LsaType : std::uint8_t {
  kRouter = 1,
  kNetwork,
  kSummaryNetwork,
  kSummaryRouter,
  kExternal,
  kGroup,
  kNssa,
  kOpaqueLink = 9,
  kOpaqueArea,
  kOpaqueDomain
};
enum OpaqueType : std::uint8_t { kTrafficEngineering = 1, kGrace = 3, kRouterInformation = 4 };
constexpr std::uint32_t kInfinity = 0xffffff;

bool is_opaque(std::uint32_t type) { return type >= kOpaqueLink && type <= kOpaqueDomain; }

Header parse(Slice in) {
  return {.version = in.u8(0), .type = in.u8(1), .length = in.b16(2), .authentication = in.b16(14)};
}

// The header of an LSA; returns the length it claims, 0 where there is none.
std::uint32_t print_lsa_header(Printer& p, Slice in) {
  const std::uint32_t length = in.b16(18);
  if (length < kLsaHeaderLength) {
    p.put("\n\t    Bogus length ", length, " < header (", kLsaHeaderLength, ')');
    return 0;
  }
  p.put("\n\t  Advertising Router ", Ip4{in.at(8, 4)}, ", seq 0x", Hex{in.b32(12), 8}, ", age ", in.b16(), "s, length ",
        length - kLsaHeaderLength);
  const std::uint8_t type = in.u8(3);
  p.put("\n\t    ", NameOr{kLsaTypes, type, "unknown"}, " LSA (", type, ')');
  if (is_opaque(type)) {
    p.put(", Opaque-Type ", NameOr{kOpaqueTypes, in.u8(4), "unknown"}, " LSA (", in.u8(4), "), Opaque-ID ", in.b24(5));
  } else {
    p.put(", LSA-ID: ", Ip4{in.at(4, 4)});
  }
  p.put("\n\t    Options: [", Bits{kOptions, in.u8(2), "none"}, ']');
  return length;
}

void put_topology(Printer& p, std::uint32_t topology) {
  p.put("\n\t\ttopology ", NameOr{kTopologies, topology, "Unknown"}, " (", topology, ')');
}

// The metrics of a router's link: the first is the default topology's.
void print_metrics(Printer& p, Slice link) {
  const std::uint32_t count = link.u8(9) + 1U;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Slice metric = link.after(8 + 4 * i);
    metric.need(0, 4);
    put_topology(p, i == 0 ? 0 : metric.u8());
    p.put(", metric ", metric.b16(2));
  }
}

// False after a kind of link that is not known: how long it is, nobody knows.
bool print_router_link(Printer& p, Slice link) {
  const auto id = Ip4{link.at(0, 4)};
  const auto data = Ip4{link.at(4, 4)};
  switch (link.u8(8)) {
    case 1:
      p.put("\n\t      Neighbor Router-ID: ", id, ", Interface Address: ", data);
      break;
    case 2:
      p.put("\n\t      Neighbor Network-ID: ", id, ", Interface Address: ", data);
      break;
    case 3:
      p.put("\n\t      Stub Network: ", id, ", Mask: ", data);
      break;
    case 4:
      p.put("\n\t      Virtual Link: Neighbor Router-ID: ", id, ", Interface Address: ", data);
      break;
    default:
      p.put("\n\t      Unknown Router Link Type (", link.u8(8), ')');
      return false;
  }
  print_metrics(p, link);
  return true;
}

bool print_router(Printer& p, Slice body) {
  p.put("\n\t    Router LSA Options: [", Bits{kRouterFlags, body.u8(), "none"}, ']');
  const std::uint32_t count = body.b16(2);
  body.need(4, 12);  // one link, even where the count is zero
  Slice link = body.after(4);
  for (std::uint32_t i = 0; i < count; ++i) {
    link.need(0, 12);
    if (!print_router_link(p, link)) return false;
    link = link.after(12 + 4U * link.u8(9));
  }
  return true;
}

void print_network(Printer& p, Slice body) {
  p.put("\n\t    Mask ", Ip4{body.at(0, 4)}, "\n\t    Connected Routers:");
  for (body.advance(4); body.length() > 0; body.advance(4)) p.put("\n\t      ", Ip4{body.at(0, 4)});
}

void print_summary(Printer& p, Slice body, bool with_mask) {
  if (with_mask) p.put("\n\t    Mask ", Ip4{body.at(0, 4)});
  for (body.advance(4); body.length() > 0; body.advance(4)) {
    const std::uint32_t metric = body.b32();
    put_topology(p, metric >> 24 & 0x7f);
    p.put(" metric ", metric & kInfinity);
  }
}

void print_external(Printer& p, Slice body) {
  p.put("\n\t    Mask ", Ip4{body.at(0, 4)});
  for (body.advance(4); body.length() > 0; body.advance(12)) {
    const std::uint32_t metric = body.b32();
    put_topology(p, metric >> 24 & 0x7f);
    p.put(", type ", (metric & 0x80000000) != 0 ? 2 : 1, ", metric");
    if ((metric & kInfinity) == kInfinity) {
      p.put(" infinite");
    } else {
      p.put(' ', metric & kInfinity);
    }
    if (body.b32(4) != 0) p.put(", forward ", Ip4{body.at(4, 4)});
    if (body.b32(8) != 0) p.put(", tag ", Ip4{body.at(8, 4)});
  }
}

void print_group(Printer& p, Slice body) {
  for (; body.length() > 0; body.advance(8)) {
    const std::uint32_t vertex = body.b32();
    if (vertex == 1) {
      p.put("\n\t    Router Router-ID ", Ip4{body.at(4, 4)});
    } else if (vertex == 2) {
      p.put("\n\t    Network Designated Router ", Ip4{body.at(4, 4)});
    } else {
      p.put("\n\t    unknown VertexType (", vertex, ')');
    }
  }
}

bool print_opaque(Printer& p, std::uint8_t type, Slice body) {
  switch (type) {
    case kRouterInformation:
      return print_router_information(p, body);
    case kGrace:
      return print_grace_lsa(p, body);
    case kTrafficEngineering:
      return print_te_lsa(p, body);
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t    ", body);
      return true;
  }
}

// False where it cannot be followed to its end.
bool print_lsa_body(Printer& p, Slice lsa, Slice body) {
  const std::uint8_t type = lsa.u8(3);
  switch (type) {
    case kRouter:
      return print_router(p, body);
    case kNetwork:
      print_network(p, body);
      break;
    case kSummaryNetwork:
    case kSummaryRouter:
      print_summary(p, body, type == kSummaryNetwork);
      break;
    case kExternal:
    case kNssa:
      print_external(p, body);
      break;
    case kGroup:
      print_group(p, body);
      break;
    default:
      if (is_opaque(type)) return print_opaque(p, lsa.u8(4), body);
  }
  return true;
}

// Each put() reads all it prints before it prints any, so these stand apart where a cut shows between them.
void print_hello(Printer& p, Slice in) {
  p.put("\n\tOptions [", Bits{kOptions, in.u8(30), "none"}, ']');
  p.put("\n\t  Hello Timer ", in.b16(28), "s, Dead Timer ", in.b32(32), "s, Mask ", Ip4{in.at(24, 4)}, ", Priority ",
        in.u8(31));
  p.put("\n\t  Designated Router ", Ip4{in.at(36, 4)});
  if (in.b32(40) != 0) p.put(", Backup Designated Router ", Ip4{in.at(40, 4)});
  Slice neighbors = in.after(44);
  if (neighbors.length() > 0) p.put("\n\t  Neighbor List:");
  for (; neighbors.length() > 0; neighbors.advance(4)) p.put("\n\t    ", Ip4{neighbors.at(0, 4)});
}

void print_description(Printer& p, Slice in) {
  p.put("\n\tOptions [", Bits{kOptions, in.u8(26), "none"}, ']');
  p.put(", DD Flags [", Bits{kDescriptionFlags, in.u8(27), "none"}, ']');
  if (in.b16(24) != 0) p.put(", MTU: ", in.b16(24));
  p.put(", Sequence: 0x", Hex{in.b32(28), 8});
  Slice lsa = in.after(32);
  while (lsa.length() > 0 && print_lsa_header(p, lsa) != 0) lsa.advance(kLsaHeaderLength);
}

void print_request(Printer& p, Slice in) {
  for (in.advance(kHeaderLength); in.length() > 0; in.advance(12)) {
    const std::uint32_t type = in.b32();
    p.put("\n\t  Advertising Router: ", Ip4{in.at(8, 4)}, ", ", NameOr{kLsaTypes, type, "unknown"}, " LSA (", type,
          ')');
    if (is_opaque(type)) {
      p.put(", Opaque-Type: ", NameOr{kOpaqueTypes, in.u8(4), "unknown"}, " LSA (", in.u8(4),
            "), Opaque-ID: ", in.b24(5));
    } else {
      p.put(", LSA-ID: ", Ip4{in.at(4, 4)});
    }
  }
}

void print_update(Printer& p, Slice in) {
  const std::uint32_t count = in.b32(kHeaderLength);
  p.put(", ", count, " LSA", count == 1 ? "" : "s");
  Slice lsa = in.after(kHeaderLength + 4);
  for (std::uint32_t i = 1; i <= count; ++i) {
    p.put("\n\t  LSA #", i);
    const std::uint32_t length = print_lsa_header(p, lsa);
    if (length == 0) throw_truncated();
    const Slice body = lsa.after(kLsaHeaderLength).with_length(length - kLsaHeaderLength);
    if (print_lsa_body(p, lsa, body) && p.verbose() > 1) p.unknown_data("\n\t    ", body);
    lsa = lsa.after(length);
  }
}

void print_body(Printer& p, const Header& header, Slice in) {
  switch (header.type) {
    case kHello:
      return print_hello(p, in);
    case kDescription:
      return print_description(p, in);
    case kRequest:
      return print_request(p, in);
    case kUpdate:
      return print_update(p, in);
    default:
      break;
  }
  Slice lsa = in.after(kHeaderLength);
  while (print_lsa_header(p, lsa) != 0) lsa.advance(kLsaHeaderLength);
}

void print_authentication(Printer& p, const Header& header, Slice in) {
  in.need(0, kHeaderLength);
  p.put(", Authentication Type: ", NameOr{kAuthenticationTypes, header.authentication, "unknown"}, " (",
        header.authentication, ')');
  if (header.authentication == kMd5) {
    p.put("\n\tKey-ID: ", in.u8(18), ", Auth-Length: ", in.u8(19), ", Crypto Sequence Number: 0x", Hex{in.b32(20), 8});
  } else if (header.authentication == kSimple) {
    p.put("\n\tSimple text password: ");
    for (std::uint32_t i = 16; i < kHeaderLength && in.u8(i) != 0; ++i) p.put_safe(in.u8(i));
  }
}

// The digest follows what it signs. The peer takes it off the capture, even where that ends before it.
Slice without_digest(Slice in) {
  return {in.data(), in.captured() - std::min(in.captured(), kDigestLength),
          in.length() - std::min(in.length(), kDigestLength)};
}

void print(Printer& p, Slice in) {
  if (p.ip.version == 6) return p.call(kOspf3, in);
  const std::uint16_t authentication = in.b16(14);
  if (authentication == kMd5) in = without_digest(in);
  const std::string_view name = find_token(kPacketTypes, in.u8(1));
  p.put("OSPFv", in.u8());
  if (name.empty()) {
    p.put(", unknown LS-type ", in.u8(1), ", length ", in.length());
    return;
  }
  p.put(", ", name, ", length ", in.length());
  if (p.verbose() == 0) return;
  const Header header{.version = in.u8(), .type = in.u8(1), .length = in.b16(2), .authentication = authentication};
  if (in.length() != header.length) p.put(" [len ", header.length, ']');
  p.put("\n\tRouter-ID ", Ip4{in.at(4, 4)});
  if (in.b32(8) != 0) {
    p.put(", Area ", Ip4{in.at(8, 4)});
  } else {
    p.put(", Backbone Area");
  }
  print_authentication(p, header, in);
  if (header.authentication > kMd5) return;
  if (header.version != 2) {
    p.put(" ospf [version ", header.version, ']');
    return;
  }
  print_body(p, header, in.with_length(std::min<std::uint32_t>(in.length(), header.length)));
  if (in.length() > header.length) print_lls(p, header, in);
}

void json_lsas(JsonWriter& json, Slice lsa, bool with_bodies) {
  json.begin_array("lsas");
  while (lsa.length() >= kLsaHeaderLength) {
    const std::uint32_t length = lsa.b16(18);
    json.begin_object();
    json.field("age", lsa.b16());
    json.field("lsa_type", lsa.u8(3));
    json.field("id", ipv4_at(lsa, 4));
    json.field("advertising_router", ipv4_at(lsa, 8));
    json.field("sequence", lsa.b32(12));
    json.field("length", length);
    json.end_object();
    lsa.advance(with_bodies && length >= kLsaHeaderLength ? length : kLsaHeaderLength);
  }
  json.end_array();
}

Next json(JsonWriter& json, Context& context, Slice in) {
  if (context.ip.version == 6) return kOspf3.json(json, context, in);
  const Header header = parse(in);
  json.field("version", header.version);
  json.field("packet_type", header.type);
  json.field("length", header.length);
  json.field("router_id", ipv4_at(in, 4));
  json.field("area", ipv4_at(in, 8));
  json.field("authentication_type", header.authentication);
  if (header.version != 2) return {};
  if (header.type == kHello) {
    json.field("hello_interval", in.b16(28));
    json.field("dead_interval", in.b32(32));
    json.field("priority", in.u8(31));
    json.field("designated_router", ipv4_at(in, 36));
    json.field("backup_designated_router", ipv4_at(in, 40));
  } else if (header.type == kDescription) {
    json.field("mtu", in.b16(24));
    json_lsas(json, in.after(32), false);
  } else if (header.type == ospf::kUpdate) {
    json_lsas(json, in.after(28), true);
  } else if (header.type == kAcknowledgement) {
    json_lsas(json, in.after(24), false);
  }
  return {};
}

}  // namespace
}  // namespace ospf

const Dissector kOspf{"ospf2", ospf::print, ospf::json};

}  // namespace nd::capture
