#include "ping/owner_socket.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/icmp6.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "common/parse/address.h"
#include "common/sys/sockaddr.h"
#include "common/sys/syscall.h"
#include "ping/owner_messages.h"

namespace nd::ping {
namespace {

constexpr int kLinkLocalHops = 255;  // what has passed no router, RFC 4861 7.1.2

sockaddr_ll all_on_link(int interface) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ARP);
  address.sll_ifindex = interface;
  address.sll_halen = 6;
  std::fill_n(address.sll_addr, 6, std::uint8_t{0xff});
  return address;
}

UniqueFd open_icmp6() {
  UniqueFd fd(::socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMPV6));
  if (!fd) return fd;
  icmp6_filter none;
  ICMP6_FILTER_SETBLOCKALL(&none);
  const int on = 1;
  const bool set = ::setsockopt(fd.get(), SOL_ICMPV6, ICMP6_FILTER, &none, sizeof none) == 0 &&
                   ::setsockopt(fd.get(), SOL_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof on) == 0 &&
                   ::setsockopt(fd.get(), SOL_IPV6, IPV6_MULTICAST_HOPS, &kLinkLocalHops, sizeof kLinkLocalHops) == 0;
  return set ? std::move(fd) : UniqueFd();
}

// One message; how far it had come (IPv6 only, else -1) decides whether it is from this link.
struct Message {
  std::array<std::uint8_t, 1500> bytes{};
  std::size_t size = 0;
  int hops = -1;
};

bool receive(int fd, Message& into) {
  iovec block{into.bytes.data(), into.bytes.size()};
  alignas(cmsghdr) std::array<std::uint8_t, 128> control{};
  msghdr header{};
  header.msg_iov = &block;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  const ssize_t n = retry_eintr([&] { return ::recvmsg(fd, &header, MSG_DONTWAIT); });
  if (n < 0) return false;
  into.size = static_cast<std::size_t>(n);
  into.hops = -1;
  for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
    if (at->cmsg_level == SOL_IPV6 && at->cmsg_type == IPV6_HOPLIMIT) {
      std::memcpy(&into.hops, CMSG_DATA(at), sizeof into.hops);
    }
  }
  return true;
}

std::optional<Mac> read_answer(const Message& message, const IpAddress& target) {
  const Bytes bytes(message.bytes.data(), message.size);
  if (target.is_v4()) return read_arp_reply(bytes, target);
  return message.hops == kLinkLocalHops ? read_neighbour_advertisement(bytes, target) : std::nullopt;
}

}  // namespace

OwnerSocket OwnerSocket::open(Family family) {
  OwnerSocket made;
  if (family == Family::kIpv6) {
    made.fd_ = open_icmp6();
  } else {
    made.fd_.reset(::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  }
  return made;
}

bool OwnerSocket::send_arp(const OwnerQuestion& question) const {
  const sockaddr_ll all = all_on_link(question.interface);
  const auto* address = reinterpret_cast<const sockaddr*>(&all);
  const auto message = arp_request(question.own, question.source, question.target);
  return ::bind(fd_.get(), address, sizeof all) == 0 &&
         ::sendto(fd_.get(), message.data(), message.size(), 0, address, sizeof all) >= 0;
}

bool OwnerSocket::send_solicitation(const OwnerQuestion& question) const {
  const auto scope = static_cast<std::uint32_t>(question.interface);
  icmp6_filter filter;
  ICMP6_FILTER_SETBLOCKALL(&filter);
  ICMP6_FILTER_SETPASS(ND_NEIGHBOR_ADVERT, &filter);
  const SocketAddress self = to_socket_address(with_scope(question.source, scope));
  const SocketAddress group = to_socket_address(with_scope(solicited_node_group(question.target), scope));
  const auto message = neighbour_solicitation(question.own, question.target);
  return ::bind(fd_.get(), self.get(), self.length) == 0 &&
         ::setsockopt(fd_.get(), SOL_ICMPV6, ICMP6_FILTER, &filter, sizeof filter) == 0 &&
         ::sendto(fd_.get(), message.data(), message.size(), 0, group.get(), group.length) >= 0;
}

bool OwnerSocket::ask(const OwnerQuestion& question) const {
  if (!fd_ || question.source.family() != question.target.family()) return false;
  return question.target.is_v4() ? send_arp(question) : send_solicitation(question);
}

void OwnerSocket::read(const OwnerQuestion& question, std::vector<Mac>& into) const {
  Message message;
  while (receive(fd_.get(), message)) {
    const auto mac = read_answer(message, question.target);
    if (mac && std::find(into.begin(), into.end(), *mac) == into.end()) into.push_back(*mac);
  }
}

}  // namespace nd::ping
