#include "ping/arp_question.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include "common/sys/timer.h"

namespace nd::ping {
namespace {

// RFC 826, for Ethernet and IPv4.
struct ArpPacket {
  std::uint16_t hardware = htons(1);
  std::uint16_t protocol = htons(ETH_P_IP);
  std::uint8_t hardware_size = 6;
  std::uint8_t protocol_size = 4;
  std::uint16_t operation = htons(1);
  std::array<std::uint8_t, 6> sender_mac{};
  std::array<std::uint8_t, 4> sender{};
  std::array<std::uint8_t, 6> target_mac{};
  std::array<std::uint8_t, 4> target{};
};
static_assert(sizeof(ArpPacket) == 28);

sockaddr_ll on_link(int interface) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ARP);
  address.sll_ifindex = interface;
  address.sll_halen = 6;
  std::fill_n(address.sll_addr, 6, std::uint8_t{0xff});
  return address;
}

bool same(const std::array<std::uint8_t, 4>& bytes, const IpAddress& address) {
  return std::equal(bytes.begin(), bytes.end(), address.bytes().begin(), address.bytes().end());
}

}  // namespace

ArpSocket ArpSocket::open() {
  ArpSocket made;
  made.fd_.reset(::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return made;
}

std::vector<Mac> ArpSocket::ask(int interface, const Mac& own, const IpAddress& source, const IpAddress& target,
                                std::chrono::milliseconds wait) const {
  std::vector<Mac> found;
  if (!fd_ || !source.is_v4() || !target.is_v4()) return found;
  const sockaddr_ll all = on_link(interface);
  const auto* address = reinterpret_cast<const sockaddr*>(&all);
  ArpPacket question;
  question.sender_mac = own.bytes;
  std::copy(source.bytes().begin(), source.bytes().end(), question.sender.begin());
  std::copy(target.bytes().begin(), target.bytes().end(), question.target.begin());
  if (::bind(fd_.get(), address, sizeof all) < 0) return found;
  if (::sendto(fd_.get(), &question, sizeof question, 0, address, sizeof all) < 0) return found;
  const MonotonicTime end = monotonic_now() + wait;
  for (MonotonicTime now = monotonic_now(); now < end; now = monotonic_now()) {
    pollfd waiting{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    static_cast<void>(
        ::poll(&waiting, 1, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(end - now).count())));
    ArpPacket answer;
    while (::recv(fd_.get(), &answer, sizeof answer, 0) == static_cast<ssize_t>(sizeof answer)) {
      const Mac mac{answer.sender_mac};
      if (answer.operation != htons(2) || !same(answer.sender, target)) continue;
      if (std::find(found.begin(), found.end(), mac) == found.end()) found.push_back(mac);
    }
  }
  return found;
}

}  // namespace nd::ping
