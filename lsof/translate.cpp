#include "lsof/translate.h"

#include <algorithm>
#include <string_view>

namespace nd::lsof {
namespace {

enum class Value : std::uint8_t {
  kNone,
  kRequired,     // glued or the next word
  kOptional,     // glued, or the next word unless that begins with '-' or '+'
  kNumber,       // digits, glued or the next word; what follows glued digits are further options
  kNeededNumber  // the same, but there must be some
};

struct Spelling {
  char sign;
  char letter;
  Value value;
  std::string_view name;     // the long option it becomes
  std::string_view missing;  // what to say when a required value is not there
};

constexpr Spelling kSpellings[] = {
    {'-', '?', Value::kNone, "help", ""},
    {'-', 'h', Value::kNone, "help", ""},
    {'-', 'v', Value::kNone, "version", ""},
    {'-', 'a', Value::kNone, "and", ""},
    {'-', 'c', Value::kRequired, "command", "missing -c option value"},
    {'+', 'c', Value::kNeededNumber, "command-width", "+c not followed by width number"},
    {'-', 'd', Value::kRequired, "descriptor", "no file descriptor specified"},
    {'-', 'F', Value::kOptional, "fields", ""},
    {'-', 'f', Value::kOptional, "name-files", ""},
    {'+', 'f', Value::kOptional, "name-file-systems", ""},
    {'-', 'g', Value::kOptional, "group", ""},
    {'-', 'i', Value::kOptional, "internet", ""},
    {'-', 'K', Value::kOptional, "tasks", ""},
    {'-', 'l', Value::kNone, "user-numbers", ""},
    {'-', 'L', Value::kNumber, "no-links", ""},
    {'+', 'L', Value::kNumber, "links", ""},
    {'-', 'n', Value::kNone, "numeric-hosts", ""},
    {'-', 'o', Value::kNumber, "offset", ""},
    {'-', 'p', Value::kRequired, "pid", "no process ID specified"},
    {'-', 'P', Value::kNone, "numeric-ports", ""},
    {'-', 'Q', Value::kNone, "quiet-search", ""},
    {'-', 'R', Value::kNone, "parent", ""},
    {'-', 's', Value::kOptional, "size", ""},
    {'-', 't', Value::kNone, "terse", ""},
    {'-', 'T', Value::kOptional, "tcp-info", ""},
    {'-', 'u', Value::kRequired, "user", "no UIDs specified"},
    {'-', 'U', Value::kNone, "unix", ""},
    {'-', 'V', Value::kNone, "verbose", ""},
    {'-', 'w', Value::kNone, "no-warnings", ""},
    {'+', 'w', Value::kNone, "warnings", ""},
};

const Spelling* find(char sign, char letter) {
  const auto at = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                               [&](const Spelling& s) { return s.sign == sign && s.letter == letter; });
  return at == std::end(kSpellings) ? nullptr : at;
}

Failure refused(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

bool is_option(std::string_view word) { return word.size() > 1 && (word[0] == '-' || word[0] == '+'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Translator {
 public:
  explicit Translator(const std::vector<std::string>& words) : words_(words) {}

  Result<std::vector<std::string>> run() {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_];
      if (word == "--") {
        ++at_;
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
    out_.push_back(words_[at_++]);
    if (out_.back().find('=') == std::string::npos && at_ < words_.size() && !is_option(words_[at_])) {
      out_.push_back(words_[at_++]);
    }
  }

  void take_names() {
    std::vector<std::string> names;
    for (; at_ < words_.size(); ++at_) {
      // Long options may stand behind names; lsof has none, so nothing of lsof's changes its meaning.
      if (words_[at_].starts_with("--") && words_[at_].size() > 2) {
        out_.push_back(words_[at_]);
      } else {
        names.push_back(words_[at_]);
      }
    }
    if (names.empty()) return;
    out_.emplace_back("--");
    out_.insert(out_.end(), names.begin(), names.end());
  }

  void emit(const Spelling& spelling, std::string_view value) {
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
    const bool next_is_value = at_ < words_.size() && !is_option(words_[at_]);
    switch (spelling.value) {
      case Value::kNone:
        emit(spelling, "");
        return {};
      case Value::kNumber:
      case Value::kNeededNumber:
        return take_number(spelling, rest);
      case Value::kRequired:
      case Value::kOptional:
        break;
    }
    if (!rest.empty()) {
      emit(spelling, std::exchange(rest, {}));
    } else if (next_is_value && !words_[at_].empty()) {
      emit(spelling, words_[at_++]);
    } else if (spelling.value == Value::kRequired) {
      return refused(std::string(spelling.missing));
    } else if (next_is_value && spelling.letter == 'i') {
      return refused("incomplete Internet address specification: -i ");
    } else {
      emit(spelling, "");
    }
    return {};
  }

  Status take_number(const Spelling& spelling, std::string_view& rest) {
    const auto digits = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
    if (digits > 0) {
      emit(spelling, rest.substr(0, digits));
      rest.remove_prefix(digits);
    } else if (rest.empty() && at_ < words_.size() && !words_[at_].empty() &&
               std::all_of(words_[at_].begin(), words_[at_].end(), is_digit)) {
      emit(spelling, words_[at_++]);
    } else if (spelling.value == Value::kNeededNumber) {
      return refused(std::string(spelling.missing));
    } else {
      emit(spelling, "");
    }
    return {};
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  std::vector<std::string> out_;
};

}  // namespace

Result<std::vector<std::string>> translate(const std::vector<std::string>& words) { return Translator(words).run(); }

}  // namespace nd::lsof
