// Which sockets of a list are meant: --state, --port, --local, --remote, --process, --user. A pure predicate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/index/socket_owners.h"
#include "common/model/socket.h"

namespace nd::netstat {

// ADDRESS[/length][:port], [IPv6]…, or :port alone.
struct EndpointPattern {
  IpAddress address;  // empty: any
  unsigned prefix = 0;
  std::optional<std::uint16_t> port;

  bool matches(const Endpoint& endpoint) const;
  bool operator==(const EndpointPattern&) const = default;
};
Result<EndpointPattern> parse_endpoint_pattern(const std::string& text);

struct Filter {
  std::vector<TcpState> states;       // empty: any
  std::optional<std::uint16_t> port;  // at either end
  std::optional<EndpointPattern> local, remote;
  std::optional<std::uint32_t> uid;
  std::string process;  // a pid, or a program's or command's name; empty: any

  // Something is asked that only IP sockets have.
  bool is_about_ip() const { return !states.empty() || port || local || remote || uid; }
  bool needs_owner() const { return !process.empty(); }
  bool matches(const SocketRow& row) const;
  bool matches(const SocketOwner& owner) const;
  bool operator==(const Filter&) const = default;
};

// "listen,established" or ss's groups: all, connected, synchronized. Case and '-' or '_' do not matter.
Result<std::vector<TcpState>> parse_states(const std::string& list);

}  // namespace nd::netstat
