#include "netstat/health.h"

#include <gtest/gtest.h>

namespace nd::netstat {
namespace {

CounterGroup group(std::string name, std::vector<Counter> counters) { return {std::move(name), std::move(counters)}; }

std::vector<std::string> checks_of(const HealthInput& input) {
  std::vector<std::string> names;
  for (const Finding& finding : diagnose(input)) names.emplace_back(finding.check);
  return names;
}

TEST(Health, is_silent_when_all_is_well) {
  HealthInput input;
  input.counters = {group("Tcp", {{"OutSegs", 1000000, false}, {"RetransSegs", 100, false}}),
                    group("TcpExt", {{"ListenOverflows", 0, false}})};
  input.conntrack_count = 10;
  input.conntrack_max = 100;
  EXPECT_TRUE(diagnose(input).empty());
  EXPECT_TRUE(diagnose({}).empty());
}

TEST(Health, tells_each_counter_by_its_check) {
  HealthInput input;
  input.counters = {group("Tcp", {{"OutSegs", 1000, false}, {"RetransSegs", 100, false}}),
                    group("Udp", {{"RcvbufErrors", 3, false}}),
                    group("TcpExt", {{"ListenOverflows", 2, false},
                                     {"ListenDrops", 5, false},
                                     {"TCPReqQFullDrop", 1, false},
                                     {"TCPReqQFullDoCookies", 1, false},
                                     {"TCPBacklogDrop", 4, false}})};
  input.softnet = {{10, 0}, {20, 7}};
  input.conntrack_count = 95;
  input.conntrack_max = 100;
  EXPECT_EQ(checks_of(input),
            (std::vector<std::string>{"listen_overflow", "listen_drops", "syn_drops", "syn_cookies", "retransmissions",
                                      "udp_receive_buffer", "conntrack", "backlog_drops", "softnet_drops"}));
}

TEST(Health, names_who_does_not_close) {
  HealthInput input;
  const SocketHolder holder{12, "leaky", "leaky"};
  for (std::uint16_t i = 0; i < 10; ++i) {
    ListedSocket socket;
    socket.row.state = TcpState::kCloseWait;
    socket.row.local = {IpAddress::v4(127, 0, 0, 1), 80};
    socket.row.remote = {IpAddress::v4(127, 0, 0, 1), static_cast<std::uint16_t>(1000 + i)};
    socket.owner = {&holder, i};
    input.sockets.push_back(socket);
  }
  const auto findings = diagnose(input);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].check, "close_wait");
  EXPECT_NE(findings[0].text.find("12/leaky"), std::string::npos);
}

TEST(Health, counts_ports_toward_one_destination) {
  HealthInput input;
  input.first_port = 40000;
  input.last_port = 40009;
  for (std::uint16_t i = 0; i < 9; ++i) {
    ListedSocket socket;
    socket.row.state = TcpState::kTimeWait;
    socket.row.local = {IpAddress::v4(10, 0, 0, 1), static_cast<std::uint16_t>(40000 + i)};
    socket.row.remote = {IpAddress::v4(10, 0, 0, 2), 443};
    input.sockets.push_back(socket);
  }
  EXPECT_EQ(checks_of(input), (std::vector<std::string>{"ephemeral_ports"}));
  input.sockets.resize(5);
  EXPECT_TRUE(diagnose(input).empty());
}

}  // namespace
}  // namespace nd::netstat
