#include "ping/flow_label.h"

#include <arpa/inet.h>
#include <linux/in6.h>

#include <cstring>

namespace nd::ping {

tl::expected<std::uint32_t, Refusal> lease_flow_label(EchoSocket& socket, std::uint32_t label,
                                                      const IpAddress& target) {
  const auto refuse = [](const std::string& what) {
    return tl::unexpected(Refusal{2, what + ": " + std::strerror(errno)});
  };
  in6_flowlabel_req request{};
  std::memcpy(&request.flr_dst, target.bytes().data(), sizeof request.flr_dst);
  request.flr_label = htonl(label);
  request.flr_action = IPV6_FL_A_GET;
  request.flr_share = IPV6_FL_S_EXCL;
  request.flr_flags = IPV6_FL_F_CREATE;
  // The kernel writes the label it chose back through this pointer.
  if (::setsockopt(socket.fd(), SOL_IPV6, IPV6_FLOWLABEL_MGR, &request, sizeof request) < 0) {
    return refuse("can't set flowlabel");
  }
  const int on = 1;
  if (::setsockopt(socket.fd(), SOL_IPV6, IPV6_FLOWINFO_SEND, &on, sizeof on) < 0) return refuse("can't send flowinfo");
  return ntohl(request.flr_label) & 0xfffff;
}

}  // namespace nd::ping
