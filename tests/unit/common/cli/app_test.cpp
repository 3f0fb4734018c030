#include "common/cli/app.h"

#include <gtest/gtest.h>

namespace nd::cli {
namespace {

struct Parse : testing::Test {
  // The status, with what was printed kept in `out` and `err`.
  std::optional<int> parse(std::vector<std::string> words) {
    CommandLine line{"Do something.", "tool"};
    line.value("-c,--count", count, "N", "");
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const auto status = nd::cli::parse(line, std::move(words), {.usage_status = 3, .version = "tool 1.0\n"});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return status;
  }

  std::string count;
  std::string out;
  std::string err;
};

TEST_F(Parse, lets_the_run_begin) {
  EXPECT_EQ(parse({"-c", "7"}), std::nullopt);
  EXPECT_EQ(count, "7");
  EXPECT_EQ(out + err, "");
}

TEST_F(Parse, takes_values_joined_to_their_option) {
  EXPECT_EQ(parse({"-c7"}), std::nullopt);
  EXPECT_EQ(count, "7");
}

TEST_F(Parse, shows_help_and_version_on_standard_output) {
  EXPECT_EQ(parse({"--help"}), 0);
  EXPECT_TRUE(out.starts_with("Usage: tool [OPTION]...\nDo something.\n")) << out;
  EXPECT_EQ(parse({"--version"}), 0);
  EXPECT_EQ(out, "tool 1.0\n");
}

TEST_F(Parse, prints_completions) {
  EXPECT_EQ(parse({"--completions", "fish"}), 0);
  EXPECT_TRUE(out.starts_with("# fish completion for tool\n")) << out;
}

TEST_F(Parse, says_in_one_line_what_is_wrong) {
  EXPECT_EQ(parse({"--bogus", "x", "y"}), 3);
  EXPECT_EQ(err, "tool: --bogus: unknown option (try --help)\n");
  EXPECT_EQ(parse({"x", "y"}), 3);
  EXPECT_EQ(err, "tool: x: unexpected argument (try --help)\n");
  EXPECT_EQ(out, "");
}

TEST_F(Parse, escapes_what_it_repeats) {
  EXPECT_EQ(parse({"--\x1b[2J"}), 3);
  EXPECT_EQ(err, "tool: --\\x1b[2J: unknown option (try --help)\n");
}

TEST(Finish, turns_an_error_into_a_line_and_a_status) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(finish("tool", system_failure(ENOENT, "open", "x"), 4), 4);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "tool: x: No such file or directory\n");
  EXPECT_EQ(finish("tool", 7), 7);
}

TEST(Finish, is_silent_about_a_closed_pipe) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(finish("tool", system_failure(EPIPE, "write", "standard output")), 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ArgumentsOf, leaves_the_name_out) {
  char name[] = "tool";
  char word[] = "-x";
  char* argv[] = {name, word, nullptr};
  EXPECT_EQ(arguments_of(2, argv), std::vector<std::string>{"-x"});
  EXPECT_TRUE(arguments_of(0, argv).empty());
}

}  // namespace
}  // namespace nd::cli
