#include "common/parse/proc_net_sockets.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr SocketTableKind kTcp{InetProtocol::kTcp, Family::kIpv4};
constexpr SocketTableKind kTcp6{InetProtocol::kTcp, Family::kIpv6};
constexpr SocketTableKind kUdp{InetProtocol::kUdp, Family::kIpv4};

constexpr std::string_view kListener =
    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 1066 1 "
    "00000000630d9168 100 0 0 10 0                      ";
constexpr std::string_view kTimeWait =
    "  17: 0100007F:1F90 0200000A:C001 06 00000000:00000000 03:00000A2B 00000000     0        0 0 3 0000000012345678";
constexpr std::string_view kUdpRow =
    " 1234: 00000000:0035 00000000:0000 07 00000000:00000010 00:00000000 00000000   101        0 777 2 "
    "000000001a2b3c4d 42             ";
constexpr std::string_view kTcp6Row =
    "   1: B80D01200000000000000000010000FF:01BB 0000000000000000FFFF00000101A8C0:D431 01 0000000A:00000014 "
    "01:00000019 00000002    33        4 98765432109 1 0000000000000000 20 4 30 10 -1";

TEST(SocketRow, reads_a_listener) {
  const auto row = parse_socket_row(kListener, kTcp);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->local, (Endpoint{IpAddress::v4(127, 0, 0, 1), 8080}));
  EXPECT_EQ(row->remote, (Endpoint{IpAddress::v4(0, 0, 0, 0), 0}));
  EXPECT_EQ(row->state, TcpState::kListen);
  EXPECT_EQ(row->rx_queue, 3U);
  EXPECT_EQ(row->uid, 1000U);
  EXPECT_EQ(row->inode, 1066U);
}

TEST(SocketRow, reads_a_time_wait_row_that_ends_early) {
  const auto row = parse_socket_row(kTimeWait, kTcp);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, TcpState::kTimeWait);
  EXPECT_EQ(row->timer, SocketTimer::kTimeWait);
  EXPECT_EQ(row->timer_ticks, 0xA2BU);
  EXPECT_EQ(row->remote, (Endpoint{IpAddress::v4(10, 0, 0, 2), 49153}));
  EXPECT_EQ(row->inode, 0U);
}

TEST(SocketRow, reads_drops_of_udp) {
  const auto row = parse_socket_row(kUdpRow, kUdp);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->drops, 42U);
  EXPECT_EQ(row->rx_queue, 16U);
  EXPECT_EQ(row->state, TcpState::kClose);
}

TEST(SocketRow, reads_ipv6_words_in_host_order) {
  const auto row = parse_socket_row(kTcp6Row, kTcp6);
  ASSERT_TRUE(row);
  const std::array<std::uint8_t, 16> local{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0x01};
  EXPECT_EQ(row->local, (Endpoint{IpAddress::v6(local), 443}));
  EXPECT_TRUE(row->remote.address.is_v4_mapped());
  EXPECT_EQ(row->remote.address.unmapped(), IpAddress::v4(192, 168, 1, 1));
  EXPECT_EQ(row->tx_queue, 10U);
  EXPECT_EQ(row->rx_queue, 20U);
  EXPECT_EQ(row->retransmits, 2U);
  EXPECT_EQ(row->timeouts, 4U);
  EXPECT_EQ(row->inode, 98765432109U);
}

TEST(SocketRow, takes_hexadecimal_digits_and_no_other_byte_in_any_place) {
  const std::string row(kListener);
  for (const std::string_view word : {"0100007F", "00000003"}) {  // an address, a queue
    const std::size_t start = row.find(word);
    for (std::size_t at = start; at < start + 8; ++at) {
      for (unsigned byte = 0; byte < 256; ++byte) {
        if (byte == ' ') continue;  // ends a shorter number
        std::string changed = row;
        changed[at] = static_cast<char>(byte);
        EXPECT_EQ(parse_socket_row(changed, kTcp).has_value(),
                  byte < 0x80 && std::isxdigit(static_cast<int>(byte)) != 0)
            << byte;
      }
    }
  }
}

TEST(SocketRow, reads_every_digit_in_either_case) {
  for (const std::string_view word : {"12345678", "9ABCDEF0", "9abcdef0", "fFaA0019"}) {
    std::string row(kListener);
    row.replace(row.find("00000003"), 8, word);
    const auto parsed = parse_socket_row(row, kTcp);
    ASSERT_TRUE(parsed) << word;
    EXPECT_EQ(parsed->rx_queue, std::stoul(std::string(word), nullptr, 16));
  }
}

struct BadRow {
  const char* name;
  std::string line;
  SocketTableKind kind;
};

class BadSocketRow : public testing::TestWithParam<BadRow> {};

TEST_P(BadSocketRow, is_refused) { EXPECT_FALSE(parse_socket_row(GetParam().line, GetParam().kind)); }

std::string changed(std::string_view line, std::string_view from, std::string_view to) {
  std::string text(line);
  text.replace(text.find(from), from.size(), to);
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    ProcNet, BadSocketRow,
    testing::Values(BadRow{"empty", "", kTcp}, BadRow{"blanks", "      ", kTcp},
                    BadRow{"heading", "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when", kTcp},
                    BadRow{"cut_before_inode", std::string(kListener.substr(0, 88)), kTcp},
                    BadRow{"port_too_wide", changed(kListener, ":1F90", ":1F900"), kTcp},
                    BadRow{"letter_in_address", changed(kListener, "0100007F", "010000GF"), kTcp},
                    BadRow{"no_colon", changed(kListener, ":1F90", " 1F90"), kTcp},
                    BadRow{"v4_row_in_a_v6_table", std::string(kListener), kTcp6},
                    BadRow{"v6_row_in_a_v4_table", std::string(kTcp6Row), kTcp},
                    BadRow{"inode_too_large", changed(kListener, " 1066 ", " 99999999999999999999 "), kTcp},
                    BadRow{"state_too_wide", changed(kListener, " 0A ", " 10A "), kTcp}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(SocketRow, takes_every_prefix_of_a_row) {
  for (const std::string_view line : {kListener, kTimeWait, kUdpRow, kTcp6Row}) {
    test::for_every_prefix(line, [](std::string_view prefix) {
      for (const SocketTableKind kind : {kTcp, kTcp6, kUdp}) static_cast<void>(parse_socket_row(prefix, kind));
    });
  }
}

TEST(SocketRow, a_cut_inode_is_none) {
  const auto whole = parse_socket_row(kListener, kTcp);
  test::for_every_prefix(kListener, [&](std::string_view prefix) {
    const auto row = parse_socket_row(prefix, kTcp);
    EXPECT_TRUE(!row || row->inode == whole->inode) << prefix;
  });
}

TEST(SocketRow, keeps_states_it_does_not_know) {
  const auto row = parse_socket_row(changed(kListener, " 0A ", " 1F "), kTcp);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, TcpState{0x1f});
}

TEST(SocketTableName, is_the_files_name) {
  EXPECT_EQ(table_name({InetProtocol::kTcp, Family::kIpv4}), "tcp");
  EXPECT_EQ(table_name({InetProtocol::kUdpLite, Family::kIpv6}), "udplite6");
  EXPECT_EQ(table_name({InetProtocol::kIcmp, Family::kIpv6}), "icmp6");
}

}  // namespace
}  // namespace nd
