// Names for a run without -n: services and protocols from the system's databases, hosts from the hosts file and DNS.
// DNS is asked in the background, by a process of its own: a packet never waits for it, its address is printed as a
// number until the answer has come.
#pragma once

#include <memory>
#include <string>

#include "capture/dissect/names.h"
#include "common/names/name_process.h"
#include "common/names/services.h"
#include "common/sys/event_loop.h"

namespace nd::capture {

class SystemNames : public Names {
 public:
  explicit SystemNames(bool strip_domain) : strip_domain_(strip_domain) {}

  // Reads what cannot be read later, and starts the process that asks name servers: with no privileges any more, before
  // the first packet.
  void prepare();

  std::string_view host4(const std::uint8_t* bytes) override;
  std::string_view host6(const std::uint8_t* bytes) override;
  std::string_view tcp_port(std::uint16_t port) override { return services_.name(port, ServiceProtocol::kTcp); }
  std::string_view udp_port(std::uint16_t port) override { return services_.name(port, ServiceProtocol::kUdp); }
  std::string_view protocol(std::uint8_t ip_protocol) override { return protocols_.name(ip_protocol); }
  std::string_view ethernet(const std::uint8_t* mac) override;

 private:
  std::string_view host(const IpAddress& address);

  bool strip_domain_;
  Services services_;
  Protocols protocols_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<NameProcess> dns_;
  std::string name_;  // what was returned last
  unsigned since_poll_ = 0;
  bool awaits_hosts_file_ = true;
};

}  // namespace nd::capture
