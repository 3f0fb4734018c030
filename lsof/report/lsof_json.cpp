#include "lsof/report/lsof_json.h"

#include "lsof/criteria.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

class Keys {
 public:
  Keys(JsonWriter& json, const FieldChoice& choice) : json_(json), choice_(choice) {}

  void number(char letter, std::string_view key, std::int64_t value) {
    if (choice_.has(letter)) json_.field(key, value);
  }
  void text(char letter, std::string_view key, std::string_view value) {
    if (!choice_.has(letter) || value.empty()) return;
    json_.key(key);
    json_.foreign_value(value);
  }
  template <typename Put>
  void made(char letter, std::string_view key, Put&& put) {
    if (!choice_.has(letter)) return;
    TextBuffer value(64);
    put(value);
    text(letter, key, value.view());
  }

 private:
  JsonWriter& json_;
  const FieldChoice& choice_;
};

std::string_view letter_text(const char& letter) {
  return letter == ' ' ? std::string_view() : std::string_view(&letter, 1);
}

void put_tcp(Keys& keys, const OpenFile& file) {
  if (!file.state.empty()) keys.text('T', "state", file.state);
  if (file.socket == nullptr) return;
  if (file.socket->protocol == InetProtocol::kTcp) keys.text('T', "state", tcp_state_name(file.socket->state));
  keys.number('T', "recv_queue", file.socket->rx_queue);
  keys.number('T', "send_queue", file.socket->tx_queue);
}

void put_file(Keys& keys, const OpenFile& file, Names& names, const Style& style) {
  keys.made('f', "fd", [&](TextBuffer& out) { append_fd(out, file.fd); });
  keys.text('a', "access", letter_text(file.access));
  keys.text('l', "lock", letter_text(file.lock));
  keys.made('t', "type", [&](TextBuffer& out) { append_type(out, file); });
  if (file.has(kFlags)) keys.made('G', "flags", [&](TextBuffer& out) { out.put("0x").hex(file.flags); });
  keys.made('d', "device", [&](TextBuffer& out) { append_device(out, file); });
  if (file.has(kDevice)) {
    keys.made('D', "device_number", [&](TextBuffer& out) { out.put("0x").hex(encoded_device(file.device)); });
  }
  if (file.device_kind == DeviceKind::kSpecial) {
    keys.made('r', "raw_device_number", [&](TextBuffer& out) { out.put("0x").hex(encoded_device(file.special)); });
  }
  if (file.has(kSize)) keys.made('s', "size", [&](TextBuffer& out) { out.dec(file.size); });
  if (file.has(kOffset)) {
    keys.made('o', "offset", [&](TextBuffer& out) { append_offset(out, file.offset, style.offset_digits); });
  }
  if (file.protocol.empty() && file.has(kInode)) keys.made('i', "inode", [&](TextBuffer& out) { out.dec(file.inode); });
  if (file.has(kLinks)) keys.number('k', "nlink", file.links);
  keys.text('P', "protocol", file.protocol);
  keys.made('n', "name", [&](TextBuffer& out) {
    if (file.socket != nullptr) {
      names.append_endpoints(out, *file.socket);
    } else {
      out.put(file.name);
    }
    out.put(file.ends);
    file.for_each_peer([&](const Peer& peer) { append_peer(out, peer, file.peers->command_limit); });
  });
  put_tcp(keys, file);
}

}  // namespace

void put_lsof_json(JsonWriter& json, const Process& process, Names& names, const Style& style,
                   const FieldChoice& fields) {
  Keys keys(json, fields);
  json.begin_object();
  keys.number('p', "pid", process.pid);
  if (process.tid != 0) {
    keys.number('K', "tid", process.tid);
    keys.text('M', "task_command", process.task_command);
  }
  keys.number('g', "pgid", process.pgid);
  keys.number('R', "ppid", process.ppid);
  keys.text('c', "command", process.command);
  keys.number('u', "uid", process.uid);
  if (!style.user_numbers) keys.text('L', "login", names.user(process.uid));
  json.begin_array("files");
  for (const OpenFile& file : process.files) {
    json.begin_object();
    put_file(keys, file, names, style);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace nd::lsof
