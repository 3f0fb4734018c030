#include "common/cli/completions.h"

#include <gmock/gmock.h>

#include "common/cli/command_line.h"

namespace nd::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Completions : testing::Test {
  Completions() {
    line.value("-i,--interface", value, "INTERFACE", "Listen here");
    line.choice("--sort", value, "KEY", {"rtt", "loss"}, "It's [sorted]: by this");
    line.flag("-#,--number", flag, "Number the rows");
    line.operands("file", words, "FILE", "");
    line.group("");
    line.flag("--secret", flag, "x");
    line.about("-h,--help");
  }
  std::string script(std::string_view shell) { return completions(line.description(), shell).value_or("error"); }

  CommandLine line{"", "tool"};
  std::string value;
  CommandLine::Words words;
  bool flag = false;
};

TEST_F(Completions, bash_offers_names_values_and_files) {
  EXPECT_THAT(
      script("bash"),
      AllOf(HasSubstr("-W '-i --interface --sort -# --number -h --help --version --completions'"),
            HasSubstr("-i|--interface) candidates=$(compgen -W \"$(command ls /sys/class/net)\""),
            HasSubstr("--sort) candidates=$(compgen -W 'rtt loss'"),
            HasSubstr("*) candidates=$(compgen -f -- \"$cur\")"), HasSubstr("complete -o filenames -F _tool tool")));
}

TEST_F(Completions, zsh_escapes_what_ends_a_specification) {
  EXPECT_THAT(
      script("zsh"),
      AllOf(testing::StartsWith("#compdef tool\n"), HasSubstr("'*-i+[Listen here]:INTERFACE:_net_interfaces'"),
            HasSubstr(R"('*--sort=[It'\''s \[sorted\]\: by this]:KEY:(rtt loss)')"), HasSubstr("'*:FILE:_files'")));
}

TEST_F(Completions, fish_tells_flags_from_options) {
  EXPECT_THAT(script("fish"), AllOf(HasSubstr("complete -c tool -s '#' -l number -d 'Number the rows'\n"),
                                    HasSubstr("complete -c tool -l sort -xa 'rtt loss' -d 'It'\\''s"),
                                    HasSubstr("complete -c tool -F\n")));
}

TEST_F(Completions, hidden_options_are_offered_by_none) {
  for (const char* shell : {"bash", "zsh", "fish"}) EXPECT_THAT(script(shell), testing::Not(HasSubstr("secret")));
}

TEST_F(Completions, another_shell_is_an_error) {
  EXPECT_EQ(completions(line.description(), "csh").error().message(),
            "--completions csh: unknown shell (bash, zsh or fish)");
}

}  // namespace
}  // namespace nd::cli
