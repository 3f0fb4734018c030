// Ports and protocols by name, as the system's databases tell them (nsswitch: files, db, nis …). A database is read
// once, when its first name is asked for, so that a numeric listing never opens it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nd {

enum class ServiceProtocol : std::uint8_t { kTcp, kUdp, kSctp, kDccp };

// Which of two entries for one port counts: getservbyport(3) takes the first; netstat, which keeps a list of its own,
// the last.
enum class Duplicate : std::uint8_t { kFirst, kLast };

class Services {
 public:
  explicit Services(Duplicate duplicate = Duplicate::kFirst) : duplicate_(duplicate) {}

  // Empty when the port has no name. The text lives as long as this object.
  std::string_view name(std::uint16_t port, ServiceProtocol protocol);
  // The other way: a name or an alias.
  std::optional<std::uint16_t> port(std::string_view name, ServiceProtocol protocol);

 private:
  struct Table {
    std::vector<std::uint16_t> index_of_port;  // into names, 0: none
    std::vector<std::string> names{""};
    std::unordered_map<std::string, std::uint16_t> port_of_name;
  };
  void load();
  void add(ServiceProtocol protocol, std::uint16_t port, const char* name, char** aliases);

  Duplicate duplicate_;
  bool loaded_ = false;
  Table tables_[4];
};

// IP protocols ("icmp", "tcp"), from the protocols database.
class Protocols {
 public:
  explicit Protocols(Duplicate duplicate = Duplicate::kFirst) : duplicate_(duplicate) {}
  // Empty when the number has no name.
  std::string_view name(std::uint16_t number);

 private:
  Duplicate duplicate_;
  bool loaded_ = false;
  std::unordered_map<std::uint16_t, std::string> names_;
};

}  // namespace nd
