#include "common/base/shortage.h"

#include <cerrno>
#include <mutex>

namespace nd {
namespace {

struct Noted {
  std::mutex mutex;
  Shortage all;
};
Noted& noted() {
  static Noted one;
  return one;
}

}  // namespace

std::string_view Shortage::remedy() const {
  switch (code) {
    case EMFILE:
      return "raise ulimit -n";
    case ENFILE:
      return "raise fs.file-max";
    default:
      return "free some memory, raise ulimit -v";
  }
}

void note_shortage(int code, std::string_view object) {
  if (code != EMFILE && code != ENFILE && code != ENOMEM) return;
  Noted& here = noted();
  const std::lock_guard lock(here.mutex);
  if (here.all.times++ != 0) return;
  here.all.code = code;
  here.all.object = object;
}

std::optional<Shortage> take_shortage() {
  Noted& here = noted();
  const std::lock_guard lock(here.mutex);
  if (here.all.times == 0) return std::nullopt;
  Shortage taken = std::move(here.all);
  here.all = {};
  return taken;
}

}  // namespace nd
