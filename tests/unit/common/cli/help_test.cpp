#include "common/cli/help.h"

#include <gmock/gmock.h>

#include "common/base/field_reader.h"
#include "common/cli/command_line.h"

namespace nd::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct HelpText : testing::Test {
  CommandLine line{"Do something to hosts.", "tool"};
  CommandLine::Words words;
  std::string value;
  bool flag = false;
};

TEST_F(HelpText, begins_with_usage_and_purpose) {
  line.operands("host", words, "HOST", "");
  EXPECT_THAT(help_text(line.description()),
              testing::StartsWith("Usage: tool [OPTION]... [HOST...]\nDo something to hosts.\n"));
}

TEST_F(HelpText, short_and_long_names_share_a_line_with_their_value) {
  line.value("-c,--count", value, "N", "Stop after N replies");
  EXPECT_THAT(help_text(line.description()), HasSubstr("\n  -c, --count N           Stop after N replies\n"));
}

TEST_F(HelpText, long_names_alone_are_aligned_with_the_others) {
  line.flag("--json", flag, "Print JSON Lines");
  EXPECT_THAT(help_text(line.description()), HasSubstr("\n      --json              Print JSON Lines\n"));
}

TEST_F(HelpText, an_optional_value_is_in_brackets) {
  line.optional_value("-r,--repeat", words, "SECONDS", "Again");
  EXPECT_THAT(help_text(line.description()), HasSubstr("-r, --repeat[=SECONDS]"));
}

TEST_F(HelpText, names_that_are_too_long_have_a_line_of_their_own) {
  line.value("--a-very-long-option-name", value, "VALUE", "What it does");
  EXPECT_THAT(help_text(line.description()), HasSubstr("VALUE\n                          What it does\n"));
}

TEST_F(HelpText, no_line_is_wider_than_a_terminal) {
  line.flag("-x", flag, std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(30, 'c'));
  for_each_line(help_text(line.description()), [](std::string_view text) { EXPECT_LE(text.size(), 80U) << text; });
}

TEST_F(HelpText, groups_have_titles_in_the_order_of_declaration) {
  line.group("Second");
  line.flag("-x", flag, "x");
  line.group("Third");
  line.flag("-y", flag, "y");
  line.group("Second");
  line.flag("-z", flag, "z");
  EXPECT_THAT(help_text(line.description()),
              HasSubstr("Second:\n  -x                      x\n  -z                      z\n\nThird:\n"));
}

TEST_F(HelpText, hidden_options_are_not_told) {
  line.group("");
  line.flag("--secret", flag, "x");
  EXPECT_THAT(help_text(line.description()), Not(HasSubstr("secret")));
}

TEST_F(HelpText, ends_with_the_footer) {
  line.footer("See tool(8).");
  EXPECT_THAT(help_text(line.description()), testing::EndsWith("\n\nSee tool(8).\n"));
}

}  // namespace
}  // namespace nd::cli
