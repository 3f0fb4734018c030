#include "lsof/report/names.h"

#include "common/names/reverse_dns.h"
#include "common/render/address.h"
#include "common/sys/event_loop.h"
#include "lsof/text.h"

namespace nd::lsof {

void Names::want_hosts(const OpenFile& file) {
  if (style_.numeric_hosts || file.socket == nullptr) return;
  for (const Endpoint& end : {file.socket->local, file.socket->remote}) {
    if (!end.address.is_unspecified()) hosts_.try_emplace(end.address.unmapped());
  }
}

Status Names::find_hosts() {
  if (hosts_.empty()) return {};
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto dns = ReverseDns::create(*loop);
  if (!dns) return tl::unexpected(dns.error());
  for (auto& [address, name] : hosts_) {
    (*dns)->look_up(address, [&name = name](const std::optional<std::string>& answer) { name = answer; });
  }
  while ((*dns)->pending() > 0) {
    if (auto ran = loop->run_once(std::chrono::milliseconds(-1)); !ran) return tl::unexpected(ran.error());
  }
  return {};
}

std::string Names::user(std::uint32_t uid) {
  if (!style_.user_numbers) {
    if (const std::string_view name = users_.name(uid); !name.empty()) return std::string(name);
  }
  return std::to_string(uid);
}

std::string Names::service(std::uint16_t port, InetProtocol protocol) {
  if (style_.numeric_ports) return {};
  return std::string(
      services_.name(port, protocol == InetProtocol::kTcp ? ServiceProtocol::kTcp : ServiceProtocol::kUdp));
}

void Names::append_endpoint(TextBuffer& out, const Endpoint& end, const SocketRow& socket) {
  const IpAddress address = end.address.unmapped();
  const auto host = hosts_.find(address);
  if (end.address.is_unspecified()) {
    out.put('*');
  } else if (host != hosts_.end() && host->second) {
    append_name(out, *host->second);
  } else if (address.is_v6()) {
    append_address(out.put('['), address);
    out.put(']');
  } else {
    append_address(out, address);
  }
  out.put(':');
  if (end.port == 0) {
    out.put('*');
  } else if (const std::string name = service(end.port, socket.protocol); !name.empty()) {
    append_name(out, name);
  } else {
    out.dec(end.port);
  }
}

void Names::append_endpoints(TextBuffer& out, const SocketRow& socket) {
  append_endpoint(out, socket.local, socket);
  if (socket.remote.address.is_unspecified() && socket.remote.port == 0) return;
  out.put("->");
  append_endpoint(out, socket.remote, socket);
}

}  // namespace nd::lsof
