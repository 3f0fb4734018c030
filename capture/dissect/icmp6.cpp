// ICMPv6 messages and errors (RFC 4443).
#include "capture/dissect/icmp6.h"

#include <optional>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/ip_numbers.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace icmp6_type;

constexpr std::uint32_t kQuoted = 8;  // where an error quotes the packet it is about
constexpr std::uint32_t kIp6Header = 40;

constexpr Token kTypeNames[] = {
    {kUnreachable, "destination unreachable"},
    {kPacketTooBig, "packet too big"},
    {kTimeExceeded, "time exceeded in-transit"},
    {kParameterProblem, "parameter problem"},
    {kEchoRequest, "echo request"},
    {kEchoReply, "echo reply"},
    {kListenerQuery, "multicast listener query"},
    {kListenerReport, "multicast listener report"},
    {kListenerDone, "multicast listener done"},
    {kRouterSolicitation, "router solicitation"},
    {kRouterAdvertisement, "router advertisement"},
    {kNeighbourSolicitation, "neighbor solicitation"},
    {kNeighbourAdvertisement, "neighbor advertisement"},
    {kRedirect, "redirect"},
    {kRouterRenumbering, "router renumbering"},
    {kNodeQuery, "who-are-you request"},
    {kNodeReply, "who-are-you reply"},
    {kInverseSolicitation, "inverse neighbor solicitation"},
    {kInverseAdvertisement, "inverse neighbor advertisement"},
    {kListenerReportV2, "multicast listener report v2"},
    {kHomeAgentRequest, "ha discovery request"},
    {kHomeAgentReply, "ha discovery reply"},
    {kMobilePrefixSolicitation, "mobile router solicitation"},
    {kMobilePrefixAdvertisement, "mobile router advertisement"},
    {kRpl, "RPL"},
    {200, "mtrace response"},
    {201, "mtrace message"},
};

enum : std::uint8_t { kNoRoute = 0, kProhibited = 1, kBeyondScope = 2, kNoAddress = 3, kNoPort = 4 };
constexpr Token kUnreachableCodes[] = {
    {kNoRoute, "unreachable route"}, {kProhibited, " unreachable prohibited"},
    {kBeyondScope, "beyond scope"},  {kNoAddress, "unreachable address"},
    {kNoPort, "unreachable port"},
};
constexpr Token kParameterCodes[] = {
    {0, "erroneous"}, {1, "next header"}, {2, "option"}, {3, "incomplete header chain"}};

constexpr Token kRouterFlags[] = {
    {0x80, "managed"}, {0x40, "other stateful"}, {0x20, "home agent"}, {0x02, "ipv6 only"}};
constexpr Token kNeighbourFlags[] = {{0x80000000, "router"}, {0x40000000, "solicited"}, {0x20000000, "override"}};

// With -v the peer tells the length of these types at once, of the others never.
bool shows_length_first(std::uint8_t type) {
  return type == kRouterSolicitation || type == kRouterAdvertisement || type == kNeighbourAdvertisement ||
         type == kNeighbourSolicitation || type == kRedirect || type == kHomeAgentReply ||
         type == kMobilePrefixAdvertisement;
}

struct UpperLayer {
  std::uint8_t protocol = 0;
  Slice header;
};

// The TCP or UDP header of a quoted packet, behind its extension headers; nothing where it is not there to be read.
std::optional<UpperLayer> find_upper_layer(Slice packet) {
  if (!packet.has(7)) return std::nullopt;
  std::uint8_t next = packet.u8(6);
  std::size_t length = kIp6Header;
  while (packet.captured() > 0) {
    packet = packet.after(length);
    switch (next) {
      case 6:
      case 17:
        if (!packet.has(4)) return std::nullopt;
        return UpperLayer{next, packet};
      case 44:  // fragment
        if (!packet.has(4) || (packet.b16(2) & 0xfff8) != 0) return std::nullopt;
        length = 8;
        break;
      case 51:  // authentication
        if (!packet.has(2)) return std::nullopt;
        length = (packet.u8(1) + 2U) * 4;
        break;
      case 0:
      case 43:
      case 60:  // hop-by-hop, routing, destination options
        if (!packet.has(2)) return std::nullopt;
        length = (packet.u8(1) + 1U) * 8;
        break;
      default:
        return std::nullopt;
    }
    next = packet.u8(0);
  }
  return std::nullopt;
}

bool print_port_unreachable(Printer& p, Slice quoted) {
  const auto upper = find_upper_layer(quoted.with_length(quoted.captured()));
  if (!upper) {
    p.truncated();
    return false;
  }
  const std::uint16_t port = upper->header.b16(2);
  p.put(", ", Ip6{quoted.at(24, 16)});
  if (upper->protocol == 6) {
    p.put(" tcp port ", TcpPort{port});
  } else {
    p.put(" udp port ", UdpPort{port});
  }
  return true;
}

