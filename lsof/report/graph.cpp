// --graph: processes and what connects them, in the language of Graphviz: boxes are processes, the rest are pipes,
// sockets, terminals, message queues and epoll instances. An arrow goes where the bytes go; a dashed one goes from an
// epoll instance to what it waits for.
#include <map>
#include <set>

#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/kind_names.h"
#include "lsof/options.h"
#include "lsof/report/facts.h"
#include "lsof/report/overview.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

// What an identifier or a label may be: foreign bytes are made visible first, then the language's own signs are.
void put_quoted(TextBuffer& out, std::string_view text) {
  out.put('"');
  for (const char c : escaped(text)) {
    if (c == '"' || c == '\\') out.put('\\');
    out.put(c);
  }
  out.put('"');
}

template <typename... Parts>
std::string joined(const Parts&... parts) {
  TextBuffer text(64);
  const auto put = [&](const auto& part) {
    using Part = std::decay_t<decltype(part)>;
    if constexpr (std::is_integral_v<Part> && !std::is_same_v<Part, char>) {
      text.dec(part);
    } else {
      text.put(part);
    }
  };
  (put(parts), ...);
  return std::string(text.view());
}

struct Node {
  std::string id, label;  // raw
  std::string_view shape;
};

class Graph final : public Overview {
 public:
  explicit Graph(const OverviewContext& context) : context_(context) { out().put("digraph mylsof {\n  rankdir=LR;\n"); }

  void add(Process&& process) override {
    std::map<std::int32_t, std::string> objects;  // by descriptor
    for (const OpenFile& file : process.files) {
      if (file.fd.kind != FdName::kNumber) continue;
      const Node node = node_of(process, file);
      if (node.id.empty()) continue;
      objects[file.fd.number] = node.id;
      put_node(node);
      put_use(process, file, node.id);
    }
    for (const OpenFile& file : process.files) {
      if (file.kind == kind::kEpoll) put_watches(process, file, objects);
    }
  }

  Result<int> print() override {
    out().put("}\n");
    return 0;
  }

 private:
  TextBuffer& out() { return context_.out.text(); }

  // A connection within this machine is one object with two ends.
  Node socket_node(const OpenFile& file) {
    const SocketRow& socket = *file.socket;
    TextBuffer own(96), other(96), label(128);
    append_address(own, socket.local.address.unmapped());
    append_address(other, socket.remote.address.unmapped());
    own.put(':').dec(socket.local.port);
    other.put(':').dec(socket.remote.port);
    std::string first(own.view()), second(other.view());
    if (file.peers && second < first) std::swap(first, second);
    context_.names.append_endpoints(label.put(file.protocol).put(' '), socket);
    const std::string id = joined(file.protocol, ' ', file.network, ' ', first, ' ', second);
    return {file.peers ? id : joined("socket ", file.device_code), std::string(label.view()), "ellipse"};
  }

  static Node unix_node(const OpenFile& file) {
    const std::uint64_t low = std::min(file.inode, file.peer_inode == 0 ? file.inode : file.peer_inode);
    return {joined("unix ", low), "unix " + file.name, "ellipse"};
  }

  Node node_of(const Process& process, const OpenFile& file) {
    if (file.type == FileType::kFifo) {
      const std::string id = joined("pipe ", file.device.major_number, ':', file.device.minor_number, ' ', file.inode);
      return {id, file.name == "pipe" ? joined("pipe ", file.inode) : file.name, "ellipse"};
    }
    if (file.socket != nullptr) return socket_node(file);
    if (file.type == FileType::kUnix) return unix_node(file);
    if (file.kind == kind::kMessageQueue) return {joined("queue ", file.inode), "queue " + file.name, "cds"};
    if (file.kind == kind::kEpoll) return {joined("epoll ", process.pid, ' ', file.fd.number), "epoll", "diamond"};
    if (file.kind == kind::kEventFd) return {"eventfd " + file.name, file.name, "ellipse"};
    if (file.name.starts_with("/dev/pts/") && file.device_kind == DeviceKind::kSpecial) {
      return {file.name, file.name, "ellipse"};
    }
    // A terminal's master stands for the terminal that it controls.
    const bool is_master = file.device_kind == DeviceKind::kSpecial && file.name.ends_with("/ptmx");
    const std::string terminal = joined("/dev/pts/", file.device_code);
    return is_master ? Node{terminal, terminal, "ellipse"} : Node{};
  }

  void put_node(const Node& node) {
    if (!known_.insert(node.id).second) return;
    put_quoted(out().put("  "), node.id);
    put_quoted(out().put(" [shape=").put(node.shape).put(", label="), node.label);
    out().put("];\n");
  }

  void put_edge(std::string_view from, std::string_view to, std::string_view label, std::string_view style) {
    put_quoted(out().put("  "), from);
    put_quoted(out().put(" -> "), to);
    put_quoted(out().put(" [").put(style).put("label="), label);
    out().put("];\n");
  }

  void put_use(const Process& process, const OpenFile& file, const std::string& object) {
    const std::string id = joined("process ", process.pid);
    put_node({id, process.command + joined(" ", process.pid), "box"});
    TextBuffer label(16);
    append_fd(label, file.fd);
    label.put(file.access);
    if (file.kind == kind::kEpoll) return put_edge(id, object, label.view(), "dir=none, ");
    if (file.access == 'r') return put_edge(object, id, label.view(), "");
    put_edge(id, object, label.view(), file.access == 'w' ? "" : "dir=both, ");
  }

  void put_watches(const Process& process, const OpenFile& file, const std::map<std::int32_t, std::string>& objects) {
    const std::string epoll = joined("epoll ", process.pid, ' ', file.fd.number);
    for (const EpollTarget& target : parse_epoll_targets(file.fdinfo)) {
      // Timers and their like have no place in the picture unless something waits for them.
      const auto place = objects.find(target.fd);
      std::string object = place == objects.end() ? joined("file ", process.pid, ' ', target.fd) : place->second;
      if (place == objects.end()) {
        const auto watched = std::find_if(process.files.begin(), process.files.end(), [&](const OpenFile& other) {
          return other.fd == FdName{FdName::kNumber, target.fd};
        });
        put_node(
            {object, watched == process.files.end() ? joined("descriptor ", target.fd) : watched->name, "ellipse"});
      }
      std::string words;
      for (const std::string_view word : epoll_event_words(target.events))
        words.append(words.empty() ? "" : ",").append(word);
      put_edge(epoll, object, words, "style=dashed, ");
    }
  }

  OverviewContext context_;
  std::set<std::string> known_;
};

}  // namespace

std::unique_ptr<Overview> make_graph(const OverviewContext& context) { return std::make_unique<Graph>(context); }

}  // namespace nd::lsof
