#include "common/parse/proc_pid_stat.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {

std::optional<ProcessStat> parse_proc_stat(std::string_view text) {
  const std::size_t open = text.find(" (");
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2) return std::nullopt;
  const auto pid = parse_number<std::int32_t>(text.substr(0, open));
  if (!pid) return std::nullopt;

  std::string_view rest = text.substr(close + 1);
  if (rest.ends_with('\n')) rest.remove_suffix(1);
  FieldReader in{rest, ""};
  ProcessStat stat{.pid = *pid, .comm = std::string(text.substr(open + 2, close - open - 2))};
  const std::string_view state = in.word();
  stat.state = state.size() == 1 ? state[0] : '?';
  stat.ppid = in.dec<std::int32_t>();
  stat.pgrp = in.dec<std::int32_t>();
  stat.session = in.dec<std::int32_t>();
  in.skip(13);  // tty_nr … nice
  stat.threads = in.dec<std::uint32_t>();
  in.skip(1);  // itrealvalue
  stat.start_time = in.dec<std::uint64_t>();
  if (!in.ok() || in.rest().empty()) return std::nullopt;  // the start time is never last: a cut one would lie
  return stat;
}

}  // namespace nd
