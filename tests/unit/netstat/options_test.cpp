#include "netstat/options.h"

#include <gtest/gtest.h>

#include "netstat/arguments.h"
#include "netstat/selection.h"

namespace nd::netstat {
namespace {

Parsed parse(std::vector<std::string> words) {
  words.insert(words.begin(), "mynetstat");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return parse_options(static_cast<int>(words.size()), argv.data());
}

TEST(Options, reads_a_cluster) {
  const auto parsed = parse({"-tanpeo"});
  ASSERT_FALSE(parsed.status);
  Options expected;
  expected.tcp = expected.all = expected.programs = expected.timers = true;
  expected.numeric_hosts = expected.numeric_ports = expected.numeric_users = true;
  expected.extend = 1;
  EXPECT_EQ(parsed.options, expected);
}

TEST(Options, keeps_families_in_their_order) {
  EXPECT_EQ(parse({"-6", "-A", "unix,ip", "-6"}).options.families,
            (std::vector<std::string>{"inet6", "unix", "inet", "inet6"}));
  EXPECT_EQ(parse({"-x4"}).options.families, (std::vector<std::string>{"unix", "inet"}));
}

TEST(Options, counts_e) { EXPECT_EQ(parse({"-ree", "--extend"}).options.extend, 3); }

struct BadCase {
  const char* name;
  std::vector<std::string> words;
  int status;
};
class BadOptions : public testing::TestWithParam<BadCase> {};
TEST_P(BadOptions, end_with_netstats_status) { EXPECT_EQ(parse(GetParam().words).status, GetParam().status); }
INSTANTIATE_TEST_SUITE_P(CommandLine, BadOptions,
                         testing::Values(BadCase{"unknown", {"-q"}, 3}, BadCase{"two_reports", {"-ir"}, 3},
                                         BadCase{"ambiguous", {"--num"}, 3},
                                         BadCase{"value_for_a_flag", {"--tcp=1"}, 3}, BadCase{"no_value", {"-A"}, 3},
                                         BadCase{"unknown_family", {"-A", "foo"}, 1}),
                         [](const auto& tested) { return tested.param.name; });

TEST(CompleteNames, completes_what_is_unambiguous) {
  EXPECT_EQ(complete_names({"--li", "--prot=inet", "-t", "--", "--li"}),
            (std::vector<std::string>{"--listening", "--protocol=inet", "-t", "--", "--li"}));
  EXPECT_EQ(complete_names({"--numeric", "--json"}), (std::vector<std::string>{"--numeric", "--json"}));
  EXPECT_FALSE(complete_names({"--s"}));
}

struct SelectionCase {
  const char* name;
  std::vector<std::string> words;
  bool tcp, udp, ipv4, ipv6, unix_sockets, groups, named;
};
class Selections : public testing::TestWithParam<SelectionCase> {};
TEST_P(Selections, follow_netstats_rules) {
  const SelectionCase& expected = GetParam();
  const Selection chosen = select(parse(expected.words).options);
  EXPECT_EQ(chosen.tcp, expected.tcp);
  EXPECT_EQ(chosen.udp, expected.udp);
  EXPECT_EQ(chosen.ipv4, expected.ipv4);
  EXPECT_EQ(chosen.ipv6, expected.ipv6);
  EXPECT_EQ(chosen.unix_sockets, expected.unix_sockets);
  EXPECT_EQ(chosen.groups, expected.groups);
  EXPECT_EQ(chosen.named, expected.named);
}
INSTANTIATE_TEST_SUITE_P(
    Rules, Selections,
    testing::Values(SelectionCase{"nothing_is_everything", {}, true, true, true, true, true, false, false},
                    SelectionCase{"a_kind_has_both_families", {"-t"}, true, false, true, true, false, false, true},
                    SelectionCase{"a_family_has_every_kind", {"-6"}, true, true, false, true, false, false, true},
                    SelectionCase{"unix_alone", {"-x"}, false, false, false, false, true, false, true},
                    SelectionCase{"groups_alone", {"-g"}, false, false, true, true, false, true, true},
                    SelectionCase{"groups_of_a_family", {"-g4"}, true, true, true, false, false, true, true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace nd::netstat
