#include "netstat/sources/proc_net.h"

#include <fcntl.h>

#include <string>

#include "common/sys/syscall.h"
#include "netstat/sources/read_ahead.h"
#include "netstat/sources/seen_sockets.h"

namespace nd::netstat {
namespace {

// Calls `f` for each line; one that a block cuts in two waits for the next block. A last line without a newline counts
// too.
template <typename F>
Status for_each_line(ReadAhead& file, F&& f) {
  std::string cut;
  for (;;) {
    const auto block = file.next();
    if (!block) return tl::unexpected(block.error());
    std::string_view rest = *block;
    if (rest.empty()) break;
    for (std::size_t newline; (newline = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(newline + 1)) {
      const std::string_view line = rest.substr(0, newline);
      if (cut.empty()) {
        f(line);
      } else {
        f(std::string_view(cut.append(line)));
        cut.clear();
      }
    }
    cut.append(rest);
  }
  if (!cut.empty()) f(std::string_view(cut));
  return {};
}

}  // namespace

class TableFile {
 public:
  TableFile(SocketTableKind kind, UniqueFd fd, std::string object)
      : kind_(kind), fd_(std::move(fd)), blocks_(fd_.get(), std::move(object)) {}
  SocketTableKind kind() const { return kind_; }
  ReadAhead& blocks() { return blocks_; }

 private:
  SocketTableKind kind_;
  UniqueFd fd_;
  ReadAhead blocks_;
};

ProcSockets::ProcSockets(const ProcRoot& proc) : proc_(proc) {}
ProcSockets::~ProcSockets() = default;

Result<std::unique_ptr<TableFile>> ProcSockets::open(SocketTableKind kind) {
  if (prepared_ && prepared_->kind() == kind) return std::move(prepared_);
  const std::string path = "net/" + std::string(table_name(kind));
  UniqueFd fd(retry_eintr([&] { return ::openat(proc_.fd(), path.c_str(), O_RDONLY | O_CLOEXEC); }));
  std::string object = proc_.path() + "/" + path;
  if (!fd) return system_failure("openat", std::move(object));
  return std::make_unique<TableFile>(kind, std::move(fd), std::move(object));
}

void ProcSockets::prepare(std::optional<SocketTableKind> next) {
  if (!next || prepared_) return;
  auto file = open(*next);
  if (!file) return;  // told when its turn comes
  prepared_ = *std::move(file);
  prepared_->blocks().start();
}

Status ProcSockets::for_each(SocketTableKind kind, std::optional<SocketTableKind> next,
                             const std::function<void(const SocketRow&)>& f) {
  const auto file = open(kind);
  if (!file) return tl::unexpected(file.error());
  ReadAhead& blocks = (*file)->blocks();
  SeenSockets seen;
  bool is_long = false;
  return for_each_line(blocks, [&](std::string_view line) {
    if (!is_long && blocks.is_long()) {
      is_long = true;
      prepare(next);
    }
    const auto row = parse_socket_row(line, kind);
    if (row && seen.insert(*row)) f(*row);
  });
}

}  // namespace nd::netstat
