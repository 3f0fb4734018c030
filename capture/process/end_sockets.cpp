#include "capture/process/end_sockets.h"

#include <linux/rtnetlink.h>
#include <netinet/in.h>

#include <algorithm>
#include <optional>

namespace nd::capture {
namespace {

std::optional<InetProtocol> diag_protocol(std::uint8_t number) {
  switch (number) {
    case IPPROTO_TCP:
      return InetProtocol::kTcp;
    case IPPROTO_UDP:
      return InetProtocol::kUdp;
    case IPPROTO_UDPLITE:
      return InetProtocol::kUdpLite;
    default:
      return std::nullopt;
  }
}

// A connection that no accept(2) has taken yet, or that was closed already, has no file, hence no inode; where it is a
// server's, its listener has.
bool has_no_file(const SocketRow& row) { return row.protocol == InetProtocol::kTcp && row.inode == 0; }

Dialogue dialogue_of_socket(const SocketRow& row) {
  const IpAddress local = row.local.address.unmapped();
  const IpAddress remote = row.remote.address.unmapped();
  Flow flow;
  flow.version = local.is_v4() ? 4 : 6;
  flow.protocol = row.protocol == InetProtocol::kTcp ? IPPROTO_TCP : IPPROTO_UDP;
  flow.source_port = row.local.port;
  flow.destination_port = row.remote.port;
  std::copy(local.bytes().begin(), local.bytes().end(), flow.source.begin());
  std::copy(remote.bytes().begin(), remote.bytes().end(), flow.destination.begin());
  return dialogue_of(flow).key;
}

EndSocket told_by(const SocketRow& row) {
  EndSocket found;
  found.inode = row.inode;
  found.owner.provisional = row.protocol == InetProtocol::kTcp && row.state == TcpState::kListen;
  found.owner.has_user = row.inode != 0;
  found.owner.uid = row.uid;
  return found;
}

}  // namespace

Result<EndSockets> EndSockets::open() {
  auto sockets = SockDiag::open();
  if (!sockets) return tl::unexpected(sockets.error());
  auto routes = RtNetlink::open();
  if (!routes) return tl::unexpected(routes.error());
  return EndSockets(*std::move(sockets), *std::move(routes));
}

std::array<EndSocket, 2> EndSockets::of(const OwnersQuestion& question) {
  return {find(question, 0), find(question, 1)};
}

std::vector<Dialogue> EndSockets::connected(std::size_t limit) {
  std::vector<Dialogue> dialogues;
  for (const InetProtocol protocol : {InetProtocol::kTcp, InetProtocol::kUdp}) {
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      const auto note = [&](const DiagSocket& socket) {
        if (socket.row.inode != 0 && socket.row.remote.port != 0 && dialogues.size() < limit)
          dialogues.push_back(dialogue_of_socket(socket.row));
      };
      static_cast<void>(sockets_.sockets({.protocol = protocol, .family = family}, note));
    }
  }
  return dialogues;
}

EndSocket EndSockets::find(const OwnersQuestion& question, std::size_t end) {
  const Dialogue& dialogue = question.dialogue;
  const Endpoint local = dialogue.end(end);
  EndSocket unknown;
  if (!is_local(local.address)) {
    unknown.owner.state = EndOwner::State::kElsewhere;
    return unknown;
  }
  const auto protocol = diag_protocol(dialogue.protocol);
  if (!protocol || local.port == 0) return unknown;
  const Endpoint remote = dialogue.end(1 - end);
  auto found = sockets_.socket_for(*protocol, local, remote, question.interface);
  if (!found || !*found) return unknown;
  if (has_no_file((*found)->row)) {
    const Endpoint anybody{
        dialogue.version == 4 ? IpAddress::v4(0, 0, 0, 0) : IpAddress::v6(std::array<std::uint8_t, 16>{}), 0};
    found = sockets_.socket_for(*protocol, local, anybody, question.interface);
    if (!found || !*found) return unknown;
  }
  return told_by((*found)->row);
}

bool EndSockets::is_local(const IpAddress& address) {
  if (address.is_multicast() || address.is_unspecified()) return false;
  if (address.is_loopback()) return true;
  const auto route = routes_.route_to({.destination = address});
  return route && route->type == RTN_LOCAL;
}

}  // namespace nd::capture
