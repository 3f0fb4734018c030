#include "lsof/scanner.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/number.h"
#include "common/parse/proc_pid_fdinfo.h"
#include "common/parse/proc_pid_stat.h"
#include "common/parse/proc_pid_status.h"
#include "lsof/endpoints.h"
#include "lsof/fdtypes/registry.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kSocketLink = "socket:[";

constexpr std::int64_t kQueueMagic = 0x19800202;  // ipc/mqueue.c, MQUEUE_MAGIC

bool is_gone(int code) { return code == ESRCH || code == ENOENT; }

char access_letter(mode_t link_mode) {
  const bool reads = (link_mode & S_IRUSR) != 0;
  const bool writes = (link_mode & S_IWUSR) != 0;
  return reads == writes ? 'u' : reads ? 'r' : 'w';  // O_PATH has neither and shows as u
}

char access_letter_of_flags(std::uint32_t flags) {
  switch (flags & O_ACCMODE) {
    case O_RDONLY:
      return 'r';
    case O_WRONLY:
      return 'w';
    default:
      return 'u';
  }
}

// The directory of a process belongs to its effective user, dumpable or not (fs/proc/base.c, task_dump_owner()).
std::uint32_t owner_of(const HeldProcess& held, bool live) {
  struct stat directory;
  if (live && ::fstat(held.directory().fd(), &directory) == 0) return directory.st_uid;
  const auto text = held.directory().read("status");
  const auto status = text ? parse_proc_status(*text) : std::nullopt;
  return status ? status->effective_uid : 0;
}

Result<ProcRoot> task_directory(const HeldProcess& held, std::int32_t tid) {
  return held.directory().subdirectory(("task/" + std::to_string(tid)).c_str());
}

// Threads may have descriptors or a working directory of their own (clone(2) without CLONE_FILES, CLONE_FS), which is
// rare. Where the kernel says that they do not, nothing is read twice: a process may have thousands. False, too, when
// we may not ask.
bool share_everything(std::int32_t pid, std::int32_t tid) {
  const auto same = [&](int what) { return ::syscall(SYS_kcmp, pid, tid, what, 0, 0) == 0; };
  return same(KCMP_VM) && same(KCMP_FILES) && same(KCMP_FS);
}

}  // namespace

Scanner::Scanner(const ProcRoot& proc, Selection& selection, NamedFiles& names, Shared shared, ScanOptions options)
    : proc_(proc),
      selection_(selection),
      names_(names),
      options_(std::move(options)),
      files_(is_live(proc), shared.slow_files),
      sockets_(shared.sockets),
      unseen_(shared.unseen),
      maps_(files_, options_.exemptions, options_.warnings),
      letters_(shared.locks, files_.live() && selection.wanted() == kByPid && selection.criteria().fds.empty()) {}

Status Scanner::scan(const OnProcess& f) {
  auto pids = selection_.only_pids();
  if (!pids || options_.endpoints) {
    auto all = list_pids(proc_);
    if (!all) return tl::unexpected(std::move(all.error()));
    pids = *std::move(all);
  }
  scan_pids(*pids, f);
  return {};
}

void Scanner::scan_pids(std::span<const std::int32_t> pids, const OnProcess& f) {
  for (const std::int32_t pid : pids) {
    const auto held = HeldProcess::open(proc_, pid);
    if (!held && is_denied(held.error())) ++unseen_.processes;  // hidepid=noaccess
    if (held && !read(*held, f)) break;
  }
}

std::optional<Process> Scanner::read_process(const HeldProcess& held) {
  const auto text = held.directory().read_record("stat");
  auto stat = text ? parse_proc_stat(*text) : std::nullopt;
  const bool is_helper = stat && files_.live() && stat->ppid == self_ && Helper::is_one(held.pid());
  if (!stat || stat->state == 'Z' || is_helper) return std::nullopt;
  Process process;
  process.threads = stat->threads;
  process.pid = held.pid();
  process.ppid = stat->ppid;
  process.pgid = stat->pgrp;
  process.start_time = stat->start_time;
  process.command = std::move(stat->comm);
  process.uid = owner_of(held, files_.live());
  const auto met = selection_.process({process.pid, process.pgid, process.uid, process.command});
  if (!met && !options_.endpoints) return std::nullopt;
  process.hidden = !met;
  process.selected = met.value_or(0);
  return process;
}

