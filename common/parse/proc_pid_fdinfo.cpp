#include "common/parse/proc_pid_fdinfo.h"

#include <algorithm>

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/parse/proc_locks.h"

namespace nd {
namespace {

// Runs `parse` on the rest of each line that starts with `prefix` and keeps what it made.
template <typename T>
std::vector<T> collect(std::string_view text, std::string_view prefix, std::optional<T> (*parse)(std::string_view)) {
  std::vector<T> found;
  for_each_line(text, [&](std::string_view line) {
    if (!line.starts_with(prefix)) return;
    if (auto made = parse(line.substr(prefix.size()))) found.push_back(*made);
  });
  return found;
}

std::optional<EpollTarget> parse_target(std::string_view line) {  // fs/eventpoll.c, ep_show_fdinfo
  FieldReader in{line};
  EpollTarget target;
  target.fd = in.dec<std::int32_t>();
  in.skip(1);
  target.events = in.hex<std::uint32_t>();
  in.skip(1);
  target.data = in.hex<std::uint64_t>();
  if (!in.ok()) return std::nullopt;
  if (in.at_end()) return target;  // before Linux 4.13 the line ended here
  in.skip(1);
  target.position = in.dec<std::int64_t>();
  in.skip(1);
  target.inode = in.hex<std::uint64_t>();
  in.skip(1);
  target.device = internal_device(in.hex<std::uint32_t>());
  if (!in.ok()) return std::nullopt;
  return target;
}

// "1ac503": two digits a byte; empty when it is not that.
std::string bytes_of(std::string_view digits) {
  std::string bytes;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    const auto byte = parse_number<std::uint8_t>(digits.substr(0, 2), 16);
    if (!byte) return {};
    bytes.push_back(static_cast<char>(*byte));
  }
  return bytes;
}

std::optional<InotifyWatch> parse_watch(std::string_view line) {  // fs/notify/fdinfo.c, inotify_fdinfo
  FieldReader in{line};
  InotifyWatch watch;
  watch.descriptor = in.hex<std::int32_t>();
  in.skip(1);
  watch.inode = in.hex<std::uint64_t>();
  in.skip(1);
  watch.device = internal_device(in.hex<std::uint32_t>());
  in.skip(1);
  watch.mask = in.hex<std::uint32_t>();
  if (!in.ok() || in.rest().empty()) return std::nullopt;  // the mask is never last: a cut one would lie
  in.skip(3);                                              // ignored_mask:0 fhandle-bytes:
  const auto size = in.hex<std::size_t>();
  in.skip(1);
  const auto type = in.hex<std::int32_t>();
  in.skip(1);
  std::string handle = bytes_of(in.word());
  if (in.ok() && handle.size() == size) watch.handle_type = type, watch.handle = std::move(handle);
  return watch;
}

std::optional<FanotifyMark> parse_mark(std::string_view line) {  // fs/notify/fdinfo.c, fanotify_fdinfo
  using Object = FanotifyMark::Object;
  FieldReader in{line};
  FanotifyMark mark;
  const std::string_view object = in.word();
  if (object == "ino") {
    mark.inode = in.hex<std::uint64_t>();
    in.skip(1);
    mark.device = internal_device(in.hex<std::uint32_t>());
  } else if (object == "mnt_id") {
    mark.object = Object::kMount;
    mark.mount = in.hex<std::int32_t>();
  } else if (object == "sdev") {
    mark.object = Object::kFileSystem;
    mark.device = internal_device(in.hex<std::uint32_t>());
  } else {
    return std::nullopt;  // "flags:", the group's own line
  }
  in.skip(3);  // mflags: N mask:
  mark.mask = in.hex<std::uint64_t>();
  if (!in.ok() || in.rest().empty()) return std::nullopt;
  return mark;
}

// "(5, 250000000)": seconds, nanoseconds.
std::optional<std::int64_t> parse_timespec(std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  FieldReader in{text.substr(1, text.size() - 2), ","};
  const auto seconds = in.dec<std::int64_t>();
  const auto nanoseconds = in.dec<std::int64_t>();
  std::int64_t total = 0;
  if (!in.ok() || __builtin_mul_overflow(seconds, std::int64_t{1'000'000'000}, &total) ||
      __builtin_add_overflow(total, nanoseconds, &total)) {
    return std::nullopt;
  }
  return total;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <typename T>
std::optional<T> number_of(std::string_view text, std::string_view key, int base = 10) {
  const auto value = fdinfo_value(text, key);
  return value ? parse_number<T>(*value, base) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> fdinfo_value(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ':') {
      return trimmed(line.substr(key.size() + 1));
    }
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return std::nullopt;
}

std::optional<FdInfo> parse_fdinfo(std::string_view text) {
  const auto position = number_of<std::int64_t>(text, "pos");
  const auto flags = number_of<std::uint32_t>(text, "flags", 8);
  if (!position || !flags) return std::nullopt;
  return FdInfo{.position = *position,
                .flags = *flags,
                .mount = number_of<std::int32_t>(text, "mnt_id").value_or(0),
                .inode = number_of<std::uint64_t>(text, "ino").value_or(0)};
}

std::vector<EpollTarget> parse_epoll_targets(std::string_view text) {
  return collect<EpollTarget>(text, "tfd:", parse_target);
}

std::vector<InotifyWatch> parse_inotify_watches(std::string_view text) {
  return collect<InotifyWatch>(text, "inotify wd:", parse_watch);
}

std::vector<FanotifyMark> parse_fanotify_marks(std::string_view text) {
  return collect<FanotifyMark>(text, "fanotify ", parse_mark);
}

std::vector<FileLock> parse_fdinfo_locks(std::string_view text) {
  return collect<FileLock>(text, "lock:", parse_lock_line);
}

std::optional<TimerState> parse_timerfd(std::string_view text) {
  const auto clock = number_of<std::int32_t>(text, "clockid");
  const auto ticks = number_of<std::uint64_t>(text, "ticks");
  const auto flags = number_of<std::uint32_t>(text, "settime flags", 8);
  const auto value = fdinfo_value(text, "it_value");
  const auto interval = fdinfo_value(text, "it_interval");
  if (!clock || !ticks || !flags || !value || !interval) return std::nullopt;
  const auto value_ns = parse_timespec(*value);
  const auto interval_ns = parse_timespec(*interval);
  if (!value_ns || !interval_ns) return std::nullopt;
  return TimerState{*clock, *ticks, *flags, *value_ns, *interval_ns};
}

std::vector<int> parse_signal_set(std::string_view text) {
  std::vector<int> signals;
  const auto mask = number_of<std::uint64_t>(text, "sigmask", 16);
  for (int bit = 0; mask && bit < 64; ++bit) {
    if ((*mask >> bit & 1U) != 0) signals.push_back(bit + 1);
  }
  return signals;
}

}  // namespace nd
