// The kernel's socket addresses and the model's.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "common/model/address.h"

namespace nd {

inline std::uint8_t to_af(Family family) {
  return family == Family::kIpv4 ? AF_INET : family == Family::kIpv6 ? AF_INET6 : AF_UNSPEC;
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// `flow_label` is an IPv6 address's alone.
inline SocketAddress to_socket_address(const IpAddress& address, std::uint16_t port = 0, std::uint32_t flow_label = 0) {
  SocketAddress made;
  if (address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, address.bytes().data(), 4);
    std::memcpy(&made.storage, &v4, sizeof v4);
    made.length = sizeof v4;
  } else if (address.is_v6()) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    v6.sin6_flowinfo = htonl(flow_label);
    v6.sin6_scope_id = address.scope();
    std::memcpy(&v6.sin6_addr, address.bytes().data(), 16);
    std::memcpy(&made.storage, &v6, sizeof v6);
    made.length = sizeof v6;
  }
  return made;
}

// `from` is AF_INET or AF_INET6 and that long; anything else is the empty endpoint.
inline Endpoint to_endpoint(const sockaddr* from, std::size_t length) {
  if (length >= sizeof(sockaddr_in) && from->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, from, sizeof v4);
    std::array<std::uint8_t, 4> bytes;
    std::memcpy(bytes.data(), &v4.sin_addr, 4);
    return {IpAddress::v4(bytes), ntohs(v4.sin_port)};
  }
  if (length >= sizeof(sockaddr_in6) && from->sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, from, sizeof v6);
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);
    return {IpAddress::v6(bytes, v6.sin6_scope_id), ntohs(v6.sin6_port)};
  }
  return {};
}

}  // namespace nd
