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
  return tl::unexpected(Refusal{kFailed, text + ": " + reason});
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

std::optional<IpAddress> parse_literal(const std::string& text) {
  const auto scoped = parse_scoped_address(text);
  if (!scoped) return parse_classic(text);
  if (scoped->scope.empty() || scoped->address.scope() != 0) return scoped->address;
  const unsigned index = ::if_nametoindex(std::string(scoped->scope).c_str());
  if (index == 0) return std::nullopt;
  return with_scope(scoped->address, index);
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

tl::expected<Target, Refusal> look_up(const std::string& text, Family family) {
  addrinfo hints{};
  hints.ai_family = family == Family::kIpv4 ? AF_INET : family == Family::kIpv6 ? AF_INET6 : AF_UNSPEC;
  hints.ai_socktype = SOCK_RAW;
  hints.ai_flags = AI_CANONNAME;
  if (!is_ascii(text)) {  // an international name is read in the user's encoding
    ::setlocale(LC_CTYPE, "");
    hints.ai_flags |= AI_IDN | AI_CANONIDN;
  }
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(text.c_str(), nullptr, &hints, &found); code != 0) return refuse(text, code);
  const std::unique_ptr<addrinfo, FreeAddressList> list(found);
  Target target;
  target.typed = text;
  target.address = to_endpoint(found->ai_addr, found->ai_addrlen).address;
  target.canonical = found->ai_canonname != nullptr ? found->ai_canonname : text;
  return target;
}

}  // namespace

tl::expected<Target, Refusal> resolve(const std::string& text, Family family) {
  if (const auto literal = parse_literal(text)) {
    if (family != Family::kNone && literal->family() != family) return refuse(text, EAI_ADDRFAMILY);
    return Target{*literal, text, text, true};
  }
  return look_up(text, family);
}

}  // namespace nd::ping
