#include "netstat/filter.h"

#include <gtest/gtest.h>

#include "common/parse/address.h"

namespace nd::netstat {
namespace {

Endpoint endpoint(std::string_view address, std::uint16_t port) { return {*parse_address(address), port}; }

struct PatternCase {
  const char* name;
  const char* pattern;
  const char* address;
  std::uint16_t port;
  bool matches;
};
class Patterns : public testing::TestWithParam<PatternCase> {};
TEST_P(Patterns, match) {
  const auto pattern = parse_endpoint_pattern(GetParam().pattern);
  ASSERT_TRUE(pattern) << GetParam().pattern;
  EXPECT_EQ(pattern->matches(endpoint(GetParam().address, GetParam().port)), GetParam().matches);
}
INSTANTIATE_TEST_SUITE_P(Endpoints, Patterns,
                         testing::Values(PatternCase{"address", "10.0.0.1", "10.0.0.1", 5, true},
                                         PatternCase{"other_address", "10.0.0.1", "10.0.0.2", 5, false},
                                         PatternCase{"port_alone", ":80", "::1", 80, true},
                                         PatternCase{"other_port", ":80", "::1", 81, false},
                                         PatternCase{"prefix", "10.0.0.0/9:80", "10.127.1.1", 80, true},
                                         PatternCase{"outside_the_prefix", "10.0.0.0/9", "10.128.1.1", 80, false},
                                         PatternCase{"ipv6", "fd00::/8", "fd12::1", 1, true},
                                         PatternCase{"ipv6_with_a_port", "[::1]:443", "::1", 443, true},
                                         PatternCase{"ipv4_mapped", "127.0.0.0/8", "::ffff:127.0.0.1", 1, true},
                                         PatternCase{"any", "*:22", "1.2.3.4", 22, true}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Patterns, refuse_what_is_none) {
  for (const char* bad :
       {"", "host", "10.0.0.1:99999", "10.0.0.1/33", "fd00::/129", "[::1", ":x", "10.0.0.1/8x", "/8"}) {
    EXPECT_FALSE(parse_endpoint_pattern(bad)) << bad;
  }
}

TEST(States, are_read_in_any_spelling) {
  EXPECT_EQ(parse_states("LISTEN,time-wait"), (std::vector<TcpState>{TcpState::kListen, TcpState::kTimeWait}));
  EXPECT_EQ(parse_states("all")->size(), 13U);
  EXPECT_FALSE(parse_states("open"));
  EXPECT_FALSE(parse_states("listen,"));
}

TEST(Filter, asks_for_everything_it_holds) {
  SocketRow row;
  row.local = endpoint("127.0.0.1", 80);
  row.remote = endpoint("127.0.0.1", 4000);
  row.uid = 33;
  row.inode = 7;
  Filter filter;
  EXPECT_TRUE(filter.matches(row));
  filter.port = std::uint16_t{4000};
  EXPECT_TRUE(filter.matches(row));
  filter.uid = 0U;
  EXPECT_FALSE(filter.matches(row));
  filter.uid = 33U;
  filter.states = {TcpState::kListen};
  EXPECT_FALSE(filter.matches(row));
}

TEST(Filter, knows_a_process_by_pid_and_by_either_name) {
  const SocketHolder holder{12, std::string("/usr/bin/python3\0-m\0", 20), "worker"};
  const SocketOwner owner{&holder, 3};
  for (const char* process : {"12", "python3", "worker", ""}) {
    Filter filter;
    filter.process = process;
    EXPECT_TRUE(filter.matches(owner)) << process;
  }
  Filter other;
  other.process = "13";
  EXPECT_FALSE(other.matches(owner));
  EXPECT_FALSE(other.matches(SocketOwner{}));
}

}  // namespace
}  // namespace nd::netstat
