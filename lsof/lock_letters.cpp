#include "lsof/lock_letters.h"

#include <string>
#include <system_error>
#include <utility>

#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/fdtypes/kinds.h"

namespace nd::lsof {
namespace {

template <typename FdInfo>
char letter_of(const Locks& known, std::int32_t pid, const OpenFile& file, FdInfo&& fdinfo) {
  if (!known.concern(file.inode)) return ' ';
  char letter = known.letter(pid, file.device, file.inode);
  if (letter != ' ' || !known.needs_fdinfo(file.device, file.inode)) return letter;
  for (const FileLock& lock : parse_fdinfo_locks(fdinfo())) {
    if (!lock.waiting && (lock.pid < 0 || lock.pid == pid)) letter = lock_letter(lock);
  }
  return letter;
}

}  // namespace

LockTable::~LockTable() {
  if (reader_.joinable()) reader_.join();
}

void LockTable::read_ahead() try {
  reader_ = std::thread([this] { get(); });
} catch (const std::system_error&) {
  // RLIMIT_NPROC or pids.max: whoever needs it first reads it
}

const Locks& LockTable::get() {
  std::call_once(once_, [this] { locks_.emplace(proc_.read("locks").value_or(std::string())); });
  return *locks_;
}

bool LockLetters::is_without_locks(Descriptor& descriptor) {
  if (left_ == 0) return false;
  --left_;
  const std::string& text = descriptor.fdinfo();
  if (!text.empty() && parse_fdinfo_locks(text).empty()) return true;
  left_ = 0;  // one lock, and the table is read: the order of several that one file has stands only there
  return false;
}

void LockLetters::set(Descriptor& descriptor, std::int32_t pid, OpenFile& file) {
  if (!file.has(kInode) || descriptor.target().starts_with(kSocketType.link))
    return;  // lsof looks for none on sockets either
  if (is_without_locks(descriptor)) {
    has_passed_ = true;
    return;
  }
  revisits_ = revisits_ || has_passed_;
  file.lock = letter_of(table_.get(), pid, file, [&]() -> const std::string& { return descriptor.fdinfo(); });
}

void LockLetters::finish(FdInfoDirectory& infos, std::int32_t pid, std::vector<OpenFile>& files) {
  has_passed_ = false;
  if (!std::exchange(revisits_, false)) return;
  for (OpenFile& file : files) {
    if (file.fd.kind != FdName::kNumber || file.lock != ' ' || !file.has(kInode)) continue;
    file.lock = letter_of(table_.get(), pid, file, [&] { return infos.read(std::to_string(file.fd.number).c_str()); });
  }
}

}  // namespace nd::lsof