// Whether the line goes on.
bool print_unreachable(Printer& p, std::uint8_t code, Slice in) {
  const Slice quoted = in.after(kQuoted);
  p.put(", ", Named{kUnreachableCodes, code, "unknown unreach code (", ")"});
  switch (code) {
    case kNoRoute:
    case kProhibited:
    case kNoAddress:
      p.put(' ', Ip6{quoted.at(24, 16)});
      return true;
    case kBeyondScope:
      p.put(' ', Ip6{quoted.at(24, 16)}, ", source address ", Ip6{quoted.at(8, 16)});
      return true;
    case kNoPort:
      return print_port_unreachable(p, quoted);
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t", in);
      return p.verbose() > 1;
  }
}

void print_time_exceeded(Printer& p, std::uint8_t code, Slice in) {
  if (code == 0) {
    p.put(" for ", Ip6{in.at(kQuoted + 24, 16)});
  } else if (code == 1) {
    p.put(" (reassembly)");
  } else {
    p.put(", unknown code (", code, ')');
  }
}

bool print_parameter_problem(Printer& p, std::uint8_t code, Slice in) {
  if (!in.has(kQuoted + kIp6Header)) {
    p.truncated();
    return false;
  }
  if (const std::string_view name = find_token(kParameterCodes, code); !name.empty()) {
    p.put(", ", name, " - octet ", in.b32(4));
  } else {
    p.put(", code-#", code);
  }
  return true;
}

void print_query(Printer& p, Slice in) {
  if (in.length() == 24) return print_mld_v1(p, in);
  if (in.length() >= 28) {
    p.put(" v2");
    return print_mld_query(p, in);
  }
  p.put(" unknown-version (len ", in.length(), ") ");
}

void print_options(Printer& p, std::uint8_t type, Slice in) {
  if (p.verbose() > 0 && !print_nd_options(p, in.after(nd_options_offset(type)))) p.truncated();
}

void print_router_advertisement(Printer& p, Slice in) {
  if (p.verbose() == 0) return;
  p.put("\n\thop limit ", in.u8(4), ", Flags [", Bits{kRouterFlags, in.u8(5), "none"}, "], pref ",
        router_preference(in.u8(5)), ", router lifetime ", in.b16(6), "s, reachable time ", in.b32(8),
        "ms, retrans timer ", in.b32(12), "ms");
  print_options(p, kRouterAdvertisement, in);
}

void print_neighbour_advertisement(Printer& p, Slice in) {
  p.put(", tgt is ", Ip6{in.at(8, 16)});
  if (p.verbose() == 0) return;
  p.put(", Flags [", Bits{kNeighbourFlags, in.b32(4), "none"}, ']');
  print_options(p, kNeighbourAdvertisement, in);
}

void print_redirect(Printer& p, Slice in) {
  p.put(", ", Ip6{in.at(24, 16)});
  p.put(" to ", Ip6{in.at(8, 16)});
  print_options(p, kRedirect, in);
}

void print_home_agents(Printer& p, Slice in) {
  if (p.verbose() == 0) return;
  p.put(", id 0x", Hex{in.b16(4), 4});
  for (std::size_t at = kQuoted; at < in.length(); at += 16) p.put(", ", Ip6{in.at(at, 16)});
}

void print_mobile_prefix(Printer& p, Slice in) {
  if (p.verbose() == 0) return;
  p.put(", id 0x", Hex{in.b16(4), 4});
  const std::uint16_t flags = in.b16(6);
  if ((flags & 0xc000) != 0) p.put(' ');
  if ((flags & 0x8000) != 0) p.put('M');
  if ((flags & 0x4000) != 0) p.put('O');
  print_options(p, kMobilePrefixAdvertisement, in);
}

bool is_discovery(std::uint8_t type) { return type >= kRouterSolicitation && type <= kRedirect; }

void print_discovery(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kRouterAdvertisement:
      return print_router_advertisement(p, in);
    case kNeighbourSolicitation:
      p.put(", who has ", Ip6{in.at(8, 16)});
      return print_options(p, type, in);
    case kNeighbourAdvertisement:
      return print_neighbour_advertisement(p, in);
    case kRedirect:
      return print_redirect(p, in);
    default:
      return print_options(p, type, in);
  }
}

void print_mobility(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kHomeAgentReply:
      return print_home_agents(p, in);
    case kMobilePrefixAdvertisement:
      return print_mobile_prefix(p, in);
    default:
      p.put(", id 0x", Hex{in.b16(4), 4});
  }
}

