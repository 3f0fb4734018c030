#include "capture/dissect/text_protocol.h"

#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kMaxToken = 128;

bool is_print(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }
bool is_space(std::uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }
bool is_digit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_word(Bytes word, std::string_view command) {
  return std::equal(word.begin(), word.end(), command.begin(), command.end(),
                    [](std::uint8_t a, char b) { return upper(static_cast<char>(a)) == b; });
}

struct Word {
  Bytes bytes;         // empty: there is none
  std::uint32_t next;  // offset of the word after it
};

Word parse_word(Slice in, std::uint32_t at) {
  const std::uint32_t start = at;
  const std::uint32_t length = in.length();
  while (at < length) {
    if (!in.has(at, 1)) return {};
    const std::uint8_t byte = in.u8(at);
    if (is_space(byte)) break;
    if (!is_print(byte) || at - start + 2 > kMaxToken + 1) return {};
    ++at;
  }
  if (at == start) return {};
  const Bytes word = in.take_bytes(start, at - start);
  while (at < length && in.has(at, 1) && in.u8(at) == ' ') ++at;
  return {word, at};
}

bool is_code(Bytes word) { return word.size() == 3 && is_digit(word[0]) && is_digit(word[1]) && is_digit(word[2]); }

std::string_view text_at(Slice in, std::uint32_t start, std::uint32_t length) {
  return {reinterpret_cast<const char*>(in.at(start, length)), length};
}

// Returns the offset of the next line; 0 when this was the last that can be shown.
std::uint32_t print_line(Printer& p, std::string_view prefix, Slice in, std::uint32_t start) {
  const TextLine line = parse_text_line(in, start);
  if (line.end == TextLine::End::kBinary) return 0;
  p.put(prefix, text_at(in, start, line.length));
  if (line.end == TextLine::End::kWhole) return line.next;
  p.truncated();
  return 0;
}

}  // namespace

TextLine parse_text_line(Slice in, std::uint32_t start) {
  const std::uint32_t length = in.length();
  for (std::uint32_t at = start; at < length; ++at) {
    const std::uint8_t byte = in.u8(at);
    if (byte == '\n') return {at - start, at + 1, TextLine::End::kWhole};
    if (byte == '\r') {
      if (at + 1 >= length) return {};
      if (in.u8(at + 1) == '\n') return {at - start, at + 2, TextLine::End::kWhole};
      return {};
    }
    if (!is_print(byte) && byte != '\t') return {};
  }
  return {length - start, length, TextLine::End::kUnfinished};
}

bool starts_text_message(Slice in, const TextGrammar& grammar) {
  if (grammar.commands.empty()) return true;
  const Word first = parse_word(in, 0);
  if (first.bytes.empty()) return false;
  for (const std::string_view command : grammar.commands) {
    if (same_word(first.bytes, command)) return true;
  }
  return is_code(grammar.code_is_second ? parse_word(in, first.next).bytes : first.bytes);
}

void print_text_protocol(Printer& p, Slice in, std::string_view name, const TextGrammar& grammar) {
  const bool message = starts_text_message(in, grammar);
  for (const char c : name) p.put(upper(c));
  if (!message) return;
  if (p.verbose() == 0) {
    print_line(p, ": ", in, 0);
    return;
  }
  p.put(", length: ", in.length());
  for (std::uint32_t at = 0; at < in.length();) {
    at = print_line(p, "\n\t", in, at);
    if (at == 0) break;
  }
}

void json_text_protocol(JsonWriter& json, Slice in, const TextGrammar& grammar) {
  const bool message = starts_text_message(in, grammar);
  json.field("message_start", message);
  if (!message) return;
  const TextLine line = parse_text_line(in, 0);
  if (line.end == TextLine::End::kBinary) return;
  json.foreign_field("first_line", text_at(in, 0, line.length));
}

}  // namespace nd::capture
