#include "lsof/report/values.h"
#include "lsof/criteria.h"

#include <algorithm>
#include <charconv>

#include "lsof/text.h"

namespace nd::lsof {
namespace {

bool is_tcp(const OpenFile& file) { return file.socket != nullptr && file.socket->protocol == InetProtocol::kTcp; }

struct FlagWord {
  std::uint32_t mask;
  std::uint32_t value;
  std::string_view word;
};
// The kernel's numbers (asm-generic/fcntl.h), by lsof's words and in its order.
constexpr FlagWord kFlagWords[] = {{03, 02, "RW"},
                                   {03, 01, "W"},
                                   {02000, 02000, "AP"},
                                   {04000, 04000, "ND"},
                                   {010000, 010000, "SYN"},
                                   {020000, 020000, "ASYN"},
                                   {040000, 040000, "DIR"},
                                   {0200000, 0200000, "DTY"},
                                   {0400000, 0400000, "NFLK"},
                                   {01000000, 01000000, "NATM"},
                                   {0100000, 0100000, "LG"},
                                   {02000000, 02000000, "CX"},
                                   {010000000, 010000000, "PATH"},
                                   {020000000, 020000000, "TMPF"}};

}  // namespace

void append_fd(TextBuffer& out, const FdName& fd) {
  if (fd.kind == FdName::kNumber) {
    out.dec(fd.number);
  } else {
    out.put(fd_word(fd.kind));
  }
}

void append_device(TextBuffer& out, const OpenFile& file) {
  const auto numbers = [&](const Device& device) { out.dec(device.major_number).put(',').dec(device.minor_number); };
  switch (file.device_kind) {
    case DeviceKind::kNone:
      return;
    case DeviceKind::kFileSystem:
      return numbers(file.device);
    case DeviceKind::kSpecial:
      return numbers(file.special);
    case DeviceKind::kSocketInode:
      out.dec(file.device_code);
      return;
    case DeviceKind::kUnknown:
      out.put("UNKNOWN");
      return;
    case DeviceKind::kKernelAddress:
      out.put("0x").hex(file.device_code, 16);
      return;
  }
}

std::string device_text(const Device& device) {
  return std::to_string(device.major_number) + ":" + std::to_string(device.minor_number);
}

std::uint64_t encoded_device(const Device& device) {
  return (device.minor_number & 0xffU) | std::uint64_t{device.major_number} << 8 |
         (std::uint64_t{device.minor_number} & ~0xffULL) << 12;
}

void append_node(TextBuffer& out, const OpenFile& file) {
  if (!file.protocol.empty()) {
    out.put(file.protocol);
  } else if (file.has(kInode)) {
    out.dec(file.inode);
  }
}

void append_offset(TextBuffer& out, std::int64_t offset, std::size_t digits) {
  const std::size_t start = out.size();
  out.put("0t").dec(offset);
  if (digits == 0 || out.size() - start <= digits + 2) return;
  out.truncate(start);
  out.put("0x").hex(static_cast<std::uint64_t>(offset));
}

bool shows_size(const OpenFile& file, const Style& style) {
  return style.size != SizeColumn::kOffset && file.has(kSize);
}

bool shows_offset(const OpenFile& file, const Style& style) {
  if (!file.has(kOffset) || style.size == SizeColumn::kSize) return false;
  return style.size == SizeColumn::kOffset || !file.has(kSize);
}

void append_size_or_offset(TextBuffer& out, const OpenFile& file, const Style& style) {
  if (shows_size(file, style)) {
    out.dec(file.size);
  } else if (shows_offset(file, style)) {
    append_offset(out, file.offset, style.offset_digits);
  }
}

void append_peer(TextBuffer& out, const Peer& peer, std::size_t command_limit) {
  const std::string_view command = std::string_view(peer.command).substr(0, command_limit);
  out.put(' ').dec(peer.pid).put(',').put(command).put(',').dec(peer.fd.number).put(peer.access);
}

void append_name_field(TextBuffer& out, const OpenFile& file, Names& names) {
  if (file.socket != nullptr) {
    names.append_endpoints(out, *file.socket);
  } else {
    append_name(out, file.name);
  }
  append_name(out, file.ends);
  TextBuffer text(64);
  file.for_each_peer([&](const Peer& peer) {
    text.clear();
    append_peer(text, peer, file.peers->command_limit);
    append_name(out, text.view());
  });
}

void append_name_column(TextBuffer& out, const OpenFile& file, Names& names, const Style& style) {
  append_name_field(out, file, names);
  if (file.socket == nullptr && file.state.empty()) return;
  if (!style.tcp.state && !style.tcp.queues && !style.tcp.other) return;
  std::string inside;
  if (style.tcp.state) inside = is_tcp(file) ? tcp_state_name(file.socket->state) : std::string(file.state);
  if (style.tcp.queues && file.socket != nullptr) {
    if (!inside.empty()) inside.push_back(' ');
    inside += "QR=" + std::to_string(file.socket->rx_queue) + " QS=" + std::to_string(file.socket->tx_queue);
  }
  out.put(' ');  // UDP has no state, which leaves lsof's blank at the end of the line
  if (!inside.empty()) out.put('(').put(inside).put(')');
}

void append_type(TextBuffer& out, const OpenFile& file) {
  if (file.type == FileType::kExempt) {
    const FdName::Kind kind = file.fd.kind;
    out.put("UNKN").put(kind == FdName::kNumber ? "fd" : kind == FdName::kDeletedMap ? "del" : fd_word(kind));
    return;
  }
  if (file.type != FileType::kMode) {
    out.put(type_word(file.type));
    return;
  }
  char digits[8];
  const auto end = std::to_chars(digits, digits + sizeof digits, file.mode >> 12U, 8).ptr;
  const std::string_view text(digits, static_cast<std::size_t>(end - digits));
  out.fill(text.size() < 4 ? 4 - text.size() : 0, '0').put(text);
}

bool has_flag_words(std::uint32_t flags) {
  return std::any_of(std::begin(kFlagWords), std::end(kFlagWords),
                     [&](const FlagWord& word) { return (flags & word.mask) == word.value; });
}

void append_flags(TextBuffer& out, std::uint32_t flags, const Style& style) {
  if (style.flags != FlagColumn::kWords) {
    out.put("0x").hex(flags).put(";0x0");
    return;
  }
  bool first = true;
  for (const FlagWord& word : kFlagWords) {
    if ((flags & word.mask) != word.value) continue;
    if (!first) out.put(',');
    out.put(word.word);
    first = false;
  }
}

}  // namespace nd::lsof
