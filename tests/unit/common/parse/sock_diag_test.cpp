#include "common/parse/sock_diag.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <cstring>
#include <vector>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

using Block = std::vector<std::uint8_t>;

void append(Block& block, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  block.insert(block.end(), bytes, bytes + size);
  while (block.size() % 4 != 0) block.push_back(0);
}

void attribute(Block& block, std::uint16_t type, std::string_view payload) {
  const nlattr header{static_cast<std::uint16_t>(sizeof(nlattr) + payload.size()), type};
  append(block, &header, sizeof header);
  append(block, payload.data(), payload.size());
}

Block listener() {
  inet_diag_msg message{};
  message.idiag_family = AF_INET;
  message.idiag_state = 10;
  message.id.idiag_sport = htons(8080);
  message.id.idiag_src[0] = htonl(0x7f000001);
  message.idiag_rqueue = 3;
  message.idiag_wqueue = 128;
  message.idiag_inode = 77;
  Block block;
  append(block, &message, sizeof message);
  attribute(block, INET_DIAG_CONG, std::string_view("cubic\0", 6));
  return block;
}

TEST(InetDiag, reads_a_listener_and_its_limit) {
  const auto socket = parse_inet_diag(listener(), InetProtocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->row.local, (Endpoint{IpAddress::v4(127, 0, 0, 1), 8080}));
  EXPECT_EQ(socket->row.state, TcpState::kListen);
  EXPECT_EQ(socket->row.rx_queue, 3U);
  EXPECT_EQ(socket->row.tx_queue, 0U);
  EXPECT_EQ(socket->backlog_limit, 128U);
  EXPECT_EQ(socket->congestion, "cubic");
  EXPECT_EQ(socket->row.inode, 77U);
}

TEST(InetDiag, reads_as_much_of_tcp_info_as_there_is) {
  inet_diag_msg message{};
  message.idiag_family = AF_INET6;
  message.idiag_state = 1;
  message.idiag_timer = 2;
  message.idiag_expires = 1005;
  Block block;
  append(block, &message, sizeof message);
  std::string info(72, '\0');  // an old kernel's: it ends behind tcpi_rtt
  const std::uint32_t rtt = 1500;
  std::memcpy(info.data() + 68, &rtt, sizeof rtt);
  attribute(block, INET_DIAG_INFO, info);
  const auto socket = parse_inet_diag(block, InetProtocol::kTcp);
  ASSERT_TRUE(socket && socket->tcp);
  EXPECT_EQ(socket->tcp->rtt, 1500U);
  EXPECT_EQ(socket->tcp->bytes_sent, 0U);
  EXPECT_EQ(socket->row.family, Family::kIpv6);
  EXPECT_EQ(socket->row.timer, SocketTimer::kKeepalive);
  EXPECT_EQ(socket->row.timer_ticks, 101U);
}

TEST(InetDiag, gives_its_one_count_to_what_the_timer_is_for) {
  inet_diag_msg message{};
  message.idiag_family = AF_INET;
  message.idiag_state = 1;
  message.idiag_retrans = 3;
  for (const auto timer : {SocketTimer::kRetransmit, SocketTimer::kKeepalive, SocketTimer::kProbe}) {
    message.idiag_timer = static_cast<std::uint8_t>(timer);
    Block block;
    append(block, &message, sizeof message);
    const auto socket = parse_inet_diag(block, InetProtocol::kTcp);
    ASSERT_TRUE(socket);
    EXPECT_EQ(socket->row.retransmits, timer == SocketTimer::kRetransmit ? 3U : 0U);
    EXPECT_EQ(socket->row.timeouts, timer == SocketTimer::kRetransmit ? 0U : 3U);
  }
}

TEST(InetDiag, does_not_know_whose_an_embryonic_connection_is) {
  inet_diag_msg message{};
  message.idiag_family = AF_INET;
  message.idiag_state = 12;
  Block block;
  append(block, &message, sizeof message);
  const auto socket = parse_inet_diag(block, InetProtocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->row.state, TcpState::kSynRecv);
  EXPECT_EQ(socket->row.uid, kNoUid);
}

TEST(UnixDiag, reads_names_and_the_other_end) {
  unix_diag_msg message{};
  message.udiag_family = AF_UNIX;
  message.udiag_type = SOCK_STREAM;
  message.udiag_state = 1;
  message.udiag_ino = 5;
  Block block;
  append(block, &message, sizeof message);
  attribute(block, UNIX_DIAG_NAME, std::string_view("\0abc\0def", 8));
  const std::uint32_t peer = 6;
  attribute(block, UNIX_DIAG_PEER, {reinterpret_cast<const char*>(&peer), sizeof peer});
  const unix_diag_vfs file{77, 0x800012};
  attribute(block, UNIX_DIAG_VFS, {reinterpret_cast<const char*>(&file), sizeof file});
  const auto socket = parse_unix_diag(block);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->file_inode, 77U);
  EXPECT_EQ(socket->file_device, (Device{8, 0x12}));
  test::for_every_prefix(Bytes(block), [](Bytes prefix) { static_cast<void>(parse_unix_diag(prefix)); });
  EXPECT_EQ(socket->row.path, "@abc@def");
  EXPECT_EQ(socket->peer, 6U);
  EXPECT_EQ(socket->row.state, UnixState::kConnected);
}

TEST(UnixDiag, reads_the_first_that_a_listener_has_yet_to_accept) {
  unix_diag_msg message{};
  message.udiag_family = AF_UNIX;
  message.udiag_state = 10;
  message.udiag_ino = 5;
  Block block;
  append(block, &message, sizeof message);
  const std::uint32_t waiting[] = {7, 8};
  attribute(block, UNIX_DIAG_ICONS, {reinterpret_cast<const char*>(waiting), sizeof waiting});
  const auto socket = parse_unix_diag(block);
  ASSERT_TRUE(socket);
  EXPECT_TRUE(socket->row.is_listening());
  EXPECT_EQ(socket->first_waiting, 7U);
}

TEST(SockDiag, takes_every_prefix) {
  const Block whole = listener();
  test::for_every_prefix(Bytes(whole), [](Bytes prefix) {
    static_cast<void>(parse_inet_diag(prefix, InetProtocol::kTcp));
    EXPECT_FALSE(parse_unix_diag(prefix));
  });
}

}  // namespace
}  // namespace nd
