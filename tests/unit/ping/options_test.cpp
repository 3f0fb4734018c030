#include "ping/options.h"

#include <gtest/gtest.h>

namespace nd::ping {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

Options parsed(const Words& words) {
  auto options = parse_options(words);
  EXPECT_TRUE(options) << (options ? "" : options.error().message);
  return options.value_or(Options{});
}

TEST(PingOptions, TheDestinationMayComeFirst) {
  const Options options = parsed({"host", "-c", "3", "-qn"});
  EXPECT_EQ(options.target, "host");
  EXPECT_EQ(options.count, 3);
  EXPECT_TRUE(options.quiet);
  EXPECT_TRUE(options.numeric);
}

TEST(PingOptions, ValuesMayBeAttachedInAClusterOrApart) {
  const Options options = parsed({"-qc5", "-i.2", "-W", "0.5", "-w7", "host"});
  EXPECT_EQ(options.count, 5);
  EXPECT_EQ(options.interval, 200ms);
  EXPECT_EQ(options.linger, 500ms);
  EXPECT_EQ(options.deadline, 7s);
}

TEST(PingOptions, TheLastOfSeveralWins) { EXPECT_EQ(parsed({"-c1", "-c", "2", "h"}).count, 2); }

TEST(PingOptions, SourceAndDeviceMayBothBeGiven) {
  EXPECT_EQ(parsed({"-I", "10.0.0.1", "-Ieth0", "h"}).bind_to, (Words{"10.0.0.1", "eth0"}));
}

TEST(PingOptions, SeveralHostsAreHopsAndADestination) {
  const Options options = parsed({"r1", "r2", "h"});
  EXPECT_EQ(options.hops, (Words{"r1", "r2"}));
  EXPECT_EQ(options.target, "h");
}

TEST(PingOptions, AfterTwoDashesEverythingIsAHost) { EXPECT_EQ(parsed({"-c1", "--", "-c2"}).target, "-c2"); }

TEST(PingOptions, HelpAndVersionNeedNoHost) {
  EXPECT_TRUE(parsed({"-V"}).show_version);
  EXPECT_TRUE(parsed({"-h"}).show_help);
}

struct Refused {
  const char* name;
  Words words;
  Refusal refusal;
};
class PingRefusals : public testing::TestWithParam<Refused> {};

TEST_P(PingRefusals, HaveThePeersWordsAndStatus) {
  const auto options = parse_options(GetParam().words);
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().message, GetParam().refusal.message);
  EXPECT_EQ(options.error().status, GetParam().refusal.status);
}

const std::string kCountRange = ": out of range: 1 <= value <= 9223372036854775807";

INSTANTIATE_TEST_SUITE_P(
    BadInput, PingRefusals,
    testing::Values(
        Refused{"no_destination", {}, {1, "usage error: Destination address required"}},
        Refused{"unknown_letter", {"-Z", "h"}, {2, "invalid option -- 'Z' (try --help)"}},
        Refused{"no_value", {"-c"}, {2, "option requires an argument -- 'c' (try --help)"}},
        Refused{"count_zero", {"-c", "0", "h"}, {1, "invalid argument: '0'" + kCountRange}},
        Refused{"count_negative", {"-c", "-1", "h"}, {1, "invalid argument: '-1'" + kCountRange}},
        Refused{"count_real", {"-c1.1", "h"}, {1, "invalid argument: '1.1'"}},
        Refused{"count_empty", {"-c", "", "h"}, {1, "invalid argument: ''"}},
        Refused{"count_huge",
                {"-c99999999999999999999", "h"},
                {1, "invalid argument: '99999999999999999999': Numerical result out of range"}},
        Refused{"deadline_real", {"-w0.1", "h"}, {1, "invalid argument: '0.1'"}},
        Refused{"ttl", {"-t256", "h"}, {1, "invalid argument: '256': out of range: 0 <= value <= 255"}},
        Refused{"preload", {"-l0", "h"}, {1, "invalid argument: '0': out of range: 1 <= value <= 65536"}},
        Refused{"interval", {"-i1e99", "h"}, {2, "bad timing interval: 1e99"}},
        Refused{
            "interval_infinite", {"-i", "inf", "h"}, {2, "bad timing interval: inf: Numerical result out of range"}},
        Refused{"linger_negative", {"-W", "-1", "h"}, {2, "bad linger time: -1"}},
        Refused{"interval_empty", {"-i", "", "h"}, {2, "bad timing interval: "}},
        Refused{"linger", {"-W", "-1", "h"}, {2, "bad linger time: -1"}},
        Refused{"both_families", {"-4", "-6", "h"}, {2, "only one -4 or -6 option may be specified"}},
        Refused{"route_and_stamps", {"-R", "-Ttsonly", "h"}, {2, "only one of -T or -R may be used"}},
        Refused{"tos", {"-Q256", "h"}, {2, "the decimal value of TOS bits must be in range 0-255: 256"}},
        Refused{"tos_text", {"-Qxx", "h"}, {2, "bad TOS value: xx"}},
        Refused{"flow", {"-F1234567", "h"}, {2, "flow value is greater than 20 bits: 1234567"}},
        Refused{"flow_text", {"-Fzz", "h"}, {2, "bad value for flowinfo: zz"}},
        Refused{"pattern", {"-p0g", "h"}, {2, "patterns must be specified as hex digits: g"}},
        Refused{"mtu", {"-Mx", "h"}, {2, "invalid -M argument: x"}},
        Refused{"stamps", {"-Tx", "h"}, {2, "invalid timestamp type: x"}},
        Refused{"node_info", {"-Nname", "h"}, {2, "-N: node information queries (RFC 4620) are not supported"}}),
    [](const auto& tested) { return tested.param.name; });

TEST(PingOptions, PatternsAreBytesWithASingleLastDigit) {
  EXPECT_EQ(parsed({"-p", "123", "h"}).pattern, (std::vector<std::uint8_t>{0x12, 3}));
}

TEST(PingOptions, NumbersAreReadAsStrtolDoes) {
  EXPECT_EQ(parsed({"-c", " +5", "h"}).count, 5);
  EXPECT_EQ(parsed({"-Q0x10", "h"}).tos, 16);
  EXPECT_EQ(parsed({"-i", "0x1", "h"}).interval, 1s);
}

}  // namespace
}  // namespace nd::ping
