// --watchers: who waits for something to happen to a descriptor or a file: epoll instances, inotify and fanotify.
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <map>
#include <set>

#include "common/base/number.h"
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/file_stat.h"
#include "lsof/options.h"
#include "lsof/report/facts.h"
#include "lsof/report/overview.h"

namespace nd::lsof {
namespace {

// What is watched: a descriptor of a process, or a file by its name.
struct Target {
  std::int32_t pid = 0, fd = -1;  // 0, -1: a file
  std::string path = {};
  Device device = {};
  std::uint64_t inode = 0;
  bool is_socket_file = false;  // its sockets have inodes of their own
  bool shares_inode = false;    // an anon_inode: timers, signalfds and their like all have one inode
};

struct Watcher {
  std::int32_t pid = 0;
  std::string command, user;  // raw
  std::int32_t fd = 0;
  std::string_view kind;
  std::optional<std::int32_t> watched_fd;
  std::vector<std::string_view> events;
  std::optional<bool> edge, one_shot, exclusive;
};

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ",").append(word);
  return text;
}

Cell truth(const std::optional<bool>& value) { return value ? Cell{*value} : Cell{}; }

constexpr Column<Watcher> kColumns[] = {
    {"command", "COMMAND", Align::kLeft, [](const Watcher& w) { return Cell{w.command}; }, ""},
    {"pid", "PID", Align::kRight, [](const Watcher& w) { return Cell{std::int64_t{w.pid}}; }, ""},
    {"user", "USER", Align::kLeft, [](const Watcher& w) { return Cell{w.user}; }, ""},
    {"fd", "FD", Align::kRight, [](const Watcher& w) { return Cell{std::int64_t{w.fd}}; }, ""},
    {"kind", "KIND", Align::kLeft, [](const Watcher& w) { return Cell{std::string(w.kind)}; }, ""},
    {"watched_fd", "WATCHED", Align::kRight,
     [](const Watcher& w) { return w.watched_fd ? Cell{std::int64_t{*w.watched_fd}} : Cell{}; }, ""},
    {"trigger", "TRIGGER", Align::kLeft,
     [](const Watcher& w) { return w.edge ? Cell{std::string(*w.edge ? "edge" : "level")} : Cell{}; }, ""},
    {"one_shot", "ONE-SHOT", Align::kLeft, [](const Watcher& w) { return truth(w.one_shot); }, ""},
    {"exclusive", "EXCLUSIVE", Align::kLeft, [](const Watcher& w) { return truth(w.exclusive); }, ""},
    {"events", "EVENTS", Align::kLeft, [](const Watcher& w) { return Cell{joined(w.events)}; }, ""},
};

// "12:3", unless a file is called so.
Result<Target> descriptor_target(const OverviewContext& context, const std::string& text, std::int32_t pid,
                                 std::int32_t fd) {
  const auto held = HeldProcess::open(context.proc, pid);
  if (!held) return tl::unexpected(held.error());
  const std::string link = "fd/" + std::to_string(fd);
  const auto to = held->directory().link(link.c_str());
  if (!to) return tl::unexpected(to.error());
  FileStat files(true, context.slow_files);
  files.enter(*held);
  const auto found = files.ask(held->directory().fd(), link.c_str(), *to).found;
  if (!found) return input_failure("--watchers " + text, "nothing is known of it");
  Target target{.pid = pid, .fd = fd, .device = device_of(found->st_dev), .inode = found->st_ino};
  target.shares_inode = to->starts_with("anon_inode:");
  return target;
}

Result<Target> find_target(const OverviewContext& context, const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const auto pid = parse_number<std::int32_t>(std::string_view(text).substr(0, colon));
    const auto fd = parse_number<std::int32_t>(std::string_view(text).substr(colon + 1));
    if (pid && fd) return descriptor_target(context, text, *pid, *fd);
  }
  const auto self = HeldProcess::open(context.proc, ::getpid());
  if (!self) return tl::unexpected(self.error());
  FileStat files(true, context.slow_files);
  files.enter(*self);
  const auto [found, error, mount] = files.ask(AT_FDCWD, text.c_str(), text);
  if (!found) return system_failure(error, "statx", text);
  Target target{.path = text, .device = device_of(found->st_dev), .inode = found->st_ino};
  target.is_socket_file = S_ISSOCK(found->st_mode);
  return target;
}

// The kernel's own encoding of a device: minor in the low 20 bits.
std::uint32_t internal(const Device& device) { return device.major_number << 20U | device.minor_number; }

class Watchers final : public Overview {
 public:
  Watchers(const OverviewContext& context, Target target) : context_(context), target_(std::move(target)) {}

