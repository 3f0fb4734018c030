#include "lsof/translate.h"

#include <gtest/gtest.h>

#include "lsof/options.h"

namespace nd::lsof {
namespace {

using Words = std::vector<std::string>;

struct Declared {
  Declared() {
    declare(line, raw);
    line.about("-h,--help");
  }
  RawOptions raw;
  cli::CommandLine line{"", "mylsof"};
};

Result<Words> translated(const Words& words) {
  Asked asked;
  return translate(Declared().line, words, asked);
}

struct Case {
  const char* label;
  Words given;
  Words expected;
};

class Translate : public testing::TestWithParam<Case> {};

TEST_P(Translate, Becomes) {
  const auto words = translated(GetParam().given);
  ASSERT_TRUE(words) << words.error().message();
  EXPECT_EQ(*words, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Words, Translate,
    testing::Values(
        Case{"nothing", {}, {}}, Case{"separate_value", {"-p", "12"}, {"--pid=12"}},
        Case{"glued_value", {"-p12"}, {"--pid=12"}},
        Case{"cluster", {"-nPi4TCP:80"}, {"--numeric-hosts", "--numeric-ports", "--internet=4TCP:80"}},
        Case{"cluster_with_value_behind", {"-ap", "1"}, {"--and", "--pid=1"}},
        Case{"optional_value_is_next_word", {"-i", "tcp"}, {"--internet=tcp"}},
        Case{"option_is_no_optional_value", {"-i", "-n"}, {"--internet", "--numeric-hosts"}},
        Case{"plus_is_no_optional_value", {"-g", "+c4"}, {"--group", "--command-width=4"}},
        Case{"optional_value_missing", {"-i"}, {"--internet"}}, Case{"plus_glued", {"+c15"}, {"--command-width=15"}},
        Case{"plus_separate", {"+c", "15"}, {"--command-width=15"}},
        Case{"options_behind_digits", {"-o3n"}, {"--offset=3", "--numeric-hosts"}},
        Case{"number_needs_digits", {"-o", "name"}, {"--offset", "--", "name"}},
        Case{"flags_of_files", {"+fg"}, {"--name-file-systems=g"}},
        Case{"end_of_options", {"-t", "--", "-p"}, {"--terse", "--", "-p"}},
        Case{"first_name_ends_options", {"file", "-p", "1"}, {"--", "file", "-p", "1"}},
        Case{"peer_json", {"-nJ", "-j"}, {"--numeric-hosts", "--lsof-json", "--lsof-json-lines"}},
        Case{"long_options_pass", {"--json", "-p1", "--proc=/x"}, {"--json", "--pid=1", "--proc=/x"}},
        Case{"long_value_passes", {"--proc", "/x", "-t"}, {"--proc", "/x", "--terse"}},
        Case{"long_behind_names", {"file", "--json"}, {"--json", "--", "file"}},
        Case{"value_behind_names", {"file", "--user", "root", "-t"}, {"--user", "root", "--", "file", "-t"}},
        Case{"no_value_of_a_flag", {"--json", "file", "-t"}, {"--json", "--", "file", "-t"}},
        Case{"value_like_an_option", {"--command", "-x", "-t"}, {"--command", "-x", "--terse"}},
        Case{"only_names_behind_the_end", {"--", "--json", "--"}, {"--", "--json", "--"}},
        Case{"timeout_without_number", {"-S", "-t"}, {"--timeout", "--terse"}},
        Case{"last_of_tcp_info", {"-Ts", "-T", "q"}, {"--tcp-info=q"}},
        Case{"flags_taken_back", {"+fg", "-fg"}, {"--name-files=g"}},
        Case{"last_of_f", {"-f", "+f"}, {"--name-file-systems"}},
        Case{"warnings_behind_terse", {"+w", "-t", "+w"}, {"--terse", "--warnings"}},
        Case{"no_field", {"-F", ""}, {"--fields=p"}}, Case{"lone_signs_are_names", {"-", "+"}, {"--", "-", "+"}},
        Case{"option_for_pid", {"-p", "-n"}, {"--pid=-n"}},
        Case{"plus_means_minus", {"+p1", "+n"}, {"--pid=1", "--numeric-hosts"}},
        Case{"width_and_rest", {"+c5p"}, {"--command-width=5"}}, Case{"last_of_links", {"+L1", "-L"}, {"--no-links"}},
        Case{"directories", {"+d", "a", "+Db", "-x", "l"}, {"--directory=a", "--tree=b", "--cross=l"}},
        Case{"repeat", {"-r1c2m%Y", "+r"}, {"--repeat=1c2m%Y", "--repeat-while-found"}},
        Case{"nothing_selects_nothing", {"-p", "", "-t"}, {"--terse"}}, Case{"fields_help", {"-F?"}, {"--fields=?"}}),
    [](const auto& tested) { return std::string(tested.param.label); });

struct BadCase {
  const char* label;
  Words given;
  std::string reason;
};

class TranslateRefuses : public testing::TestWithParam<BadCase> {};

TEST_P(TranslateRefuses, WithTheWordsOfThePeer) {
  const auto words = translated(GetParam().given);
  ASSERT_FALSE(words);
  EXPECT_EQ(words.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Words, TranslateRefuses,
    testing::Values(BadCase{"unknown", {"-y"}, "illegal option character: y"},
                    BadCase{"human", {"-H"}, "illegal option character: H"},
                    BadCase{"unknown_in_cluster", {"-ny"}, "illegal option character: y"},
                    BadCase{"missing_pid", {"-p"}, "no process ID specified"},
                    BadCase{"option_for_command", {"-c", "-n"}, "missing -c option value"},
                    BadCase{"number_for_no_links", {"-L1"}, "no number may follow -L"},
                    BadCase{"device_cache", {"-D", "r"}, "unsupported option: -D"},
                    BadCase{"mount_supplement", {"+m"}, "+m not supported"},
                    BadCase{"empty_directory", {"+d", ""}, "+d not followed by a directory path"},
                    BadCase{"empty_width", {"+c", ""}, "+c not followed by width number"},
                    BadCase{"empty_size", {"-s", ""}, "unknown -s protocol: \"\""},
                    BadCase{"selinux", {"-Z"}, "-Z limited to SELinux"},
                    BadCase{"missing_width", {"+c", "x"}, "+c not followed by width number"},
                    BadCase{"empty_internet", {"-i", ""}, "incomplete Internet address specification: -i "}),
    [](const auto& tested) { return std::string(tested.param.label); });

TEST(TranslateAll, HelpAndVersionAreNoWords) {
  const Declared declared;
  Asked asked;
  const auto words = translate(declared.line, {"-h", "-v", "-p1"}, asked);
  ASSERT_TRUE(words);
  EXPECT_EQ(*words, Words{"--pid=1"});
  EXPECT_TRUE(asked.help);
  EXPECT_TRUE(asked.version);
}

TEST(TranslateAll, EverySpellingIsDeclared) {
  const Declared declared;
  for (const char sign : {'-', '+'}) {
    for (char letter = '!'; letter <= '~'; ++letter) {
      const std::string word{sign, letter};
      for (const Words& given : {Words{word}, Words{word, "1"}}) {
        Asked asked;
        const auto words = translate(declared.line, given, asked);
        if (!words || letter == '-' || asked.help || asked.version) continue;
        EXPECT_NE(declared.line.takes(words->front().substr(0, words->front().find('='))),
                  cli::CommandLine::Takes::kUnknown)
            << word;
      }
    }
  }
}

}  // namespace
}  // namespace nd::lsof
