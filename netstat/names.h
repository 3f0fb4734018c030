// The names a listing shows instead of numbers, each kind read when it is first needed and only if the options ask
// for it. Host names are looked up together before the rows are printed, so that one dead server delays a listing
// once and not for each row.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/text_buffer.h"
#include "common/model/socket.h"
#include "common/names/services.h"
#include "common/names/users.h"
#include "netstat/options.h"

namespace nd::netstat {

class Names {
 public:
  explicit Names(const Options& options)
      : numeric_hosts_(options.numeric_hosts),
        numeric_ports_(options.numeric_ports),
        numeric_users_(options.numeric_users) {}

  bool numeric_hosts() const { return numeric_hosts_; }
  bool numeric_ports() const { return numeric_ports_; }

  // Looks all of them up at once and waits for the answers; nothing when hosts are to be numeric.
  void look_up_hosts(const std::vector<IpAddress>& addresses);
  // The host's name, foreign bytes; empty: show the address.
  std::string_view host(const IpAddress& address) const;
  // The service's name (for raw sockets the protocol's); empty: show the number.
  std::string_view service(std::uint16_t port, InetProtocol protocol);
  std::string_view user(std::uint32_t uid);

  // As netstat shows an address: a name, or numbers, an IPv4-mapped address without its "::ffff:".
  void append_host(TextBuffer& out, const IpAddress& address) const;
  void append_port(TextBuffer& out, std::uint16_t port, InetProtocol protocol);

 private:
  bool numeric_hosts_;
  bool numeric_ports_;
  bool numeric_users_;
  std::map<IpAddress, std::string> hosts_;
  Services services_{Duplicate::kLast};
  Protocols protocols_{Duplicate::kLast};
  Users users_;
};

}  // namespace nd::netstat
