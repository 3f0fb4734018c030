#include "ping/verdict.h"

#include <gtest/gtest.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <functional>
#include <string>

#include "common/parse/address.h"

namespace nd::ping {
namespace {

const IpAddress kTarget = IpAddress::v4(10, 0, 0, 2);
const IpAddress kSelf = IpAddress::v4(10, 0, 0, 1);
const IpAddress kRouter = IpAddress::v4(10, 0, 0, 254);

struct Scene {
  PathEvidence path;
  Findings findings;
};

// All is well on this host, and nobody answers.
Scene silent() {
  Scene scene;
  scene.path.target = kTarget;
  scene.path.source = kSelf;
  scene.path.route.emplace();
  scene.path.route->type = RTN_UNICAST;
  scene.path.link.emplace();
  scene.path.link->name = "eth0";
  scene.path.link->flags = IFF_UP | IFF_RUNNING;
  scene.path.next_hop = kTarget;
  scene.path.after = Neighbour{kTarget, 2, NUD_REACHABLE, Mac{{2, 0, 0, 0, 0, 1}}};
  return scene;
}

void unresolved(Scene& scene, std::uint16_t state) { scene.path.after = Neighbour{kTarget, 2, state, {}}; }
void through_router(Scene& scene) {
  scene.path.route->gateway = kRouter;
  scene.path.next_hop = kRouter;
}
void no_route(Scene& scene, int error) {
  scene.path.route.reset();
  scene.path.link.reset();
  scene.path.route_error = error;
}
void icmp(Scene& scene, const IpAddress& from, std::uint8_t type, std::uint8_t code, std::uint32_t info = 0) {
  scene.findings.icmp_errors.push_back({from, type, code, info, 1});
}

struct Case {
  const char* code;
  const char* name;
  std::function<void(Scene&)> fault;
};
class Verdicts : public testing::TestWithParam<Case> {};

TEST_P(Verdicts, NameTheNearestCause) {
  Scene scene = silent();
  GetParam().fault(scene);
  const auto verdict = judge(scene.path, scene.findings);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->code, GetParam().code) << verdict->text;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, Verdicts,
    testing::Values(
        Case{"no_route", "none", [](Scene& s) { no_route(s, ENETUNREACH); }},
        Case{"route_unreachable", "unreachable", [](Scene& s) { no_route(s, EHOSTUNREACH); }},
        Case{"route_prohibit", "prohibit", [](Scene& s) { no_route(s, EACCES); }},
        Case{"route_blackhole", "blackhole",
             [](Scene& s) { no_route(s, EINVAL), s.path.nowhere.emplace().type = RTN_BLACKHOLE; }},
        Case{"wrong_source", "foreign_source", [](Scene& s) { no_route(s, EINVAL); }},
        Case{"interface_down", "down_with_address", [](Scene& s) { no_route(s, ENETUNREACH), s.path.down.emplace(); }},
        Case{"interface_down", "down", [](Scene& s) { s.path.link->flags = 0; }},
        Case{"no_carrier", "carrier", [](Scene& s) { s.path.link->flags = IFF_UP; }},
        Case{"local_firewall_drops", "drops", [](Scene& s) { s.findings.send_error = EPERM; }},
        Case{"local_firewall_rejects", "rejects",
             [](Scene& s) { s.findings.send_error = EPERM, icmp(s, kSelf, 3, 13); }},
        Case{"too_big", "mtu_here", [](Scene& s) { s.findings.send_error = EMSGSIZE; }},
        Case{"no_buffers", "buffers", [](Scene& s) { s.findings.send_error = ENOBUFS; }},
        Case{"host_unresolved", "incomplete", [](Scene& s) { unresolved(s, NUD_INCOMPLETE); }},
        Case{"host_unresolved", "failed", [](Scene& s) { unresolved(s, NUD_FAILED), icmp(s, kSelf, 3, 1); }},
        Case{"host_unresolved", "entry_gone", [](Scene& s) { s.path.after.reset(), icmp(s, kSelf, 3, 1); }},
        Case{"gateway_unresolved", "gateway", [](Scene& s) { through_router(s), unresolved(s, NUD_FAILED); }},
        Case{"remote_no_route", "net", [](Scene& s) { through_router(s), icmp(s, kRouter, 3, 0); }},
        Case{"far_lan_absent", "host", [](Scene& s) { through_router(s), icmp(s, kRouter, 3, 1); }},
        Case{"filtered", "by_router", [](Scene& s) { icmp(s, kRouter, 3, 13); }},
        Case{"filtered", "by_host", [](Scene& s) { icmp(s, kTarget, 3, 10); }},
        Case{"filtered", "port_by_router", [](Scene& s) { icmp(s, kRouter, 3, 3); }},
        Case{"rejected", "port_by_host", [](Scene& s) { icmp(s, kTarget, 3, 3); }},
        Case{"ttl_exceeded", "ttl", [](Scene& s) { s.findings.default_ttl = false, icmp(s, kRouter, 11, 0); }},
        Case{"routing_loop", "loop", [](Scene& s) { icmp(s, kRouter, 11, 0); }},
        Case{"too_big", "mtu_there", [](Scene& s) { icmp(s, kRouter, 3, 4, 1400); }},
        Case{"path_mtu_black_hole", "black_hole", [](Scene& s) { s.findings.small_answered = true; }},
        Case{"proxy_arp", "proxy", [](Scene& s) { s.path.proxy = kRouter; }},
        Case{"ignores_echo", "sysctl", [](Scene& s) { s.path.ignores_echo = true; }},
        Case{"silent_beyond_gateway", "beyond", [](Scene& s) { through_router(s); }},
        Case{"silent", "silent", [](Scene&) {}}),
    [](const auto& tested) { return tested.param.name; });

// The kernel tells the scope of a link-local neighbour, a route does not.
TEST(Verdict, OfALinkLocalAddressThisHostKnowsItself) {
  Scene scene = silent();
  const auto own = parse_ipv6("fe80::1");
  const auto target = parse_ipv6("fe80::2");
  ASSERT_TRUE(own && target);
  scene.path.source = *own;
  scene.path.target = with_scope(*target, 2);
  scene.path.next_hop = scene.path.target;
  scene.path.after.reset();
  icmp(scene, with_scope(*own, 2), 1, 3);
  const auto verdict = judge(scene.path, scene.findings);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->code, "host_unresolved");
}

