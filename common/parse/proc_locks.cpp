#include "common/parse/proc_locks.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {
namespace {

LockKind kind_of(std::string_view word) {
  if (word == "POSIX") return LockKind::kPosix;
  if (word == "FLOCK") return LockKind::kFlock;
  if (word == "OFDLCK") return LockKind::kOfd;
  if (word == "LEASE") return LockKind::kLease;
  if (word == "DELEG") return LockKind::kDelegation;
  return LockKind::kOther;
}

LockAccess access_of(std::string_view word) {
  if (word == "READ") return LockAccess::kRead;
  if (word == "WRITE") return LockAccess::kWrite;
  if (word == "RW") return LockAccess::kReadWrite;
  return LockAccess::kNone;  // NONE, UNLCK
}

}  // namespace

std::optional<FileLock> parse_lock_line(std::string_view line) {
  if (line.starts_with("lock:")) line.remove_prefix(5);
  FieldReader in{line, ""};
  if (!in.word().ends_with(':')) return std::nullopt;  // the number
  FileLock lock;
  std::string_view word = in.word();
  while (word == "->") {  // the kernel indents by one blank for each lock in between
    lock.waiting = true;
    word = in.word();
  }
  lock.kind = kind_of(word);
  lock.mandatory = in.word() == "MANDATORY";
  lock.access = access_of(in.word());
  lock.pid = in.dec<std::int32_t>();
  FieldReader file{in.word()};
  lock.device.major_number = file.hex<std::uint32_t>();
  lock.device.minor_number = file.hex<std::uint32_t>();
  lock.inode = file.dec<std::uint64_t>();
  lock.start = in.dec<std::uint64_t>();
  const std::string_view end = in.word();
  if (end != "EOF") {
    lock.end = parse_number<std::uint64_t>(end);
    if (!lock.end) return std::nullopt;
  }
  if (!in.ok() || !file.ok()) return std::nullopt;
  return lock;
}

std::vector<FileLock> parse_locks(std::string_view text) {
  std::vector<FileLock> locks;
  for_each_line(text, [&](std::string_view line) {
    if (auto lock = parse_lock_line(line)) locks.push_back(*lock);
  });
  return locks;
}

}  // namespace nd
