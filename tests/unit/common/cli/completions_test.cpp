#include "common/cli/completions.h"

#include <gmock/gmock.h>

#include "common/cli/cli11.h"

namespace nd::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Completions : testing::Test {
  Completions() {
    app.add_option("-i,--interface", value, "Listen here")->type_name("INTERFACE");
    app.add_option("--sort", value, "It's [sorted]: by this")->type_name("KEY")->check(CLI::IsMember({"rtt", "loss"}));
    app.add_flag("-#,--number", flag, "Number the rows");
    app.add_flag("--secret", flag, "x")->group("");
    app.add_option("file", value)->type_name("FILE");
  }
  std::string script(std::string_view shell) { return completions(app, shell).value_or("error"); }

  CLI::App app{"", "tool"};
  std::string value;
  bool flag = false;
};

TEST_F(Completions, bash_offers_names_values_and_files) {
  EXPECT_THAT(
      script("bash"),
      AllOf(HasSubstr("-W '-h --help -i --interface --sort -# --number'"),
            HasSubstr("-i|--interface) candidates=$(compgen -W \"$(command ls /sys/class/net)\""),
            HasSubstr("--sort) candidates=$(compgen -W 'rtt loss'"),
            HasSubstr("*) candidates=$(compgen -f -- \"$cur\")"), HasSubstr("complete -o filenames -F _tool tool")));
}

TEST_F(Completions, zsh_escapes_what_ends_a_specification) {
  EXPECT_THAT(
      script("zsh"),
      AllOf(testing::StartsWith("#compdef tool\n"), HasSubstr("'*-i+[Listen here]:INTERFACE:_net_interfaces'"),
            HasSubstr(R"('*--sort=[It'\''s \[sorted\]\: by this]:KEY:(rtt loss)')"), HasSubstr("'::FILE:_files'")));
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
  EXPECT_EQ(completions(app, "csh").error().message(), "--completions csh: unknown shell (bash, zsh or fish)");
}

}  // namespace
}  // namespace nd::cli
