#include "common/parse/proc_net_counters.h"

#include <optional>

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {
namespace {

std::optional<Counter> read_counter(std::string_view name, std::string_view number) {
  if (const auto value = parse_number<std::uint64_t>(number)) return Counter{std::string(name), *value, false};
  if (const auto value = parse_number<std::int64_t>(number)) {
    return Counter{std::string(name), static_cast<std::uint64_t>(*value), true};
  }
  return std::nullopt;
}

std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest.remove_prefix(word.size());
  return word;
}

// "Tcp:" off the front of a line; empty when the line has no group.
std::string_view take_group(std::string_view& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = line.substr(0, colon);
  line.remove_prefix(colon + 1);
  return name;
}

}  // namespace

std::vector<CounterGroup> parse_counter_pairs(std::string_view text) {
  std::vector<CounterGroup> groups;
  std::string_view names;
  std::string_view names_group;
  for_each_line(text, [&](std::string_view line) {
    const std::string_view group = take_group(line);
    if (names_group.empty() || group != names_group) {
      names = line;
      names_group = group;
      return;
    }
    CounterGroup& made = groups.emplace_back(CounterGroup{std::string(group), {}});
    for (;;) {
      const std::string_view name = take_word(names);
      const std::string_view value = take_word(line);
      if (name.empty() || value.empty()) break;
      if (auto counter = read_counter(name, value)) made.counters.push_back(*std::move(counter));
    }
    names_group = {};
  });
  return groups;
}

CounterGroup parse_counter_list(std::string_view text) {
  CounterGroup group;
  for_each_line(text, [&](std::string_view line) {
    const std::string_view name = take_word(line);
    const std::string_view value = take_word(line);
    if (auto counter = read_counter(name, value); counter && !name.empty()) {
      group.counters.push_back(*std::move(counter));
    }
  });
  return group;
}

std::vector<std::vector<std::uint32_t>> parse_hex_rows(std::string_view text) {
  std::vector<std::vector<std::uint32_t>> rows;
  for_each_line(text, [&](std::string_view line) {
    std::vector<std::uint32_t> row;
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
      const auto value = parse_number<std::uint32_t>(word, 16);
      if (!value) return;
      row.push_back(*value);
    }
    if (!row.empty()) rows.push_back(std::move(row));
  });
  return rows;
}

const CounterGroup* find_group(const std::vector<CounterGroup>& groups, std::string_view name) {
  for (const CounterGroup& group : groups) {
    if (group.name == name) return &group;
  }
  return nullptr;
}

}  // namespace nd