TEST(Verdict, IsNotGivenWhenSomebodyAnswered) {
  Scene scene = silent();
  scene.findings.counts.received = 1;
  EXPECT_FALSE(judge(scene.path, scene.findings));
}

// '#' was answered, '.' was not.
std::vector<bool> answers(const std::string& text) {
  std::vector<bool> all;
  for (const char c : text) all.push_back(c == '#');
  return all;
}
std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(SteadyShare, SeesALimiterBehindItsBurst) {
  EXPECT_FLOAT_EQ(static_cast<float>(steady_share(answers("#####" + repeated("..#", 12))).value()), 1.0F / 3);
  EXPECT_TRUE(steady_share(answers(repeated(".#.##", 10))).has_value());
}

TEST(SteadyShare, IsNotFooledByChanceOutagesOrTooFew) {
  EXPECT_FALSE(steady_share(answers(repeated("#", 60))).has_value());
  EXPECT_FALSE(steady_share(answers(repeated(".", 60))).has_value());
  EXPECT_FALSE(steady_share(answers(repeated("..#", 5))).has_value());
  EXPECT_FALSE(steady_share(answers(repeated("#", 20) + repeated(".", 20) + repeated("#", 20))).has_value());
  EXPECT_FALSE(steady_share(answers(".##.#..#.####.#...##.#.##..#.#####...#.##")).has_value());
}

TEST(Answered, OddThingsHaveTheirVerdicts) {
  Scene scene = silent();
  scene.findings.counts.received = 3;
  EXPECT_FALSE(judge_answered(scene.path, scene.findings).has_value());
  scene.findings.answers_a_second = 4.9;
  EXPECT_EQ(judge_answered(scene.path, scene.findings)->code, "rate_limited");
  scene.findings.reply_device = "eth1";
  EXPECT_EQ(judge_answered(scene.path, scene.findings)->code, "reply_through_other_interface");
  scene.findings.macs = {Mac{{2, 0, 0, 0, 0, 1}}, Mac{{2, 0, 0, 0, 0, 2}}};
  EXPECT_EQ(judge_answered(scene.path, scene.findings)->code, "duplicate_address");
}

}  // namespace
}  // namespace nd::ping
