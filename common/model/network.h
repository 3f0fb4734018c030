// Interfaces, routes and neighbours: the path a packet takes, as rtnetlink and /proc/net tell it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/model/address.h"

namespace nd {

struct Interface {
  int index = 0;
  std::string name;
  std::uint32_t flags = 0;     // IFF_*
  std::uint32_t mtu = 0;       // bytes
  std::uint16_t type = 0;      // ARPHRD_*
  std::uint8_t operstate = 0;  // IF_OPER_*
  std::optional<Mac> mac;
  std::string hardware_address;       // raw bytes of any length
  std::uint32_t tx_queue_length = 0;  // packets

  bool operator==(const Interface&) const = default;
};

struct Route {
  IpAddress destination;  // unspecified with prefix 0: the default route
  std::uint8_t prefix = 0;
  std::uint8_t type = 0;   // RTN_*
  std::uint8_t scope = 0;  // RT_SCOPE_*
  std::uint32_t table = 0;
  IpAddress gateway;  // empty: on-link
  IpAddress source;   // RTA_PREFSRC
  int interface = 0;  // RTA_OIF
  std::uint32_t metric = 0;
  std::uint32_t mtu = 0;    // RTAX_MTU, 0: the device's
  std::uint32_t flags = 0;  // RTNH_F_* and RTM_F_*

  bool operator==(const Route&) const = default;
};

struct InterfaceAddress {
  IpAddress address;
  int interface = 0;
  std::uint8_t prefix = 0;
  std::uint8_t scope = 0;    // RT_SCOPE_*
  IpAddress peer = {};       // the other end of a point-to-point link, else `address`
  IpAddress broadcast = {};  // IPv4, where one is set
  std::string label = {};    // IPv4: "eth0", or "eth0:1" for what was once an alias interface

  bool operator==(const InterfaceAddress&) const = default;
};

struct Neighbour {
  IpAddress address;
  int interface = 0;
  std::uint16_t state = 0;  // NUD_*
  std::optional<Mac> mac;

  bool operator==(const Neighbour&) const = default;
};

}  // namespace nd
