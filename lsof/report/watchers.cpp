// --watchers: who waits for something to happen to a descriptor or a file: epoll instances, inotify and fanotify.
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/again.h"
#include "lsof/file_stat.h"
#include "lsof/kind_names.h"
#include "lsof/options.h"
#include "lsof/report/facts.h"
#include "lsof/report/overview.h"
#include "lsof/report/watch_target.h"
#include "lsof/socket_tables.h"

namespace nd::lsof {
namespace {

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

class Watchers final : public Overview {
 public:
  Watchers(const OverviewContext& context, WatchTarget target) : context_(context), target_(std::move(target)) {}

  void add(Process&& process) override {
    const bool has_sockets = std::any_of(process.files.begin(), process.files.end(),
                                         [](const OpenFile& file) { return file.type == FileType::kUnix; });
    const bool by_name = target_.is_socket_file && has_sockets && !ask_sockets(process);
    for (const OpenFile& file : process.files) {
      if (by_name && file.type == FileType::kUnix && is_name_of(file.name)) sockets_.insert(file.inode);
      if (file.kind == kind::kEpoll) add_epoll(process, file);
      if (file.kind == kind::kInotify) add_inotify(process, file);
      if (file.kind == kind::kFanotify) add_fanotify(process, file);
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

  // The sockets that are bound to the file, by the kernel's own account: names may be relative, or of a file that has
  // gone. False when it may not be asked in the process's network namespace.
  bool ask_sockets(const Process& process) {
    const auto held = hold_again(context_.proc, process);
    if (!held) return true;
    const auto [asked, is_new] = networks_.try_emplace(network_namespace(*held), false);
    if (is_new) {
      asked->second = SocketTables(*held, is_live(context_.proc)).bound_unix_sockets([&](const DiagUnixSocket& socket) {
        const bool same = socket.file_inode == static_cast<std::uint32_t>(target_.inode);  // told in 32 bits
        if (same && target_.lies_on(socket.file_device)) sockets_.insert(socket.row.inode);
      });
    }
    return asked->second;
  }

  bool is_name_of(std::string_view name) const {
    return std::string_view(name).substr(0, name.rfind(" type=")) == target_.path;
  }

  Watcher watcher(const Process& process, const OpenFile& file) {
    Watcher made;
    made.pid = process.pid;
    made.command = shown_command(process.command, context_.options);
    made.user = context_.names.user(process.uid);
    made.fd = file.fd.number;
    made.kind = file.kind;
    return made;
  }

  void add_epoll(const Process& process, const OpenFile& file) {
    std::map<std::int32_t, std::uint32_t> places;
    for (const EpollTarget& watched : parse_epoll_targets(file.fdinfo)) {
      Candidate candidate{watcher(process, file), watched, places[watched.fd]++};
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
      if (!target_.is(watch.device, watch.inode)) continue;
      others_.push_back(watcher(process, file));
      others_.back().events = inotify_event_words(watch.mask);
    }
  }

  void add_fanotify(const Process& process, const OpenFile& file) {
    for (const FanotifyMark& mark : parse_fanotify_marks(file.fdinfo)) {
      if (mark.mask == 0 || !is_about_target(mark)) continue;  // without a mask it only says what is not told
      others_.push_back(watcher(process, file));
      others_.back().events = fanotify_event_words(mark.mask);
    }
  }

  bool is_about_target(const FanotifyMark& mark) const {
    switch (mark.object) {
      case FanotifyMark::Object::kInode:
        return target_.is(mark.device, mark.inode);
      case FanotifyMark::Object::kMount:
        return target_.mount != 0 && mark.mount == target_.mount;
      case FanotifyMark::Object::kFileSystem:
        return target_.lies_on(mark.device);
    }
    return false;
  }

  // Whether an entry of an epoll instance is about our target.
  bool watches(const Candidate& candidate) const {
    const EpollTarget& watched = candidate.watched;
    if (target_.is_socket_file) return sockets_.contains(watched.inode);
    if (!target_.is(watched.device, watched.inode)) return false;
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
  WatchTarget target_;
  std::vector<Candidate> epolls_;
  std::vector<Watcher> others_;
  std::set<std::uint64_t> sockets_;       // bound to the file that is our target
  std::map<std::string, bool> networks_;  // whether their sockets are known
};

}  // namespace

Result<std::unique_ptr<Overview>> make_watchers(const OverviewContext& context) {
  auto target = find_watch_target(context, context.options.watched);
  if (!target) return tl::unexpected(target.error());
  return std::make_unique<Watchers>(context, std::move(*target));
}

}  // namespace nd::lsof
