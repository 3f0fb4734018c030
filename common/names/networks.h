// Networks by name: /etc/networks, read when the first is asked for. The resolver's own getnetbyaddr(3) asks DNS
// where nsswitch.conf does not forbid it, and then hangs a listing for seconds.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/model/address.h"

namespace nd {

class Networks {
 public:
  explicit Networks(std::string file = "/etc/networks") : file_(std::move(file)) {}
  // Empty when the network has no name. The text lives as long as this object.
  std::string_view name(const IpAddress& network);

 private:
  std::string file_;
  bool loaded_ = false;
  std::map<IpAddress, std::string> names_;
};

// networks(5): "name number [alias …] [# comment]"; a number of fewer than four parts is padded with zeros.
std::map<IpAddress, std::string> parse_networks(std::string_view text);

}  // namespace nd
