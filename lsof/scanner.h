// Walks /proc and hands over each process with its files that were asked for. What nobody asked for is not read: a
// listing of one process opens that one, a listing of sockets asks for no file.
#pragma once

#include <unistd.h>

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "common/index/process_walk.h"
#include "lsof/fdtypes/links_by_mount.h"
#include "lsof/fdtypes/registry.h"
#include "lsof/file_stat.h"
#include "lsof/lock_letters.h"
#include "lsof/maps.h"
#include "lsof/mounts.h"
#include "lsof/named_files.h"
#include "lsof/open_file.h"
#include "lsof/progress.h"
#include "lsof/selection.h"
#include "lsof/sockets.h"
#include "lsof/unseen.h"

namespace nd::lsof {

struct ScanOptions {
  bool warnings = true;             // rows for what is not ours to read
  bool tasks = false;               // threads too
  bool position_and_flags = false;  // of every descriptor, not only where lsof shows them anyway
  bool facts = false;               // fdinfo is kept
  bool endpoints = false;           // -E: whatever may be the other end of something is handed over too, unselected
  std::vector<Exemption> exemptions;
  Progress* progress = nullptr;  // told of each process that was looked at
};

// What the scanners of several threads have in common.
struct Shared {
  Sockets& sockets;
  SlowFiles& slow_files;
  Unseen& unseen;
  LockTable& locks;
};

class Scanner {
 public:
  Scanner(const ProcRoot& proc, Selection& selection, NamedFiles& names, Shared shared, ScanOptions options);

  // Calls `f` with each process that has something to list, in ascending order of pid, until it returns false.
  using OnProcess = std::function<bool(Process&&)>;
  Status scan(const OnProcess& f);
  // The same for these processes only.
  void scan_pids(std::span<const std::int32_t> pids, const OnProcess& f);

 private:
  bool read(const HeldProcess& held, const OnProcess& f);
  std::optional<Process> read_process(const HeldProcess& held);
  // Everything the process or thread holds that is asked for; false when it is gone.
  bool read_files(const HeldProcess& held, Process& process);
  std::vector<Process> read_tasks(const HeldProcess& held, std::span<const std::int32_t> tasks, const Process& process);
  std::optional<Process> read_task(const HeldProcess& task, const Process& process);
  void leave_to_tasks(Process& process);
  void read_link(const HeldProcess& held, FdName::Kind kind, const char* link, Process& process);
  bool read_descriptors(const HeldProcess& held, Process& process);
  // Whether the fdinfo of every descriptor will be read.
  bool reads_every_fdinfo() const;
  // The file behind the link, if it is asked for.
  std::optional<OpenFile> read_descriptor(Descriptor& descriptor, const Process& process);
  void complete(Descriptor& descriptor, const FdType& type, const Process& process, OpenFile& file);
  void read_maps(const HeldProcess& held, Process& process);
  void note_terminal(Descriptor& descriptor, OpenFile& file);
  void note_mount(Descriptor& descriptor, OpenFile& file);
  void note_queue(Descriptor& descriptor, OpenFile& file);
  // Files of this name may be listed, going by what is known before anything is read.
  bool may_list(const FdName& fd, bool is_socket, const Process& process) const;
  // Whether the file is asked for, and by what.
  bool select(OpenFile& file, const Process& process);
  // Keeps the file if it is.
  void add(OpenFile&& file, Process& process);

  const ProcRoot& proc_;
  Selection& selection_;
  NamedFiles& names_;
  ScanOptions options_;
  FileStat files_;
  Sockets& sockets_;
  Unseen& unseen_;
  MapReader maps_;
  std::optional<FileFacts> program_;  // of the process that is read, once it was asked for
  Mounts mounts_;
  LinksByMount links_;
  LockLetters letters_;
  std::int32_t self_ = ::getpid();  // never listed
};

}  // namespace nd::lsof
