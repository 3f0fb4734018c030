#include "ping/target.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>

#include <clocale>
#include <cstring>
#include <memory>

#include "common/parse/address.h"
#include "common/sys/sockaddr.h"

namespace nd::ping {
namespace {

constexpr int kFailed = 2;

tl::unexpected<Refusal> refuse(const std::string& text, int code) {
  const char* reason = code == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(code);
  return tl::unexpected(Refusal{.status = kFailed, .message = text + ": " + reason, .code = "unknown_host"});
}

// The short forms of inet_aton(3): "127.1", "0x7f000001", "0".
std::optional<IpAddress> parse_classic(const std::string& text) {
  in_addr address;
  if (text.find_first_not_of("0123456789abcdefABCDEFxX.") != std::string::npos) return std::nullopt;
  if (::inet_aton(text.c_str(), &address) == 0) return std::nullopt;
  std::array<std::uint8_t, 4> bytes;
  std::memcpy(bytes.data(), &address, sizeof bytes);
  return IpAddress::v4(bytes);
}

// Only link-local addresses have a scope, and no brackets belong here: the rest is for the resolver to refuse.
std::optional<IpAddress> parse_literal(const std::string& text) {
  if (text.starts_with('[')) return std::nullopt;
  const auto scoped = parse_scoped_address(text);
  if (!scoped) return parse_classic(text);
  const std::size_t percent = text.find('%');
  if (percent == std::string::npos) return scoped->address;
  const IpAddress& address = scoped->address;
  if (!address.is_link_local() && !is_link_local_multicast(address)) return std::nullopt;
  if (scoped->scope.empty() || address.scope() != 0) return address;
  const unsigned index = ::if_nametoindex(std::string(scoped->scope).c_str());
  if (index == 0) return std::nullopt;
  return with_scope(address, index);
}

bool is_ascii(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

struct FreeAddressList {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

// Asked for every family, as the peer does: a name that has addresses of another one only is refused with those words.
tl::expected<std::vector<Target>, Refusal> look_up(const std::string& text, Family family) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;  // one entry an address
  hints.ai_flags = AI_CANONNAME;
  if (!is_ascii(text)) {  // an international name is read in the user's encoding
    ::setlocale(LC_CTYPE, "");
    hints.ai_flags |= AI_IDN | AI_CANONIDN;
  }
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(text.c_str(), nullptr, &hints, &found); code != 0) return refuse(text, code);
  const std::unique_ptr<addrinfo, FreeAddressList> list(found);
  const std::string canonical = found->ai_canonname != nullptr ? found->ai_canonname : text;
  std::vector<Target> targets;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const IpAddress address = to_endpoint(at->ai_addr, at->ai_addrlen).address;
    if (!address || (family != Family::kNone && address.family() != family)) continue;
    targets.push_back({address, address, text, canonical, false});
  }
  if (targets.empty()) return refuse(text, EAI_ADDRFAMILY);
  return targets;
}

}  // namespace

bool is_link_local_multicast(const IpAddress& address) {
  return address.is_v6() && address.is_multicast() && (address.bytes()[1] & 0x0f) == 2;
}

tl::expected<std::vector<Target>, Refusal> resolve_all(const std::string& text, Family family) {
  if (const auto literal = parse_literal(text)) {
    if (family != Family::kNone && literal->family() != family) return refuse(text, EAI_ADDRFAMILY);
    return std::vector{Target{*literal, *literal, text, text, true}};
  }
  return look_up(text, family);
}

tl::expected<Target, Refusal> resolve(const std::string& text, Family family) {
  auto all = resolve_all(text, family);
  if (!all) return tl::unexpected(all.error());
  return std::move(all->front());
}

}  // namespace nd::ping
