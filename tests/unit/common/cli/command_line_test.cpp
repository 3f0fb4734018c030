#include "common/cli/command_line.h"

#include <gtest/gtest.h>

#include "common/cli/short_options.h"

namespace nd::cli {
namespace {

using Words = CommandLine::Words;
using Kind = CommandLine::Outcome::Kind;

struct Line : testing::Test {
  Line() {
    line.flag("-q,--quiet", quiet, "");
    line.flag("-v", verbose, "");
    line.flag(
        "-n", [this] { met.push_back("n"); }, "");
    line.value("-c,--count", count, "N", "");
    line.value(
        "-A", [this](const std::string& text) { met.push_back(text); }, "LIST", "");
    line.values("-I", each, "INTERFACE", "");
    line.list("--columns", columns, "LIST", "");
    line.optional_value("-r,--repeat", repeat, "SECONDS", "");
    line.operands("names", names, "NAME", "");
  }
  Kind parse(Words words) { return line.parse(std::move(words)).kind; }

  CommandLine line{"", "tool"};
  bool quiet = false;
  int verbose = 0;
  std::string count;
  Words met, each, columns, repeat, names;
};

TEST_F(Line, of_several_values_the_last_counts) {
  EXPECT_EQ(parse({"-c", "1", "-c2", "--count=3"}), Kind::kRun);
  EXPECT_EQ(count, "3");
}

TEST_F(Line, a_count_tells_how_often_a_flag_was_given) {
  EXPECT_EQ(parse({"-vv", "-q", "-q", "-v"}), Kind::kRun);
  EXPECT_EQ(verbose, 3);
  EXPECT_TRUE(quiet);
  EXPECT_EQ(line.count("-v"), 3U);
  EXPECT_TRUE(line.given("--quiet"));
  EXPECT_FALSE(line.given("-n"));
}

TEST_F(Line, actions_are_called_in_the_order_of_the_command_line) {
  EXPECT_EQ(parse({"-A", "x", "-n", "-A", "y"}), Kind::kRun);
  EXPECT_EQ(met, (Words{"x", "n", "y"}));
}

TEST_F(Line, values_gather_and_leave_operands_alone) {
  EXPECT_EQ(parse({"-I", "a", "one", "-I", "b", "two"}), Kind::kRun);
  EXPECT_EQ(each, (Words{"a", "b"}));
  EXPECT_EQ(names, (Words{"one", "two"}));
}

TEST_F(Line, a_list_has_commas) {
  EXPECT_EQ(parse({"--columns", "a,b", "--columns=c"}), Kind::kRun);
  EXPECT_EQ(columns, (Words{"a", "b", "c"}));
}

TEST_F(Line, brackets_and_commas_in_a_word_are_part_of_it) {
  EXPECT_EQ(parse({"[a,b]", "-r", "[c,d]", "-I", "[e,f]", "--", "[g]"}), Kind::kRun);
  EXPECT_EQ(names, (Words{"[a,b]", "[g]"}));
  EXPECT_EQ(repeat, (Words{"[c,d]"}));
  EXPECT_EQ(each, (Words{"[e,f]"}));
}

TEST_F(Line, an_empty_value_does_not_take_the_next_word) {
  EXPECT_EQ(parse({"--count=", "-q", "name"}), Kind::kRun);
  EXPECT_EQ(count, "");
  EXPECT_TRUE(line.given("--count"));
  EXPECT_TRUE(quiet);
  EXPECT_EQ(names, (Words{"name"}));
}

TEST_F(Line, behind_two_dashes_nothing_is_an_option) {
  EXPECT_EQ(parse({"--", "-q", "--count="}), Kind::kRun);
  EXPECT_FALSE(quiet);
  EXPECT_EQ(names, (Words{"-q", "--count="}));
}

struct ShortOptions : Line {
  std::string split(const Words& words) {
    const auto tokens = split_short_options(line, words);
    if (!tokens) return tokens.error().message();
    std::string joined;
    for (const std::string& token : *tokens) joined += "<" + token + ">";
    return joined;
  }
};

TEST_F(ShortOptions, clusters_come_apart_and_values_stay_with_their_option) {
  EXPECT_EQ(split({"-qvc5", "x"}), "<-q><-v><-c5><x>");
  EXPECT_EQ(split({"-qc", "-1"}), "<-q><-c-1>");
}

TEST_F(ShortOptions, a_long_option_takes_the_next_word_whatever_it_is) {
  EXPECT_EQ(split({"--count", "-1", "-q"}), "<--count=-1><-q>");
  EXPECT_EQ(split({"--count", "", "x"}), "<--count=><x>");
  EXPECT_EQ(split({"--quiet", "x"}), "<--quiet><x>");
}

TEST_F(ShortOptions, nothing_behind_two_dashes_is_touched) { EXPECT_EQ(split({"-q", "--", "-vv"}), "<-q><--><-vv>"); }

TEST_F(ShortOptions, tells_the_letter_as_getopt_does) {
  EXPECT_EQ(split({"-qZ"}), "invalid option -- 'Z'");
  EXPECT_EQ(split({"-qc"}), "option requires an argument -- 'c'");
}

}  // namespace
}  // namespace nd::cli
