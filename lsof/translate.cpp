#include "lsof/translate.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace nd::lsof {
namespace {

enum class Value : std::uint8_t {
  kNone,
  kRequired,  // glued or the next word, whatever that is
  kOptional,  // glued, or the next word unless that begins with '-' or '+'
  kNeeded,    // the same, but there must be one
  kNumber,    // digits, glued or the next word; what follows glued digits are further options
  kWidth,     // digits and whatever is glued to them
  kUnsupported,
  kHelp,  // asked for
  kVersion
};

struct Spelling {
  char sign;
  char letter;
  Value value;
  std::string_view name;     // the long option it becomes
  std::string_view missing;  // what to say when a required value is not there
};

constexpr Spelling kSpellings[] = {
    {'-', '?', Value::kHelp, "", ""},
    {'-', 'h', Value::kHelp, "", ""},
    {'-', 'v', Value::kVersion, "", ""},
    {'-', 'a', Value::kNone, "and", ""},
    {'-', 'b', Value::kNone, "no-blocking", ""},
    {'-', 'c', Value::kNeeded, "command", "missing -c option value"},
    {'+', 'c', Value::kWidth, "command-width", "+c not followed by width number"},
    {'-', 'd', Value::kRequired, "descriptor", "no file descriptor specified"},
    {'+', 'd', Value::kNeeded, "directory", "+d not followed by a directory path"},
    {'-', 'D', Value::kUnsupported, "", "unsupported option: -D"},
    {'+', 'D', Value::kNeeded, "tree", "+d not followed by a directory path"},
    {'-', 'e', Value::kRequired, "exempt", "-e not followed by a file system path: \"(null)\""},
    {'+', 'e', Value::kRequired, "exempt-links", "-e not followed by a file system path: \"(null)\""},
    {'-', 'E', Value::kNone, "endpoints", ""},
    {'+', 'E', Value::kNone, "with-endpoints", ""},
    {'-', 'F', Value::kOptional, "fields", ""},
    {'-', 'f', Value::kOptional, "name-files", ""},
    {'+', 'f', Value::kOptional, "name-file-systems", ""},
    {'-', 'g', Value::kOptional, "group", ""},
    {'-', 'i', Value::kOptional, "internet", ""},
    {'-', 'J', Value::kNone, "lsof-json", ""},
    {'-', 'j', Value::kNone, "lsof-json-lines", ""},
    {'-', 'K', Value::kOptional, "tasks", ""},
    {'-', 'l', Value::kNone, "user-numbers", ""},
    {'-', 'L', Value::kNumber, "no-links", ""},
    {'+', 'L', Value::kNumber, "links", ""},
    {'-', 'm', Value::kUnsupported, "", "-m not supported"},
    {'+', 'm', Value::kUnsupported, "", "+m not supported"},
    {'-', 'M', Value::kNone, "no-portmapper", ""},
    {'+', 'M', Value::kUnsupported, "", "+M not supported"},
    {'-', 'n', Value::kNone, "numeric-hosts", ""},
    {'-', 'N', Value::kNone, "nfs", ""},
    {'-', 'o', Value::kNumber, "offset", ""},
    {'-', 'O', Value::kNone, "no-helper", ""},
    {'-', 'p', Value::kRequired, "pid", "no process ID specified"},
    {'-', 'P', Value::kNone, "numeric-ports", ""},
    {'-', 'Q', Value::kNone, "quiet-search", ""},
    {'-', 'r', Value::kOptional, "repeat", ""},
    {'+', 'r', Value::kOptional, "repeat-while-found", ""},
    {'-', 'R', Value::kNone, "parent", ""},
    {'-', 's', Value::kOptional, "size", ""},
    {'-', 'S', Value::kNumber, "timeout", ""},
    {'-', 't', Value::kNone, "terse", ""},
    {'-', 'T', Value::kOptional, "tcp-info", ""},
    {'-', 'u', Value::kRequired, "user", "no UIDs specified"},
    {'-', 'U', Value::kNone, "unix", ""},
    {'-', 'V', Value::kNone, "verbose", ""},
    {'-', 'w', Value::kNone, "no-warnings", ""},
    {'+', 'w', Value::kNone, "warnings", ""},
    {'-', 'x', Value::kOptional, "cross", ""},
    {'-', 'X', Value::kNone, "no-inet-tables", ""},
    {'-', 'Z', Value::kUnsupported, "", "-Z limited to SELinux"},
};

// A letter means the same behind '+' as behind '-', unless it has a meaning of its own there.
const Spelling* find(char sign, char letter) {
  const Spelling* found = nullptr;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.letter == letter && (spelling.sign == '-' || spelling.sign == sign)) found = &spelling;
  }
  return found;
}

