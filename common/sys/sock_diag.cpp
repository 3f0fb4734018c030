#include "common/sys/sock_diag.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>

#include "common/sys/sockaddr.h"

#include <algorithm>

namespace nd {
namespace {

template <typename Body>
struct Request {
  nlmsghdr header{};
  Body body{};
};

template <typename Body>
Request<Body> dump_request() {
  Request<Body> request;
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_DUMP;
  return request;
}

std::uint8_t number_of(InetProtocol protocol) {
  switch (protocol) {
    case InetProtocol::kTcp:
      return IPPROTO_TCP;
    case InetProtocol::kUdp:
      return IPPROTO_UDP;
    case InetProtocol::kUdpLite:
      return IPPROTO_UDPLITE;
    case InetProtocol::kRaw:
      return IPPROTO_RAW;
    case InetProtocol::kIcmp:
      return IPPROTO_ICMP;
  }
  return 0;
}

void put(const Endpoint& endpoint, __be32 (&address)[4], __be16& port) {
  const auto bytes = endpoint.address.bytes();
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::uint8_t*>(address));
  port = htons(endpoint.port);
}

constexpr std::uint8_t extension(int attribute) { return static_cast<std::uint8_t>(1U << (attribute - 1)); }

}  // namespace

Result<SockDiag> SockDiag::open() {
  auto socket = Netlink::open(NETLINK_SOCK_DIAG);
  if (!socket) return tl::unexpected(std::move(socket.error()));
  return SockDiag(*std::move(socket));
}

Status SockDiag::sockets(const DiagQuery& query, const std::function<void(const DiagSocket&)>& f) {
  auto request = dump_request<inet_diag_req_v2>();
  request.body.sdiag_family = to_af(query.family);
  request.body.sdiag_protocol = number_of(query.protocol);
  request.body.idiag_states = query.states;
  if (query.details) {
    request.body.idiag_ext = extension(INET_DIAG_INFO) | extension(INET_DIAG_CONG) | extension(INET_DIAG_SKMEMINFO);
  } else if (query.protocol != InetProtocol::kTcp) {
    request.body.idiag_ext = extension(INET_DIAG_SKMEMINFO);  // datagrams dropped
  }
  const auto end = socket_.transact(request.header, "sock_diag", [&](const NetlinkMessage& message) {
    if (message.type != SOCK_DIAG_BY_FAMILY) return;
    if (const auto socket = parse_inet_diag(message.payload, query.protocol)) f(*socket);
  });
  if (!end) return tl::unexpected(end.error());
  return {};
}

Result<std::optional<DiagSocket>> SockDiag::socket_for(InetProtocol protocol, const Endpoint& local,
                                                       const Endpoint& remote, std::uint32_t interface) {
  auto request = dump_request<inet_diag_req_v2>();
  request.header.nlmsg_flags = 0;
  request.body.sdiag_family = local.address.is_v6() ? AF_INET6 : AF_INET;
  request.body.sdiag_protocol = number_of(protocol);
  request.body.idiag_states = ~0U;
  inet_diag_sockid& id = request.body.id;
  // The kernel's udp_dump_one() looks from the packet's side, its TCP twin from the socket's.
  const bool by_packet = protocol != InetProtocol::kTcp;
  put(by_packet ? remote : local, id.idiag_src, id.idiag_sport);
  put(by_packet ? local : remote, id.idiag_dst, id.idiag_dport);
  id.idiag_if = interface;
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  std::optional<DiagSocket> found;
  const auto end = socket_.transact(request.header, "sock_diag", [&](const NetlinkMessage& message) {
    if (message.type == SOCK_DIAG_BY_FAMILY) found = parse_inet_diag(message.payload, protocol);
  });
  if (!end && end.error().code != ENOENT) return tl::unexpected(end.error());
  return found;
}

Status SockDiag::unix_sockets(const std::function<void(const DiagUnixSocket&)>& f, UnixDetails details) {
  auto request = dump_request<unix_diag_req>();
  request.body.sdiag_family = AF_UNIX;
  request.body.udiag_states = ~0U;
  if (details == UnixDetails::kAll)
    request.body.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER | UDIAG_SHOW_ICONS;
  const auto end = socket_.transact(request.header, "sock_diag", [&](const NetlinkMessage& message) {
    if (message.type != SOCK_DIAG_BY_FAMILY) return;
    if (const auto socket = parse_unix_diag(message.payload)) f(*socket);
  });
  if (!end) return tl::unexpected(end.error());
  return {};
}

}  // namespace nd
