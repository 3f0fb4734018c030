// The options of neighbour discovery (RFC 4861 section 4.6, RFC 4191 routes, RFC 8106 DNS, RFC 6275 mobility).
#include <array>

#include "capture/dissect/dns_name.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/icmp6.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace icmp6_type;

enum : std::uint8_t {
  kSourceLinkAddress = 1,
  kTargetLinkAddress = 2,
  kPrefix = 3,
  kRedirectedHeader = 4,
  kMtu = 5,
  kInterval = 7,
  kHomeAgent = 8,
  kRoute = 24,
  kDnsServers = 25,
  kDnsSearch = 31
};

constexpr Token kOptionNames[] = {
    {kSourceLinkAddress, "source link-address"},
    {kTargetLinkAddress, "destination link-address"},
    {kPrefix, "prefix info"},
    {kRedirectedHeader, "redirected header"},
    {kMtu, "mtu"},
    {kInterval, "advertisement interval"},
    {kHomeAgent, "homeagent information"},
    {kRoute, "route info"},
    {kDnsServers, "rdnss"},
    {kDnsSearch, "dnssl"},
};
constexpr Token kPrefixFlags[] = {{0x80, "onlink"}, {0x40, "auto"}, {0x20, "router"}};

void put_lifetime(Printer& p, std::uint32_t seconds) {
  if (seconds == 0xffffffff) {
    p.put("infinity");
  } else {
    p.put(seconds, 's');
  }
}

void put_link_address(Printer& p, Slice option) {
  for (std::uint32_t i = 2; i < option.length(); ++i) {
    if (i > 2) p.put(':');
    p.put(Hex{option.u8(i), 2});
  }
}

void put_prefix(Printer& p, Slice option) {
  p.put(Ip6{option.at(16, 16)}, '/', option.u8(2), option.length() != 32 ? "badlen" : "", ", Flags [",
        Bits{kPrefixFlags, option.u8(3), "none"}, "], valid time ");
  put_lifetime(p, option.b32(4));
  p.put(", pref. time ");
  put_lifetime(p, option.b32(8));
}

void put_dns_servers(Printer& p, Slice option) {
  p.put(" lifetime ", option.b32(4), "s,");
  const std::uint32_t servers = (option.length() / 8 - 1) / 2;
  for (std::uint32_t i = 0; i < servers; ++i) p.put(" addr: ", Ip6{option.at(8 + i * 16, 16)});
}

bool put_dns_search(Printer& p, Slice option) {
  p.put(" lifetime ", option.b32(4), "s, domain(s):");
  std::uint32_t at = 8;
  while (at < option.length() && option.u8(at) != 0) {
    p.put(' ');
    const auto next = print_dns_name(p, option, at);
    if (!next) return false;
    at = *next;
  }
  return true;
}

bool put_route(Printer& p, Slice option) {
  const std::uint32_t length = option.length() - 8;  // of the prefix's bytes
  if (length > 16) return false;
  std::array<std::uint8_t, 16> prefix{};
  std::copy_n(option.at(8, length), length, prefix.begin());
  p.put(' ');
  p.put(Ip6{prefix.data()}, '/', option.u8(2), ", pref=", router_preference(option.u8(3)), ", lifetime=");
  put_lifetime(p, option.b32(4));
  return true;
}

enum class Outcome : std::uint8_t { kPrinted, kBroken, kUnknown };

Outcome print_option(Printer& p, std::uint8_t type, Slice option) {
  const auto printed = [](bool well) { return well ? Outcome::kPrinted : Outcome::kBroken; };
  switch (type) {
    case kSourceLinkAddress:
    case kTargetLinkAddress:
      put_link_address(p, option);
      break;
    case kPrefix:
      put_prefix(p, option);
      break;
    case kRedirectedHeader:
      break;
    case kMtu:
      p.put(' ', option.b32(4), option.length() != 8 ? "bad option length" : "");
      break;
    case kInterval:
      p.put(' ', option.b32(4), "ms");
      break;
    case kHomeAgent:
      p.put(" preference ", option.b16(4), ", lifetime ", option.b16(6));
      break;
    case kRoute:
      return printed(put_route(p, option));
    case kDnsServers:
      put_dns_servers(p, option);
      break;
    case kDnsSearch:
      return printed(put_dns_search(p, option));
    default:
      return Outcome::kUnknown;
  }
  return Outcome::kPrinted;
}

void json_option(JsonWriter& json, std::uint8_t type, Slice option) {
  switch (type) {
    case kSourceLinkAddress:
    case kTargetLinkAddress:
      json.hex_field("link_address", as_text(option.after(2).bytes()));
      break;
    case kPrefix:
      json.field("prefix", ipv6_at(option, 16));
      json.field("prefix_length", option.u8(2));
      json.field("valid_lifetime", option.b32(4));
      json.field("preferred_lifetime", option.b32(8));
      break;
    case kMtu:
      json.field("mtu", option.b32(4));
      break;
    default:
      break;
  }
}

}  // namespace

std::uint32_t nd_options_offset(std::uint8_t type) {
  switch (type) {
    case kRouterSolicitation:
    case kMobilePrefixAdvertisement:
      return 8;
    case kRouterAdvertisement:
      return 16;
    case kNeighbourSolicitation:
    case kNeighbourAdvertisement:
      return 24;
    case kRedirect:
      return 40;
    default:
      return 0;
  }
}

std::string_view router_preference(std::uint8_t flags) {
  static constexpr std::string_view kNames[] = {"medium", "high", "rsv", "low"};
  return kNames[flags >> 3 & 3];
}

bool print_nd_options(Printer& p, Slice in) {
  const Slice first = in;
  while (in.captured() > 0 && in.length() > 0) {
    if (!in.has(2) || in.length() < 2) return false;
    const std::uint32_t units = in.u8(1);
    if (units == 0 || !in.has(units * 8)) return false;
    const std::uint8_t type = in.u8(0);
    p.put("\n\t  ", NameOr{kOptionNames, type, "unknown"}, " option (", type, "), length ", units * 8, " (", units,
          "): ");
    const Slice option = in.with_length(units * 8);
    const Outcome outcome = print_option(p, type, option);
    if (outcome == Outcome::kBroken) return false;
    const Slice data = in.after(2).with_length(units * 8 - 2);
    if (outcome == Outcome::kUnknown && p.verbose() <= 1) {
      p.unknown_data("\n\t  ", data);
      return true;
    }
    // The peer dumps from the first option on, whichever it is at.
    if (type == kRedirectedHeader) p.unknown_data("\n\t    ", first.with_length(units * 8));
    if (p.verbose() > 1) p.unknown_data("\n\t    ", data);
    if (units * 8 > in.length()) return false;
    in.advance(units * 8);
  }
  return true;
}

void json_nd_options(JsonWriter& json, Slice in) {
  json.begin_array("options");
  while (in.bytes().size() >= 2 && in.u8(1) != 0) {
    const std::uint8_t type = in.u8(0);
    const std::uint32_t length = in.u8(1) * 8U;
    json.begin_object();
    json.field("option_type", type);
    if (const std::string_view name = find_token(kOptionNames, type); !name.empty()) json.field("name", name);
    json.field("length", length);
    if (in.bytes().size() >= length) json_option(json, type, in.with_length(length));
    json.end_object();
    in.advance(length);
  }
  json.end_array();
}

}  // namespace nd::capture
