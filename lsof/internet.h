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

// A port by name, or the ports up to it from one on.
struct ServiceRange {
  std::string name;
  std::optional<std::uint16_t> low;
};

struct InternetSpec {
  std::string text;                      // as given, for messages
  Family family = Family::kNone;         // of its addresses, IPv4 on a v4-mapped socket; kNone: either
  std::optional<InetProtocol> protocol;  // nullopt: any
  std::string host;                      // as given, empty: any
  std::vector<IpAddress> addresses;      // of the host
  std::vector<PortRange> ports;          // empty: any
  std::vector<ServiceRange> services;    // ports still to be looked up by name
  bool found = false;

  // This end of the socket has one of the addresses and one of the ports.
  bool matches(const SocketRow& socket, const Endpoint& end) const;
};

// "4" or "6": sockets of that type, whatever their addresses are. Otherwise kNone.
Family family_alone(std::string_view text);
// Anything else. `family`: of addresses, where the text does not say. Pure: names of hosts and services are left to
// resolve().
Result<InternetSpec> parse_internet_spec(std::string_view text, Family family = Family::kNone);
// Looks the names up (the hosts file, DNS, the services file).
Status resolve(InternetSpec& spec);

}  // namespace nd::lsof
