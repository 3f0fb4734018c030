#include "lsof/criteria.h"

#include <algorithm>
#include <limits>

#include "common/base/number.h"
#include "common/names/users.h"

namespace nd::lsof {
namespace {

// Calls `f(item, exclude)` for each piece between commas, until it fails.
template <typename F>
Status for_each_item(std::string_view text, F&& f) {
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view item = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const bool exclude = item.starts_with('^');
    if (exclude) item.remove_prefix(1);
    if (Status done = f(item, exclude); !done) return done;
  }
  return {};
}

Failure usage(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

// Nothing is 0 and what is too large wraps, as in lsof: such a process is simply never found.
std::optional<std::uint32_t> wrapped_number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

Failure conflict(std::string_view short_name, std::uint32_t value) {
  return usage(std::string(short_name) + " " + std::to_string(value) + " has been included and excluded.");
}

}  // namespace

Status add_numbers(std::string_view text, std::string_view what, std::string_view short_name,
                   std::vector<NumberItem>& into) {
  return for_each_item(text, [&](std::string_view item, bool exclude) -> Status {
    const auto value = wrapped_number(item);
    if (!value) return usage("illegal " + std::string(what) + ": " + std::string(text));
    const auto same = std::find_if(into.begin(), into.end(), [&](const auto& other) { return other.value == *value; });
    if (same == into.end()) {
      into.push_back({*value, exclude});
    } else if (same->exclude != exclude) {
      return conflict(short_name, *value);
    }
    return {};
  });
}

Status add_users(std::string_view text, std::vector<UserItem>& into) {
  return for_each_item(text, [&](std::string_view item, bool exclude) -> Status {
    const bool is_number = std::all_of(item.begin(), item.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto uid = is_number ? wrapped_number(item) : find_uid(std::string(item));
    if (!uid) return usage("can't get UID for " + std::string(item));
    const auto same = std::find_if(into.begin(), into.end(), [&](const auto& other) { return other.uid == *uid; });
    if (same == into.end()) {
      into.push_back({*uid, is_number ? std::string() : std::string(item), exclude});
    } else if (same->exclude != exclude) {
      return conflict("UID", *uid);
    }
    return {};
  });
}

bool CommandItem::matches(const std::string& command) const {
  if (regex) return ::regexec(regex.get(), command.c_str(), 0, nullptr, 0) == 0;
  return command.starts_with(text);
}

namespace {

Status compile(std::string_view whole, CommandItem& item) {
  std::size_t end = whole.find('/', 1);
  while (end != std::string_view::npos && whole[end - 1] == '\\') end = whole.find('/', end + 1);
  if (end == std::string_view::npos) return usage("regexp doesn't end with '/': " + std::string(whole));
  const std::string_view modifiers = whole.substr(end + 1);
  const auto has = [&](char modifier, std::size_t until) { return modifiers.substr(0, until).find(modifier) < until; };
  for (std::size_t i = 0; i < modifiers.size(); ++i) {
    const char modifier = modifiers[i];
    if (modifier != 'i' && modifier != 'b' && modifier != 'x') {
      return usage(std::string("invalid regexp modifier: ") + modifier);
    }
    if (has(modifier, i)) return usage(modifier + (" regexp modifier already used: " + std::string(whole)));
    if (has('b', i + 1) && has('x', i + 1)) return usage("b and x regexp modifiers conflict: " + std::string(whole));
  }
  const int flags =
      REG_NOSUB | (has('b', modifiers.size()) ? 0 : REG_EXTENDED) | (has('i', modifiers.size()) ? REG_ICASE : 0);
  const std::string pattern(whole.substr(1, end - 1));
  auto regex = std::make_unique<regex_t>();
  if (const int error = ::regcomp(regex.get(), pattern.c_str(), flags); error != 0) {
    char reason[128];
    ::regerror(error, regex.get(), reason, sizeof reason);
    return usage("regexp error: " + std::string(whole) + ": " + reason);
  }
  item.regex = std::shared_ptr<regex_t>(regex.release(), CommandItem::FreeRegex{});
  return {};
}

}  // namespace

Status add_command(std::string_view text, std::vector<CommandItem>& into) {
  CommandItem item;
  if (text.starts_with('/')) {
    item.text = text;
    if (Status compiled = compile(text, item); !compiled) return compiled;
    into.push_back(std::move(item));
    return {};
  }
  item.exclude = text.starts_with('^');
  item.text = text.substr(item.exclude ? 1 : 0);
  if (item.text.size() > kLongestCommand) {
    return usage("\"-c " + item.text + "\" length (" + std::to_string(item.text.size()) + ") > what system provides (" +
                 std::to_string(kLongestCommand) + ")");
  }
  for (const CommandItem& other : into) {
    if (other.regex || other.text != item.text || other.exclude == item.exclude) continue;
    return usage("-c^" + item.text + " and -c" + item.text + " conflict.");
  }
  into.push_back(std::move(item));
  return {};
}

bool FdList::names(const FdName& fd) const {
  const std::string_view word = fd_word(fd.kind);
  if (word.empty()) {
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](const Range& range) { return fd.number >= range.low && fd.number <= range.high; });
  }
  return std::any_of(words.begin(), words.end(), [&](const std::string& other) { return other == word; });
}

namespace {

Status add_fd_range(std::string_view item, std::size_t dash, FdList& into) {
  if (dash == 0) return usage("illegal FD range for -d: " + std::string(item));
  const std::string_view low_text = item.substr(0, dash);
  const std::string_view high_text = item.substr(dash + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (low_text.empty() || !std::all_of(low_text.begin(), low_text.end(), is_digit) ||
      !std::all_of(high_text.begin(), high_text.end(), is_digit)) {
    return usage("non-digit in -d FD range: " + std::string(item));
  }
  const auto low = static_cast<std::int32_t>(*wrapped_number(low_text));
  const auto high = static_cast<std::int32_t>(*wrapped_number(high_text));
  if (low >= high) return usage("-d FD range's low >= its high: " + std::string(item));
  into.numbers.push_back({low, high});
  return {};
}

Status add_fd(std::string_view item, FdList& into) {
  if (const std::size_t dash = item.find('-'); dash != std::string_view::npos) return add_fd_range(item, dash, into);
  if (item == "fd") {
    into.numbers.push_back({0, std::numeric_limits<std::int32_t>::max()});
  } else if (const auto one = wrapped_number(item)) {
    into.numbers.push_back({static_cast<std::int32_t>(*one), static_cast<std::int32_t>(*one)});
  } else {
    into.words.emplace_back(item);
  }
  return {};
}

}  // namespace

Status add_fds(std::string_view text, FdList& into) {
  return for_each_item(text, [&](std::string_view item, bool exclude) -> Status {
    if (item.empty()) return {};
    if (into.empty()) {
      into.exclude = exclude;
    } else if (into.exclude != exclude) {
      return usage((exclude ? "exclude in an include -d list: ^" : "include in an exclude -d list: ") +
                   std::string(item));
    }
    return add_fd(item, into);
  });
}

}  // namespace nd::lsof
