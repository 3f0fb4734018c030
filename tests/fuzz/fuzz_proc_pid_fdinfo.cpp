#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_pid_fdinfo.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  static_cast<void>(nd::parse_fdinfo(text));
  static_cast<void>(nd::parse_epoll_targets(text));
  static_cast<void>(nd::parse_inotify_watches(text));
  static_cast<void>(nd::parse_fanotify_marks(text));
  static_cast<void>(nd::parse_timerfd(text));
  static_cast<void>(nd::parse_signal_set(text));
  static_cast<void>(nd::parse_fdinfo_locks(text));
  return 0;
}
