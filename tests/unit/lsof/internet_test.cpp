#include "lsof/internet.h"

#include <gtest/gtest.h>

#include "common/parse/address.h"

namespace nd::lsof {
namespace {

Endpoint end(std::string_view address, std::uint16_t port) { return {*parse_address(address), port}; }

const SocketRow kConnection{.protocol = InetProtocol::kTcp,
                            .family = Family::kIpv4,
                            .local = end("127.0.0.1", 50000),
                            .remote = end("10.0.0.7", 443)};
const SocketRow kMapped{.protocol = InetProtocol::kTcp,
                        .family = Family::kIpv6,
                        .local = end("::ffff:127.0.0.1", 8080),
                        .remote = end("::ffff:127.0.0.1", 50000)};
const SocketRow kUdp6{
    .protocol = InetProtocol::kUdp, .family = Family::kIpv6, .local = end("::1", 53), .remote = end("::", 0)};

struct MatchCase {
  const char* label;
  std::string text;
  bool connection, mapped, udp6;
};

class InternetMatch : public testing::TestWithParam<MatchCase> {};

TEST_P(InternetMatch, Takes) {
  const auto spec = parse_internet_spec(GetParam().text);
  ASSERT_TRUE(spec) << spec.error().message();
  const auto matches = [&](const SocketRow& row) {
    return spec->matches(row, row.local) || spec->matches(row, row.remote);
  };
  EXPECT_EQ(matches(kConnection), GetParam().connection);
  EXPECT_EQ(matches(kMapped), GetParam().mapped);
  EXPECT_EQ(matches(kUdp6), GetParam().udp6);
}

INSTANTIATE_TEST_SUITE_P(Internet, InternetMatch,
                         testing::Values(MatchCase{"addresses_with_more", "4tcp", true, true, false},
                                         MatchCase{"protocol", "UDP", false, false, true},
                                         MatchCase{"host", "@127.0.0.1", true, true, false},
                                         MatchCase{"mapped_host", "@[::ffff:10.0.0.7]", true, false, false},
                                         MatchCase{"host_v6", "@[::1]", false, false, true},
                                         MatchCase{"port_of_either_end", ":443", true, false, false},
                                         MatchCase{"range_and_list", ":1-60,8000-9000", false, true, true},
                                         MatchCase{"host_and_port_of_one_end", "@127.0.0.1:443", false, false, false},
                                         MatchCase{"everything", "4tcp@10.0.0.7:443", true, false, false}),
                         [](const auto& tested) { return std::string(tested.param.label); });

struct BadSpec {
  const char* label;
  std::string text;
  std::string reason;
};

class InternetRefuses : public testing::TestWithParam<BadSpec> {};

TEST_P(InternetRefuses, WithTheWordsOfThePeer) {
  const auto spec = parse_internet_spec(GetParam().text);
  ASSERT_FALSE(spec);
  EXPECT_EQ(spec.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Internet, InternetRefuses,
    testing::Values(BadSpec{"empty", "", "incomplete Internet address specification: -i "},
                    BadSpec{"protocol", "sctp:80", "unknown protocol name (sctp) in: -i sctp:80"},
                    BadSpec{"no_host", "@", "unacceptable Internet address in: -i @"},
                    BadSpec{"open_bracket", "@[::1", "unacceptable Internet address in: -i @[::1"},
                    BadSpec{"v6_without_brackets", "@::1", "unacceptable Internet address in: -i @::1"},
                    BadSpec{"no_port", "tcp:", "unacceptable port specification in: -i tcp:"},
                    BadSpec{"backwards", ":5-1", "unacceptable port specification in: -i :5-1"},
                    BadSpec{"no_address", "@[::]", "unacceptable Internet address in: -i @[::]"},
                    BadSpec{"any_address", "@0.0.0.0", "incomplete Internet address specification: -i @0.0.0.0"},
                    BadSpec{"mapped_under_4", "4@[::ffff:10.0.0.7]",
                            "IPv6 addresses are prohibited: -i 4@[::ffff:10.0.0.7]"},
                    BadSpec{"v4_under_6", "6@127.0.0.1", "IPv4 addresses are prohibited: -i 6@127.0.0.1"}),
    [](const auto& tested) { return std::string(tested.param.label); });

TEST(Internet, ServicesAreLookedUpLater) {
  const auto spec = parse_internet_spec("tcp:http,80-http-alt");
  ASSERT_TRUE(spec);
  ASSERT_EQ(spec->services.size(), 2U);
  EXPECT_EQ(spec->services[0].name, "http");
  EXPECT_FALSE(spec->services[0].low);
  EXPECT_EQ(spec->services[1].name, "http-alt");
  EXPECT_EQ(spec->services[1].low, 80);
}

}  // namespace
}  // namespace nd::lsof