bool Scanner::read(const HeldProcess& held, const OnProcess& f) {
  if (options_.progress != nullptr) options_.progress->note(monotonic_now());
  if (files_.live() && held.pid() == self_) return true;
  auto process = read_process(held);
  if (!process) return true;
  std::vector<std::int32_t> tasks;
  if (options_.tasks && process->threads != 1) {
    if (const auto directory = held.directory().subdirectory("task")) tasks = list_pids(*directory).value_or(tasks);
    if (tasks.size() > 1) process->selected |= selection_.threads();
  }
  if (!read_files(held, *process)) return true;
  std::vector<Process> threads = read_tasks(held, tasks, *process);
  if (!selection_.criteria().all_of) leave_to_tasks(*process);
  if (!process->files.empty() && !f(std::move(*process))) return false;
  return std::all_of(threads.begin(), threads.end(), [&](Process& task) { return f(std::move(task)); });
}

std::vector<Process> Scanner::read_tasks(const HeldProcess& held, std::span<const std::int32_t> tasks,
                                         const Process& process) {
  std::vector<Process> threads;
  for (const std::int32_t tid : tasks) {
    if (tid == held.pid()) continue;
    auto directory = task_directory(held, tid);
    if (!directory) continue;
    auto task = read_task(HeldProcess(tid, std::move(*directory)), process);
    if (task && !task->files.empty()) threads.push_back(std::move(*task));
  }
  return threads;
}

// -K without -a selects threads, not the process that has them: what nothing else asked for is theirs alone.
void Scanner::leave_to_tasks(Process& process) {
  if ((process.selected & kByTask) == 0) return;
  std::erase_if(process.files, [&](OpenFile& file) {
    if (file.hidden || selection_.lists(file.selected & ~std::uint32_t{kByTask})) return false;
    file.hidden = options_.endpoints && can_be_end(file);
    return !file.hidden;
  });
}

bool Scanner::read_files(const HeldProcess& held, Process& process) {
  files_.enter(held);
  mounts_.enter();
  program_.reset();
  read_link(held, FdName::kCwd, "cwd", process);
  read_link(held, FdName::kRoot, "root", process);
  read_link(held, FdName::kText, "exe", process);
  read_maps(held, process);
  return read_descriptors(held, process);
}

std::optional<Process> Scanner::read_task(const HeldProcess& task, const Process& process) {
  const auto text = task.directory().read_record("stat");
  auto stat = text ? parse_proc_stat(*text) : std::nullopt;
  if (!stat) return std::nullopt;
  Process thread;
  thread.pid = process.pid;
  thread.tid = task.pid();
  thread.ppid = process.ppid;
  thread.pgid = process.pgid;
  thread.uid = process.uid;
  thread.command = process.command;
  thread.task_command = std::move(stat->comm);
  thread.start_time = stat->start_time;
  thread.selected = process.selected;
  if (share_everything(process.pid, task.pid())) {
    thread.files = process.files;
  } else if (!read_files(task, thread)) {
    return std::nullopt;
  }
  return thread;
}

bool Scanner::may_list(const FdName& fd, bool is_socket, const Process& process) const {
  if (options_.endpoints && fd.kind == FdName::kNumber) return true;
  if (process.hidden || selection_.leaves_out(fd)) return false;
  std::uint32_t hoped = process.selected;
  if (!is_socket) hoped |= kByNfs | kByLinks;  // a socket lies on no file system, and has no links
  const bool may_be_named = !is_socket || names_.has_sockets();
  if (may_be_named) hoped |= kByName;
  if (selection_.criteria().fds.selects_fd(fd)) hoped |= kByFd;
  if (is_socket) hoped |= kByInternet | kByInternetAddress | kByUnix;
  if (selection_.lists(hoped)) return true;
  // Under -a another descriptor than those of -d is not listed, but what it holds has been found.
  const bool may_be_sought = (may_be_named && names_.seeks()) || (is_socket && selection_.seeks_sockets());
  return may_be_sought && selection_.lists(hoped | kByFd);
}

