// Protocols that talk in lines of text: HTTP, FTP, SMTP, RTSP, SIP, whois. All are shown in the same way: the first
// line, or with -v every line up to the first that is not printable.
#pragma once

#include <span>
#include <string_view>

#include "capture/dissect/printer.h"

namespace nd::capture {

struct TextLine {
  enum class End : std::uint8_t { kWhole, kUnfinished, kBinary };
  std::uint32_t length = 0;  // without the line's end
  std::uint32_t next = 0;    // offset of the next line, where it is whole
  End end = End::kBinary;
};

// The line that starts at `start`. Unfinished: the segment ends inside it. Binary: it holds something that is
// not printable ASCII. Truncated where the capture ends inside it.
TextLine parse_text_line(Slice in, std::uint32_t start);

// What a protocol's messages start with. Bodies, that start with anything else, get the protocol's name alone.
struct TextGrammar {
  std::span<const std::string_view> commands;  // none: every segment is a message
  bool code_is_second = false;                 // "HTTP/1.1 200 OK"
};
bool starts_text_message(Slice in, const TextGrammar& grammar);

void print_text_protocol(Printer& p, Slice in, std::string_view name, const TextGrammar& grammar);
void json_text_protocol(JsonWriter& json, Slice in, const TextGrammar& grammar);

}  // namespace nd::capture