Failure refused(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

bool is_option(std::string_view word) { return word.size() > 1 && (word[0] == '-' || word[0] == '+'); }
bool is_bare_f(const std::string& word) { return word == "--name-files" || word == "--name-file-systems"; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Translator {
 public:
  Translator(const cli::CommandLine& line, const std::vector<std::string>& words, Asked& asked)
      : line_(line), words_(words), asked_(asked) {}

  Result<std::vector<std::string>> run() {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_];
      if (word == "--") {
        ++at_;
        only_names_ = true;
        break;
      }
      if (word.starts_with("--")) {
        take_long();
      } else if (!is_option(word)) {
        break;  // the first name ends the options
      } else if (Status taken = take_cluster(word); !taken) {
        return tl::unexpected(taken.error());
      }
    }
    take_names();
    return std::move(out_);
  }

 private:
  // A long option; its value, if that is a word of its own, needs no translation either.
  void take_long() {
    using Takes = cli::CommandLine::Takes;
    out_.push_back(words_[at_++]);
    if (at_ == words_.size() || out_.back().find('=') != std::string::npos) return;
    const Takes takes = line_.takes(out_.back());
    if (takes == Takes::kNothing || (takes != Takes::kValue && is_option(words_[at_]))) return;
    out_.push_back(words_[at_++]);
  }

  void take_names() {
    std::vector<std::string> names;
    while (at_ < words_.size()) {
      // Long options may stand behind names; lsof has none, so nothing of lsof's changes its meaning.
      if (!only_names_ && words_[at_].starts_with("--") && words_[at_].size() > 2) {
        take_long();
      } else {
        names.push_back(words_[at_++]);
      }
    }
    if (names.empty()) return;
    out_.emplace_back("--");
    out_.insert(out_.end(), names.begin(), names.end());
  }

  void emit(const Spelling& spelling, std::string_view value) {
    const auto forget = [this](std::string_view option) {
      std::erase_if(out_, [&](const std::string& word) { return word.starts_with(option); });
    };
    if (spelling.letter == 'L') forget("--links"), forget("--no-links");  // of both the last counts
    if (spelling.letter == 'T') forget("--tcp-info");
    if (spelling.letter == 'w') forget("--no-warnings");
    if (spelling.letter == 't' || spelling.letter == 'w') forget("--warnings");
    if (spelling.letter == 'f' && !value.empty()) forget("--name-file-systems=");  // -fg takes +fg back
    if (spelling.letter == 'f' && value.empty()) std::erase_if(out_, is_bare_f);   // of -f and +f the last counts
    std::string word = "--" + std::string(spelling.name);
    if (!value.empty()) word.append("=").append(value);
    out_.push_back(std::move(word));
  }

  Status take_cluster(const std::string& word) {
    ++at_;
    std::string_view rest(word);
    const char sign = rest[0];
    rest.remove_prefix(1);
    while (!rest.empty()) {
      const Spelling* spelling = find(sign, rest[0]);
      if (spelling == nullptr) return refused(std::string("illegal option character: ") + rest[0]);
      rest.remove_prefix(1);
      if (Status taken = take_value(*spelling, rest); !taken) return taken;
    }
    return {};
  }

  // Takes the option's value from what is glued to it or from the next word.
  Status take_value(const Spelling& spelling, std::string_view& rest) {
    switch (spelling.value) {
      case Value::kNone:
        emit(spelling, "");
        return {};
      case Value::kHelp:
        asked_.help = true;
        return {};
      case Value::kVersion:
        asked_.version = true;
        return {};
      case Value::kUnsupported:
        return refused(std::string(spelling.missing));
      case Value::kNumber:
        return take_number(spelling, rest);
      case Value::kRequired:
      case Value::kOptional:
      case Value::kNeeded:
      case Value::kWidth:
        break;
    }
    const bool any = spelling.value == Value::kRequired;
    std::optional<std::string> value;
    if (!rest.empty()) {
      value = std::string(std::exchange(rest, {}));
    } else if (at_ < words_.size() && (any || !is_option(words_[at_]))) {
      value = words_[at_++];
    }
    return put_value(spelling, value);
  }

  Status put_value(const Spelling& spelling, const std::optional<std::string>& value) {
    const bool refuses_dash = spelling.value == Value::kNeeded || spelling.value == Value::kOptional;
    if (value && refuses_dash && (value->starts_with('-') || value->starts_with('+'))) {  // -f-: no such letter
      return refused("illegal option character: " + value->substr(0, 1));
    }
    const bool needs = spelling.value != Value::kOptional;
    if (!value && needs) return refused(std::string(spelling.missing));
    if (value && value->empty()) {
      if (spelling.letter == 's') return refused("unknown -s protocol: \"\"");
      if (spelling.letter == 'i') return refused("incomplete Internet address specification: -i ");
      if (spelling.letter == 'c' && spelling.sign == '-') emit(spelling, "/^/");  // every command begins with nothing
      if (spelling.letter == 'd' && spelling.sign == '-') return refused(std::string(spelling.missing));
      if (spelling.letter == 'e') return refused("-e not followed by a file system path: \"\"");
      if (spelling.letter == 'F') return emit(spelling, "p"), Status{};  // nothing but what there always is
      const bool is_command = spelling.letter == 'c' && spelling.sign == '-';
      if (spelling.value == Value::kWidth || (spelling.value == Value::kNeeded && !is_command)) {
        return refused(std::string(spelling.missing));
      }
      if (needs) return {};  // an empty list selects nothing
    }
    if (spelling.value == Value::kWidth) {
      const auto digits = std::find_if_not(value->begin(), value->end(), is_digit) - value->begin();
      if (digits == 0) return refused(std::string(spelling.missing));
      emit(spelling, value->substr(0, static_cast<std::size_t>(digits)));
      return {};
    }
    emit(spelling, value.value_or(std::string()));
    return {};
  }

  Status take_number(const Spelling& spelling, std::string_view& rest) {
    const auto digits = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
    const bool is_next = rest.empty() && at_ < words_.size() && !words_[at_].empty() &&
                         std::all_of(words_[at_].begin(), words_[at_].end(), is_digit);
    if (spelling.letter == 'L' && spelling.sign == '-' && (digits > 0 || is_next)) {
      return refused("no number may follow -L");
    }
    if (digits > 0) {
      emit(spelling, rest.substr(0, digits));
      rest.remove_prefix(digits);
    } else if (is_next) {
      emit(spelling, words_[at_++]);
    } else {
      emit(spelling, "");
    }
    return {};
  }

  const cli::CommandLine& line_;
  const std::vector<std::string>& words_;
  Asked& asked_;
  std::size_t at_ = 0;
  bool only_names_ = false;  // behind "--"
  std::vector<std::string> out_;
};

}  // namespace

Result<std::vector<std::string>> translate(const cli::CommandLine& line, const std::vector<std::string>& words,
                                           Asked& asked) {
  return Translator(line, words, asked).run();
}

}  // namespace nd::lsof
