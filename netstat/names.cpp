#include "netstat/names.h"

#include <set>

#include "common/base/escape.h"
#include "common/names/reverse_dns.h"
#include "common/render/address.h"
#include "common/sys/event_loop.h"

namespace nd::netstat {

void Names::look_up_hosts(const std::vector<IpAddress>& addresses) {
  if (numeric_hosts_) return;
  std::set<IpAddress> wanted;
  for (const IpAddress& address : addresses) {
    if (!address.is_unspecified() && !address.is_v4_mapped() && !hosts_.contains(address)) wanted.insert(address);
  }
  if (wanted.empty()) return;
  auto loop = EventLoop::create();
  if (!loop) return;
  auto dns = ReverseDns::create(*loop);
  if (!dns) return;
  for (const IpAddress& address : wanted) {
    (*dns)->look_up(address,
                    [this, address](const std::optional<std::string>& name) { hosts_[address] = name.value_or(""); });
  }
  while ((*dns)->pending() > 0 && loop->run_once(std::chrono::milliseconds(-1))) {
  }
}

std::string_view Names::host(const IpAddress& address) const {
  const auto found = hosts_.find(address);
  return found == hosts_.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Names::service(std::uint16_t port, InetProtocol protocol) {
  if (numeric_ports_) return {};
  switch (protocol) {
    case InetProtocol::kTcp:
      return services_.name(port, ServiceProtocol::kTcp);
    case InetProtocol::kUdp:
      return services_.name(port, ServiceProtocol::kUdp);
    case InetProtocol::kRaw:
      return protocols_.name(port);
    default:
      return {};
  }
}

std::string_view Names::user(std::uint32_t uid) { return numeric_users_ ? std::string_view() : users_.name(uid); }

void Names::append_host(TextBuffer& out, const IpAddress& address) const {
  if (!numeric_hosts_) {
    if (const std::string_view name = host(address); !name.empty()) {
      append_escaped(out, name);
      return;
    }
    if (address.is_v6() && address.is_unspecified()) {
      out.put("[::]");
      return;
    }
  }
  append_address(out, address.unmapped());
}

void Names::append_port(TextBuffer& out, std::uint16_t port, InetProtocol protocol) {
  if (port == 0) {
    out.put('*');
  } else if (const std::string_view name = service(port, protocol); !name.empty()) {
    append_escaped(out, name);
  } else {
    out.dec(port);
  }
}

}  // namespace nd::netstat
