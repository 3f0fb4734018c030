#include "common/parse/proc_pid_limits.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {
namespace {

bool read_value(std::string_view word, std::optional<std::uint64_t>& into) {
  if (word == "unlimited") return true;
  into = parse_number<std::uint64_t>(word);
  return into.has_value();
}

}  // namespace

std::optional<ResourceLimit> parse_limit(std::string_view text, std::string_view name) {
  std::optional<ResourceLimit> found;
  for_each_line(text, [&](std::string_view line) {
    if (!line.starts_with(name)) return;
    FieldReader in{line.substr(name.size()), ""};
    ResourceLimit limit;
    const std::string_view soft = in.word();
    const std::string_view hard = in.word();
    if (read_value(soft, limit.soft) && read_value(hard, limit.hard)) found = limit;
  });
  return found;
}

}  // namespace nd
