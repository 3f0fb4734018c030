#include "lsof/report/json.h"

#include <cstring>

#include "lsof/criteria.h"
#include "lsof/report/facts.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

void put_process(JsonWriter& json, const Process& process, Names& names) {
  json.field("pid", process.pid);
  json.foreign_field("command", process.command);
  if (process.tid != 0) {
    json.field("tid", process.tid);
    json.foreign_field("task_command", process.task_command);
  }
  json.field("ppid", process.ppid);
  json.field("pgid", process.pgid);
  json.field("uid", process.uid);
  json.foreign_field("user", names.user(process.uid));
}

void put_access(JsonWriter& json, char access) {
  const std::string_view word = access == 'r' ? "read" : access == 'w' ? "write" : "read_write";
  if (access != ' ') json.field("access", word);
}

void put_lock(JsonWriter& json, char lock) {
  if (lock == ' ') return;
  json.begin_object("lock");
  json.field("mode", lock == 'r' || lock == 'R' ? "read" : lock == 'w' || lock == 'W' ? "write" : "read_write");
  json.field("whole_file", lock == 'R' || lock == 'W');
  json.end_object();
}

void put_endpoint(JsonWriter& json, std::string_view name, const Endpoint& end, const SocketRow& socket, Names& names) {
  json.begin_object(name);
  json.field("address", end.address.unmapped());
  json.field("port", end.port);
  if (const std::string service = names.service(end.port, socket.protocol); !service.empty()) {
    json.foreign_field("service", service);
  }
  json.end_object();
}

void put_socket(JsonWriter& json, const OpenFile& file, Names& names) {
  if (!file.protocol.empty()) json.field("protocol", file.protocol);
  if (!file.state.empty()) json.field("state", file.state);
  if (file.socket == nullptr) return;
  const SocketRow& socket = *file.socket;
  put_endpoint(json, "local", socket.local, socket, names);
  if (!socket.remote.address.is_unspecified() || socket.remote.port != 0) {
    put_endpoint(json, "remote", socket.remote, socket, names);
  }
  if (socket.protocol == InetProtocol::kTcp) json.field("state", tcp_state_name(socket.state));
  json.field("recv_queue", socket.rx_queue);
  json.field("send_queue", socket.tx_queue);
}

void put_file(JsonWriter& json, const Process& process, const OpenFile& file, Names& names) {
  if (file.fd.kind == FdName::kNumber) {
    json.field("fd", file.fd.number);
  } else {
    json.field("role", fd_word(file.fd.kind));
  }
  put_access(json, file.access);
  put_lock(json, file.lock);
  if (!file.kind.empty()) json.field("kind", file.kind);
  TextBuffer type(16);
  append_type(type, file);
  if (!type.empty()) json.field("file_type", type.view());
  if (file.has(kDevice)) json.field("device", device_text(file.device));
  if (file.device_kind == DeviceKind::kSpecial) json.field("special_device", device_text(file.special));
  if (file.has(kInode)) json.field("inode", file.inode);
  if (file.has(kSize)) json.field("size", file.size);
  if (file.has(kSize)) json.field("blocks", file.blocks);
  if (file.has(kOffset)) json.field("position", file.offset);
  if (file.has(kLinks)) json.field("links", file.links);
  if (const auto deleted = file.deleted()) json.field("deleted", *deleted);
  if (file.has(kFlags)) json.field("flags", file.flags);
  if (!file.failed.empty()) json.field("error", std::string(file.failed) + ": " + std::strerror(file.error));
  put_socket(json, file, names);
  if (!file.network_name.empty()) json.foreign_field("network_namespace", file.network_name);
  put_facts(json, process, file);
  TextBuffer name(256);
  if (file.socket == nullptr) {
    json.foreign_field("name", file.name);
  } else {
    names.append_endpoints(name, *file.socket);
    json.foreign_field("name", name.view());
  }
}

void put_peers(JsonWriter& json, const OpenFile& file) {
  if (!file.peers) return;
  json.begin_array("peers");
  file.for_each_peer([&](const Peer& peer) {
    json.begin_object();
    json.field("pid", peer.pid);
    json.foreign_field("command", peer.command);
    json.field("fd", peer.fd.number);
    put_access(json, peer.access);
    json.end_object();
  });
  json.end_array();
}

}  // namespace

void put_json_file(JsonWriter& json, const Process& process, const OpenFile& file, Names& names) {
  json.begin_line("file");
  put_process(json, process, names);
  put_file(json, process, file, names);
  put_peers(json, file);
  json.end_line();
}

Status print_json(const RowSink& out, JsonWriter& json, const Process& process, Names& names) {
  for (const OpenFile& file : process.files) {
    put_json_file(json, process, file, names);
    if (Status written = out.row_done(); !written) return written;
  }
  return {};
}

}  // namespace nd::lsof
