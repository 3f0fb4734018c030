// The names that a listing shows for numbers: users, hosts, services. Each is asked for once, and hosts are asked for
// all together before anything is printed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/text_buffer.h"
#include "common/model/socket.h"
#include "common/names/services.h"
#include "common/names/users.h"
#include "lsof/open_file.h"
#include "lsof/report/style.h"

namespace nd::lsof {

class Names {
 public:
  explicit Names(const Style& style) : style_(style) {}

  // Notes the addresses of an Internet file, …
  void want_hosts(const OpenFile& file);
  // … and looks them up, waiting until all are answered or given up.
  Status find_hosts();
  bool wants_hosts() const { return !hosts_.empty(); }

  // The login name, or the number when there is none or -l is given.
  std::string user(std::uint32_t uid);
  // "local->remote" as lsof writes an Internet file's NAME.
  void append_endpoints(TextBuffer& out, const SocketRow& socket);
  std::string service(std::uint16_t port, InetProtocol protocol);

 private:
  void append_endpoint(TextBuffer& out, const Endpoint& end, const SocketRow& socket);

  Style style_;
  Users users_;
  Services services_;
  std::map<IpAddress, std::optional<std::string>> hosts_;
};

}  // namespace nd::lsof