bool Scanner::select(OpenFile& file, const Process& process) {
  if (file.socket != nullptr && !selection_.lets_through(file.socket->state)) return false;
  file.selected = process.selected | selection_.file(file);
  if (!names_.empty() && names_.match(file)) file.selected |= kByName;
  if (!process.hidden && !selection_.leaves_out(file.fd) && selection_.lists(file.selected)) return true;
  file.hidden = options_.endpoints && can_be_end(file);
  return file.hidden;
}

void Scanner::add(OpenFile&& file, Process& process) {
  if (select(file, process)) process.files.push_back(std::move(file));
}

void Scanner::read_link(const HeldProcess& held, FdName::Kind kind, const char* link, Process& process) {
  OpenFile file;
  file.fd.kind = kind;
  file.kind = kind::kFile;
  if (!may_list(file.fd, false, process)) return;
  const auto target = held.directory().link(link);
  if (!target) {
    const int code = target.error().code;
    const bool denied = code == EACCES || code == EPERM;
    if (denied && !options_.warnings) return;
    file.type = FileType::kUnknown;
    file.name = held.directory().path() + "/" + link;
    if (code != ENOENT) add_remark("readlink", code, file);
    return add(std::move(file), process);
  }
  file.name = *target;
  if (const Exemption* exemption = exemption_of(file.name, options_.exemptions)) {
    exempt(*exemption, file);
    return add(std::move(file), process);
  }
  const FileFacts facts = files_.ask(held.directory().fd(), link, *target);
  apply(facts, file);
  if (kind == FdName::kText) program_ = facts;
  add(std::move(file), process);
}

void Scanner::read_maps(const HeldProcess& held, Process& process) {
  if (!may_list({FdName::kMemory, -1}, false, process) && !may_list({FdName::kDeletedMap, -1}, false, process)) return;
  OpenFile program;
  if (!program_) {
    const std::string path = held.directory().link("exe").value_or(std::string());
    const bool asks = exemption_of(path, options_.exemptions) == nullptr;
    program_ = asks ? files_.ask(held.directory().fd(), "exe", path) : FileFacts{};
  }
  if (program_->found) apply(*program_->found, program);
  std::vector<OpenFile> maps;
  maps_.read(held, &program, maps);
  for (OpenFile& file : maps) {
    if (may_list(file.fd, false, process)) add(std::move(file), process);
  }
}

bool Scanner::read_descriptors(const HeldProcess& held, Process& process) {
  FdInfoDirectory infos(held);
  bool denied = false;
  std::string info;
  const auto describe = [&](const DescriptorLink& link) {
    denied = denied || link.error == EACCES || link.error == EPERM;
    Descriptor descriptor(held, link, {files_, sockets_, infos});
    if (!info.empty()) {
      links_.note(info, link.target);
      descriptor.set_fdinfo(std::move(info));
    }
    if (auto file = read_descriptor(descriptor, process)) process.files.push_back(std::move(*file));
    return true;
  };
  const auto tell_link = [&](const char* name) { return links_.of(info = infos.read(name)); };
  const HeldProcess::KnownTarget known = reads_every_fdinfo() ? tell_link : HeldProcess::KnownTarget();
  const Status listed = held.for_each_descriptor(describe, known);
  letters_.finish(infos, process.pid, process.files);
  const bool counts = (listed ? denied : is_denied(listed.error())) && process.tid == 0;
  if (counts) ++unseen_.processes;
  if (counts && listed && options_.warnings) ++unseen_.listed;
  if (listed) return true;
  const int code = listed.error().code;
  if (is_gone(code)) return false;
  OpenFile file;
  file.fd.kind = FdName::kUnreadable;
  if (!options_.warnings || !may_list(file.fd, false, process)) return true;
  file.name = held.directory().path() + "/fd";
  add_remark("opendir", code, file);
  const std::size_t rows = process.files.size();
  add(std::move(file), process);
  if (counts && process.files.size() > rows) ++unseen_.listed;
  return true;
}

bool Scanner::reads_every_fdinfo() const {
  return options_.position_and_flags && files_.live() && (selection_.wanted() & ~kProcessCriteria) == 0;
}