  void add(Process&& process) override {
    for (const OpenFile& file : process.files) {
      if (file.type == FileType::kUnix && is_name_of(file.name)) sockets_.insert(file.inode);
      if (file.kind == "eventpoll") add_epoll(process, file);
      if (file.name == "inotify") add_inotify(process, file);
      if (file.name == "[fanotify]") add_fanotify(process, file);
    }
  }

  Result<int> print() override {
    std::vector<Watcher> rows;
    for (const Candidate& candidate : epolls_) {
      if (watches(candidate)) rows.push_back(candidate.watcher);
    }
    rows.insert(rows.end(), others_.begin(), others_.end());
    if (context_.options.output != Output::kJson) {
      put_rows<Watcher>(context_, "", kColumns, rows, false);
    } else {
      for (const Watcher& row : rows) put_json(row);
    }
    return rows.empty() ? 1 : 0;
  }

 private:
  struct Candidate {
    Watcher watcher;
    EpollTarget watched;
    std::uint32_t place = 0;  // among those of the same number
  };

  bool is_name_of(std::string_view name) const {
    if (!target_.is_socket_file || !name.starts_with(target_.path)) return false;
    return name.size() == target_.path.size() || name[target_.path.size()] == ' ';
  }

  Watcher watcher(const Process& process, const OpenFile& file, std::string_view kind) {
    Watcher made;
    made.pid = process.pid;
    made.command = process.command;
    made.user = context_.names.user(process.uid);
    made.fd = file.fd.number;
    made.kind = kind;
    return made;
  }

  void add_epoll(const Process& process, const OpenFile& file) {
    std::map<std::int32_t, std::uint32_t> places;
    for (const EpollTarget& watched : parse_epoll_targets(file.fdinfo)) {
      Candidate candidate{watcher(process, file, "epoll"), watched, places[watched.fd]++};
      candidate.watcher.watched_fd = watched.fd;
      candidate.watcher.events = epoll_event_words(watched.events);
      candidate.watcher.edge = is_edge_triggered(watched.events);
      candidate.watcher.one_shot = is_one_shot(watched.events);
      candidate.watcher.exclusive = is_exclusive(watched.events);
      epolls_.push_back(std::move(candidate));
    }
  }

  void add_inotify(const Process& process, const OpenFile& file) {
    for (const InotifyWatch& watch : parse_inotify_watches(file.fdinfo)) {
      if (watch.inode != target_.inode || watch.device != internal(target_.device)) continue;
      others_.push_back(watcher(process, file, "inotify"));
      others_.back().events = inotify_event_words(watch.mask);
    }
  }

  void add_fanotify(const Process& process, const OpenFile& file) {
    for (const FanotifyMark& mark : parse_fanotify_marks(file.fdinfo)) {
      const bool is_file = mark.object == FanotifyMark::Object::kInode && mark.inode == target_.inode;
      const bool is_system = mark.object == FanotifyMark::Object::kFileSystem;
      if ((!is_file && !is_system) || mark.device != internal(target_.device)) continue;
      others_.push_back(watcher(process, file, "fanotify"));
      others_.back().events = fanotify_event_words(mark.mask);
    }
  }

  // Whether an entry of an epoll instance is about our target.
  bool watches(const Candidate& candidate) const {
    const EpollTarget& watched = candidate.watched;
    if (target_.is_socket_file) return sockets_.contains(watched.inode);
    if (watched.inode != target_.inode || watched.device != internal(target_.device)) return false;
    if (target_.fd < 0) return true;
    const auto efd = static_cast<std::uint32_t>(candidate.watcher.fd);
    kcmp_epoll_slot slot{efd, static_cast<std::uint32_t>(watched.fd), candidate.place};
    const long order = ::syscall(SYS_kcmp, target_.pid, candidate.watcher.pid, KCMP_EPOLL_TFD, target_.fd, &slot);
    if (order >= 0) return order == 0;  // the same open file
    // Without the right to ask, or in a kernel that cannot tell: what has an inode of its own is known by that.
    return !target_.shares_inode || (candidate.watcher.pid == target_.pid && watched.fd == target_.fd);
  }

  void put_json(const Watcher& row) {
    JsonWriter& json = context_.json;
    json.begin_line("watcher");
    for (const auto& column : kColumns) {
      if (column.id != "events") json_cell(json, column.id, column.cell(row));
    }
    json.begin_array("events");
    for (const std::string_view word : row.events) json.value(word);
    json.end_array();
    json.end_line();
  }

  OverviewContext context_;
  Target target_;
  std::vector<Candidate> epolls_;
  std::vector<Watcher> others_;
  std::set<std::uint64_t> sockets_;  // bound to the name of our target
};

}  // namespace

Result<std::unique_ptr<Overview>> make_watchers(const OverviewContext& context) {
  auto target = find_target(context, context.options.watched);
  if (!target) return tl::unexpected(target.error());
  return std::make_unique<Watchers>(context, std::move(*target));
}

}  // namespace nd::lsof
