// The values of lsof's columns as text; table and field output share them.
#pragma once

#include "common/base/text_buffer.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/style.h"

namespace nd::lsof {

void append_fd(TextBuffer& out, const FdName& fd);  // "cwd", "3"
void append_device(TextBuffer& out, const OpenFile& file);
// "8:1", as /proc/PID/mountinfo writes it.
std::string device_text(const Device& device);
// The kernel's encoding of a device number in user space (linux/kdev_t.h, new_encode_dev).
std::uint64_t encoded_device(const Device& device);
void append_node(TextBuffer& out, const OpenFile& file);
// 0t123, or 0x… when that takes more than `digits` digits.
void append_offset(TextBuffer& out, std::int64_t offset, std::size_t digits);
void append_size_or_offset(TextBuffer& out, const OpenFile& file, const Style& style);
// " 12,sshd,3u", raw: one of those at the other end, as NAME has it behind the name.
void append_peer(TextBuffer& out, const Peer& peer, std::size_t command_limit);
// The name without a socket's state; also what stands between.
void append_name_field(TextBuffer& out, const OpenFile& file, Names& names);
// The whole NAME column.
void append_name_column(TextBuffer& out, const OpenFile& file, Names& names, const Style& style);
void append_type(TextBuffer& out, const OpenFile& file);
// The flags it was opened with: "RW,LG,CX", or "0x88002;0x0" (the second number is other systems').
bool has_flag_words(std::uint32_t flags);
void append_flags(TextBuffer& out, std::uint32_t flags, const Style& style);

// Which of both the SIZE/OFF column has for this file.
bool shows_size(const OpenFile& file, const Style& style);
bool shows_offset(const OpenFile& file, const Style& style);

}  // namespace nd::lsof
