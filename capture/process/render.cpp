#include "capture/process/render.h"

#include <algorithm>

#include "common/base/escape.h"

namespace nd::capture {
namespace {

bool is_known(const EndOwner& owner) { return owner.state == EndOwner::State::kKnown; }

// What separates the parts of the prefix is escaped in a name too: it shall not look like a second end or another user.
void append_name(TextBuffer& out, std::string_view name) {
  constexpr std::string_view kSeparators = " /<>[]\\";
  constexpr std::string_view kDigits = "0123456789abcdef";
  while (!name.empty()) {
    const std::size_t plain = std::min(name.find_first_of(kSeparators), name.size());
    append_escaped(out, name.substr(0, plain));
    name.remove_prefix(plain);
    if (name.empty()) return;
    const auto value = static_cast<unsigned char>(name.front());
    out.put("\\x").put(kDigits[value >> 4U]).put(kDigits[value & 15U]);
    name.remove_prefix(1);
  }
}

void append_owner(TextBuffer& out, const EndOwner& owner) {
  if (is_known(owner)) {
    append_name(out, owner.command);
    out.put('/').dec(owner.pid);
  } else {
    out.put('?');
  }
  if (!owner.has_user) return;
  out.put(' ');
  if (owner.user[0] == '\0') {
    out.dec(owner.uid);
  } else {
    append_name(out, owner.user);
  }
}

void append_owner(JsonWriter& json, std::string_view key, const EndOwner& owner) {
  json.begin_object(key);
  if (is_known(owner)) {
    json.field("pid", owner.pid);
    json.foreign_field("command", owner.command);
  }
  if (owner.has_user) {
    json.field("uid", owner.uid);
    if (owner.user[0] != '\0') json.foreign_field("user", owner.user);
  }
  json.end_object();
}

}  // namespace

void append_processes(TextBuffer& out, const PacketProcesses& processes) {
  if (processes.source == nullptr && processes.destination == nullptr) return;
  out.put('[');
  if (processes.source != nullptr) {
    append_owner(out, *processes.source);
    out.put(' ');
  }
  out.put('>');
  if (processes.destination != nullptr) {
    out.put(' ');
    append_owner(out, *processes.destination);
  }
  out.put("] ");
}

void append_processes(JsonWriter& json, const PacketProcesses& processes) {
  if (processes.source != nullptr) append_owner(json, "source_process", *processes.source);
  if (processes.destination != nullptr) append_owner(json, "destination_process", *processes.destination);
}

}  // namespace nd::capture
