// Text to addresses: what people type (hosts, prefixes, ranges) and what files hold. Strict where inet_pton is strict,
// so that anything else is left to the resolver.
#pragma once

#include <optional>
#include <string_view>

#include "common/model/address.h"

namespace nd {

// Four decimal numbers of 0 to 255 without leading zeros; no shorter forms.
std::optional<IpAddress> parse_ipv4(std::string_view text);
// RFC 4291 section 2.2, with or without a dotted quad at its end; no brackets, no scope.
std::optional<IpAddress> parse_ipv6(std::string_view text);
// Either of them.
std::optional<IpAddress> parse_address(std::string_view text);

// fe80::1%eth0: the scope is kept as text, since only the kernel knows which index a name has.
struct ScopedAddress {
  IpAddress address;       // its scope() is set when the text is a number
  std::string_view scope;  // after the '%', empty without one
};
std::optional<ScopedAddress> parse_scoped_address(std::string_view text);

struct Prefix {
  IpAddress address;
  unsigned length = 0;
  bool operator==(const Prefix&) const = default;
};
// "10.0.0.0/8" or "fd00::/64"; nullopt without a slash or with a length past the family's bits.
std::optional<Prefix> parse_prefix(std::string_view text);

// The same address with `scope` as its interface index.
IpAddress with_scope(const IpAddress& address, std::uint32_t scope);

}  // namespace nd