void print_unknown(Printer& p, Slice in) {
  p.put(", length ", in.length());
  if (p.verbose() <= 1) p.unknown_data("\n\t", in);
}

// Returns whether the length may follow.
bool print_body(Printer& p, std::uint8_t type, std::uint8_t code, Slice in) {
  if (is_discovery(type)) return print_discovery(p, type, in), true;
  if (type >= kHomeAgentRequest && type <= kMobilePrefixAdvertisement) return print_mobility(p, type, in), true;
  switch (type) {
    case kUnreachable:
      return print_unreachable(p, code, in);
    case kPacketTooBig:
      p.put(", mtu ", in.b32(4));
      return true;
    case kTimeExceeded:
      return print_time_exceeded(p, code, in), true;
    case kParameterProblem:
      return print_parameter_problem(p, code, in);
    case kEchoRequest:
    case kEchoReply:
      p.put(", id ", in.b16(4), ", seq ", in.b16(6));
      return true;
    case kListenerQuery:
      return print_query(p, in), true;
    case kListenerReport:
    case kListenerDone:
      return print_mld_v1(p, in), true;
    case kListenerReportV2:
      return print_mld_report(p, in), true;
    case kRouterRenumbering:
      return print_router_renumbering(p, in), true;
    case kNodeQuery:
    case kNodeReply:
      return print_node_information(p, in), true;
    case kInverseSolicitation:
    case kInverseAdvertisement:
      return true;
    case kRpl:
      return print_rpl(p, in), true;
    default:
      return print_unknown(p, in), false;
  }
}

void put_checksum(Printer& p, Slice in) {
  if (!in.has(in.length())) return;
  const std::uint16_t found = in.b16(2);
  if (const std::uint16_t sum = transport_checksum(p.ip, ip_number::kIcmpv6, in.bytes()); sum != 0) {
    p.put("[bad icmp6 cksum 0x", Hex{found, 4}, " -> 0x", Hex{right_checksum(found, sum), 4}, "!] ");
  } else {
    p.put("[icmp6 sum ok] ");
  }
}

void print(Printer& p, Slice in) {
  if (in.length() == 0) {
    p.put("ICMP6, length 0");
    return p.invalid();
  }
  if (p.verbose() > 0 && !p.ip.fragmented) put_checksum(p, in);
  const std::uint8_t type = in.u8(0);
  p.put("ICMP6, ", Named{kTypeNames, type, "unknown icmp6 type (", ")"});
  if (p.verbose() > 0 && shows_length_first(type)) p.put(", length ", in.length());
  const std::uint8_t code = in.u8(1);
  if (print_body(p, type, code, in) && p.verbose() == 0) p.put(", length ", in.length());
}

bool quotes_packet(std::uint8_t type) { return type >= kUnreachable && type <= kParameterProblem; }

void json_body(JsonWriter& json, std::uint8_t type, Slice in) {
  switch (type) {
    case kPacketTooBig:
      json.field("mtu", in.b32(4));
      break;
    case kParameterProblem:
      json.field("pointer", in.b32(4));
      break;
    case kEchoRequest:
    case kEchoReply:
      json.field("id", in.b16(4));
      json.field("sequence", in.b16(6));
      break;
    case kRouterAdvertisement:
      json.field("hop_limit", in.u8(4));
      json.field("managed", (in.u8(5) & 0x80) != 0);
      json.field("other_configuration", (in.u8(5) & 0x40) != 0);
      json.field("router_lifetime", in.b16(6));
      break;
    case kNeighbourAdvertisement:
      json.field("router", (in.u8(4) & 0x80) != 0);
      json.field("solicited", (in.u8(4) & 0x40) != 0);
      json.field("override", (in.u8(4) & 0x20) != 0);
      [[fallthrough]];
    case kNeighbourSolicitation:
    case kListenerReport:
    case kListenerDone:
    case kListenerQuery:
      json.field("target", ipv6_at(in, 8));
      break;
    case kRedirect:
      json.field("target", ipv6_at(in, 8));
      json.field("redirected", ipv6_at(in, 24));
      break;
    case kListenerReportV2:
      json.field("records", in.b16(6));
      break;
    default:
      break;
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t type = in.u8(0);
  json.field("icmp_type", type);
  json.field("code", in.u8(1));
  json.field("checksum", in.b16(2));
  if (const std::string_view name = find_token(kTypeNames, type); !name.empty()) json.field("name", name);
  json_body(json, type, in);
  if (const std::uint32_t offset = nd_options_offset(type); offset != 0) json_nd_options(json, in.after(offset));
  return {quotes_packet(type) ? &kIpv6 : nullptr, in.after(kQuoted)};
}

}  // namespace

const Dissector kIcmp6{"icmp6", print, json};

}  // namespace nd::capture
