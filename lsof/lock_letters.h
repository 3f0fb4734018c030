// Which letter a descriptor shows for a lock, for the price of as little as will do. /proc/locks is dear: the kernel
// keeps all processors from taking locks until it is read, and waits for each of them first (fs/locks.c,
// percpu_down_write(): 7 to 15 ms). So a listing of a whole machine has it read beside, once for all threads, and of a
// few processes the descriptors are asked, which almost always say that there is no lock.
#pragma once

#include <mutex>
#include <optional>
#include <thread>

#include "lsof/fdtypes/descriptor.h"
#include "lsof/locks.h"

namespace nd::lsof {

// /proc/locks, read once. The threads of a listing share one object.
class LockTable {
 public:
  explicit LockTable(const ProcRoot& proc) : proc_(proc) {}
  LockTable(const LockTable&) = delete;
  LockTable& operator=(const LockTable&) = delete;
  ~LockTable();

  // Has it read by another thread from now on; by one thread only, before anybody calls get().
  void read_ahead();
  // Waits until it is read.
  const Locks& get();

 private:
  const ProcRoot& proc_;
  std::once_flag once_;
  std::optional<Locks> locks_;
  std::thread reader_;
};

class LockLetters {
 public:
  // `ask_descriptors`: all descriptors of each process are listed, and there are few processes.
  LockLetters(LockTable& table, bool ask_descriptors) : table_(table), left_(ask_descriptors ? kMostAsked : 0) {}

  // Sets the letter, or finds out that the process needs finish().
  void set(Descriptor& descriptor, std::int32_t pid, OpenFile& file);
  // After all descriptors of a process: if one of them told of a lock, those before it get what the table says.
  void finish(FdInfoDirectory& infos, std::int32_t pid, std::vector<OpenFile>& files);

 private:
  static constexpr std::size_t kMostAsked = 512;  // of 10 us each: about as long as the table takes
  bool is_without_locks(Descriptor& descriptor);

  LockTable& table_;
  std::size_t left_;         // so many more descriptors are asked; then the table is read
  bool has_passed_ = false;  // descriptors of this process that have no lock themselves
  bool revisits_ = false;
};

}  // namespace nd::lsof
