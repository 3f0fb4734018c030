#include "common/sys/rtnetlink.h"

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include <string>

#include "common/parse/rtnetlink.h"
#include "common/sys/sockaddr.h"

namespace nd {
namespace {

constexpr int kAttempts = 4;

// A request under construction: header, the kernel's fixed struct, attributes.
class Request {
 public:
  Request(std::uint16_t type, std::uint16_t flags) : header_(mnl_nlmsg_put_header(buffer_)) {
    header_->nlmsg_type = type;
    header_->nlmsg_flags = flags;
  }
  template <typename T>
  T& put_struct() {
    return *static_cast<T*>(mnl_nlmsg_put_extra_header(header_, sizeof(T)));
  }
  void put_address(std::uint16_t type, const IpAddress& address) {
    mnl_attr_put(header_, type, address.bytes().size(), address.bytes().data());
  }
  void put_u32(std::uint16_t type, std::uint32_t value) { mnl_attr_put_u32(header_, type, value); }
  nlmsghdr& header() { return *header_; }

 private:
  alignas(nlmsghdr) char buffer_[512]{};
  nlmsghdr* header_;
};

template <typename T>
Result<T> ask_one(Netlink& socket, Request& request, const std::string& object, std::optional<T> (*parse)(Bytes)) {
  std::optional<T> found;
  const auto end =
      socket.transact(request.header(), object, [&](const NetlinkMessage& m) { found = parse(m.payload); });
  if (!end) return tl::unexpected(end.error());
  if (!found) return system_failure(EBADMSG, "netlink", object);
  return *found;
}

}  // namespace

Result<RtNetlink> RtNetlink::open() {
  Result<Netlink> socket = Netlink::open(NETLINK_ROUTE);
  if (!socket) return tl::unexpected(socket.error());
  return RtNetlink(std::move(*socket));
}

Result<Route> RtNetlink::route_to(const RouteQuery& query) {
  Request request(RTM_GETROUTE, 0);
  auto& message = request.put_struct<rtmsg>();
  message.rtm_family = to_af(query.destination.family());
  message.rtm_dst_len = static_cast<std::uint8_t>(query.destination.bits());
  request.put_address(RTA_DST, query.destination);
  if (query.source) {
    message.rtm_src_len = static_cast<std::uint8_t>(query.source.bits());
    request.put_address(RTA_SRC, query.source);
  }
  const auto interface = query.interface != 0 ? static_cast<std::uint32_t>(query.interface) : query.destination.scope();
  if (interface != 0) request.put_u32(RTA_OIF, interface);
  if (query.mark != 0) request.put_u32(RTA_MARK, query.mark);
  return ask_one(socket_, request, "route", parse_route_message);
}

Result<Interface> RtNetlink::link(int index) {
  Request request(RTM_GETLINK, 0);
  request.put_struct<ifinfomsg>().ifi_index = index;
  return ask_one(socket_, request, "interface " + std::to_string(index), parse_link_message);
}

Result<std::optional<Neighbour>> RtNetlink::neighbour(const IpAddress& address, int interface) {
  Request request(RTM_GETNEIGH, 0);
  auto& message = request.put_struct<ndmsg>();
  message.ndm_family = to_af(address.family());
  message.ndm_ifindex = interface;
  request.put_address(NDA_DST, address);
  auto found = ask_one(socket_, request, "neighbour", parse_neighbour_message);
  if (found) return std::optional(std::move(*found));
  if (found.error().code == ENOENT) return std::optional<Neighbour>{};
  return tl::unexpected(found.error());
}

template <typename T>
Result<std::vector<T>> RtNetlink::dump(std::uint16_t type, Family family, std::string_view object,
                                       std::optional<T> (*parse)(Bytes)) {
  std::vector<T> rows;
  for (int attempt = 1;; ++attempt) {
    rows.clear();
    Request request(type, NLM_F_DUMP);
    // The longest of the fixed structs; older kernels look at the family only.
    request.put_struct<ifinfomsg>().ifi_family = to_af(family);
    const auto end = socket_.transact(request.header(), object, [&](const NetlinkMessage& m) {
      if (auto row = parse(m.payload)) rows.push_back(std::move(*row));
    });
    if (!end) return tl::unexpected(end.error());
    if (!end->interrupted || attempt == kAttempts) return rows;
  }
}

Result<std::vector<Route>> RtNetlink::routes(Family family) {
  return dump<Route>(RTM_GETROUTE, family, "routes", parse_route_message);
}
Result<std::vector<Interface>> RtNetlink::links() {
  return dump<Interface>(RTM_GETLINK, Family::kNone, "interfaces", parse_link_message);
}
Result<std::vector<Neighbour>> RtNetlink::neighbours(Family family) {
  return dump<Neighbour>(RTM_GETNEIGH, family, "neighbours", parse_neighbour_message);
}
Result<std::vector<InterfaceAddress>> RtNetlink::addresses(Family family) {
  return dump<InterfaceAddress>(RTM_GETADDR, family, "addresses", parse_address_message);
}

}  // namespace nd
