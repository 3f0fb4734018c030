#include "common/cli/help.h"

#include <gmock/gmock.h>

#include "common/base/field_reader.h"
#include "common/cli/cli11.h"

namespace nd::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct HelpText : testing::Test {
  CLI::App app{"Do something to hosts.", "tool"};
  std::string value;
  bool flag = false;
};

TEST_F(HelpText, begins_with_usage_and_purpose) {
  app.add_option("host", value)->type_name("HOST")->required();
  EXPECT_THAT(help_text(app), testing::StartsWith("Usage: tool [OPTION]... HOST\nDo something to hosts.\n"));
}

TEST_F(HelpText, operands_that_may_be_left_out_are_in_brackets) {
  std::vector<std::string> words;
  app.add_option("words", words)->type_name("WORD");
  EXPECT_THAT(help_text(app), HasSubstr("tool [OPTION]... [WORD...]\n"));
}

TEST_F(HelpText, short_and_long_names_share_a_line_with_their_value) {
  app.add_option("-c,--count", value, "Stop after N replies")->type_name("N");
  EXPECT_THAT(help_text(app), HasSubstr("\n  -c, --count N           Stop after N replies\n"));
}

TEST_F(HelpText, long_names_alone_are_aligned_with_the_others) {
  app.add_flag("--json", flag, "Print JSON Lines");
  EXPECT_THAT(help_text(app), HasSubstr("\n      --json              Print JSON Lines\n"));
}

TEST_F(HelpText, an_optional_value_is_in_brackets) {
  app.add_option("-r,--repeat", value, "Again")->type_name("SECONDS")->expected(0, 1);
  EXPECT_THAT(help_text(app), HasSubstr("-r, --repeat[=SECONDS]"));
}

TEST_F(HelpText, names_that_are_too_long_have_a_line_of_their_own) {
  app.add_option("--a-very-long-option-name", value, "What it does")->type_name("VALUE");
  EXPECT_THAT(help_text(app), HasSubstr("VALUE\n                          What it does\n"));
}

TEST_F(HelpText, no_line_is_wider_than_a_terminal) {
  app.add_flag("-x", flag, std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(30, 'c'));
  for_each_line(help_text(app), [](std::string_view line) { EXPECT_LE(line.size(), 80U) << line; });
}

TEST_F(HelpText, groups_have_titles_in_the_order_of_declaration) {
  app.add_flag("-x", flag, "x")->group("Second");
  app.add_flag("-y", flag, "y")->group("Third");
  app.add_flag("-z", flag, "z")->group("Second");
  EXPECT_THAT(help_text(app),
              HasSubstr("Second:\n  -x                      x\n  -z                      z\n\nThird:\n"));
}

TEST_F(HelpText, hidden_options_are_not_told) {
  app.add_flag("--secret", flag, "x")->group("");
  EXPECT_THAT(help_text(app), Not(HasSubstr("secret")));
}

TEST_F(HelpText, ends_with_the_footer) {
  app.footer("See tool(8).");
  EXPECT_THAT(help_text(app), testing::EndsWith("\n\nSee tool(8).\n"));
}

}  // namespace
}  // namespace nd::cli