std::optional<OpenFile> Scanner::read_descriptor(Descriptor& descriptor, const Process& process) {
  const DescriptorLink& link = descriptor.link();
  const auto if_asked_for = [&](OpenFile& file) { return select(file, process) ? std::optional(file) : std::nullopt; };
  OpenFile file;
  file.fd = {FdName::kNumber, link.fd};
  if (!may_list(file.fd, link.target.starts_with(kSocketLink), process)) return std::nullopt;
  if (link.error != 0) {
    const bool denied = link.error == EACCES || link.error == EPERM;
    if (denied && !options_.warnings) return std::nullopt;
    file.type = FileType::kUnknown;
    file.name = descriptor.process().directory().path() + "/fd/" + link.name;
    add_remark("readlink", link.error, file);
    return if_asked_for(file);
  }
  if (const Exemption* exemption = exemption_of(link.target, options_.exemptions)) {
    file.kind = kind::kFile;
    file.name = link.target;
    exempt(*exemption, file);
    if (options_.position_and_flags) descriptor.apply_fdinfo(file);
    file.known &= kFlags;
    return if_asked_for(file);
  }
  const FdType& type = fd_type_of(link.target);
  file.kind = type.name;
  type.describe(descriptor, file);
  if (options_.endpoints || options_.facts) note_queue(descriptor, file);  // files that may have another end are kept
  if (!select(file, process)) return std::nullopt;
  complete(descriptor, type, process, file);
  return file;
}

// What no selection asks for is found out for listed files only: most listings of a file or a port show a handful.
void Scanner::complete(Descriptor& descriptor, const FdType& type, const Process& process, OpenFile& file) {
  if (type.complete != nullptr) type.complete(descriptor, file);
  if (options_.position_and_flags || !files_.live()) descriptor.apply_fdinfo(file);
  if (descriptor.target().starts_with(kSocketLink)) {
    file.access = 'u';  // always both
  } else if (!files_.live() || (file.has(kFlags) && (file.flags & O_PATH) == 0)) {
    file.access = access_letter_of_flags(file.flags);
  } else {
    file.access = access_letter(files_.link_mode(descriptor.link().directory, descriptor.link().name));
  }
  letters_.set(descriptor, process.pid, file);
  if (options_.facts && file.type == FileType::kAnonInode) file.fdinfo = descriptor.fdinfo();
  if (options_.facts) note_mount(descriptor, file);
  if (options_.endpoints) note_terminal(descriptor, file);
}

void Scanner::note_terminal(Descriptor& descriptor, OpenFile& file) {
  if (file.device_kind != DeviceKind::kSpecial || !descriptor.target().ends_with("/ptmx")) return;
  const auto number = fdinfo_value(descriptor.fdinfo(), "tty-index");
  if (number) file.device_code = parse_number<std::uint64_t>(*number).value_or(0);
}

void Scanner::note_mount(Descriptor& descriptor, OpenFile& file) {
  if (file.kind != kind::kFile) return;
  const auto info = parse_fdinfo(descriptor.fdinfo());
  if (info) file.mount = mounts_.find(descriptor.process(), info->mount);
}

// A POSIX message queue looks like a file. One that mq_open(3) opened lies on a mount that nobody sees, as files of a
// mount do that was taken off the tree with its dead server, so the helper asks.
void Scanner::note_queue(Descriptor& descriptor, OpenFile& file) {
  constexpr std::uint64_t kQueueSize = 80;  // ipc/mqueue.c, FILENT_SIZE
  if (file.type != FileType::kRegular || file.size != kQueueSize || file.device.major_number != 0) return;
  const auto info = parse_fdinfo(descriptor.fdinfo());
  const Mount* mount = info ? mounts_.find(descriptor.process(), info->mount) : nullptr;
  if (!info || (mount != nullptr && mount->type != "mqueue")) return;
  if (mount != nullptr) {
    file.kind = kind::kMessageQueue;
    return;
  }
  const DescriptorLink& link = descriptor.link();
  if (files_.live() && files_.magic(file.device, link.directory, link.name) == kQueueMagic)
    file.kind = kind::kMessageQueue;
}

}  // namespace nd::lsof
