// -i [46][protocol][@host][:ports]: which Internet files are asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/model/socket.h"

namespace nd::lsof {

struct PortRange {
  std::uint16_t low = 0;
  std::uint16_t high = 0;
};

struct InternetSpec {
  std::string text;                      // as given, for messages
  Family family = Family::kNone;         // kNone: either
  bool family_alone = false;             // "4" or "6" and nothing else: then it is the socket's type that counts,
                                         // else the addresses', which are IPv4's on a v4-mapped IPv6 socket
  std::optional<InetProtocol> protocol;  // nullopt: any
  std::string host;                      // as given, empty: any
  std::vector<IpAddress> addresses;      // of the host
  std::vector<PortRange> ports;          // empty: any
  std::vector<std::string> services;     // ports still to be looked up by name
  bool found = false;

  // Either end of the socket has one of the addresses and one of the ports.
  bool matches(const SocketRow& socket) const;
};

// Pure: names of hosts and services are left to resolve().
Result<InternetSpec> parse_internet_spec(std::string_view text);
// Looks the names up (the hosts file, DNS, the services file).
Status resolve(InternetSpec& spec);

}  // namespace nd::lsof
