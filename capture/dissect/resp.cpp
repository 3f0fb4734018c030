// RESP, the protocol of Redis: requests and answers, several in one segment. Whatever cannot be parsed, for lack of
// bytes or of sense, ends the segment's line as truncated, because nothing after it can be found.
#include <limits>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

// Where the number before CR LF is: a count or the reason there is none.
struct Count {
  enum class Kind : std::uint8_t { kNumber, kNull, kTruncated, kTooLarge, kNegative, kInvalid };
  Kind kind = Kind::kInvalid;
  std::uint32_t value = 0;
};

// Reads the digits up to CR LF and moves past them.
Count parse_count(Slice& in) {
  using Kind = Count::Kind;
  if (in.length() == 0) return {Kind::kTruncated};
  const bool negative = in.u8() == '-';
  if (negative) in.advance(1);
  std::uint64_t value = 0;
  bool digits = false;
  bool too_large = false;
  for (;; in.advance(1)) {
    if (in.length() == 0) return {Kind::kTruncated};
    const std::uint8_t byte = in.u8();
    if (byte < '0' || byte > '9') break;
    digits = true;
    if (!too_large) value = value * 10 + (byte - '0');
    too_large = too_large || value > std::numeric_limits<std::int32_t>::max();
  }
  const bool carriage_return = in.u8() == '\r';
  in.advance(1);
  if (!digits || !carriage_return) return {Kind::kInvalid};
  if (in.length() == 0) return {Kind::kTruncated};
  const bool line_feed = in.u8() == '\n';
  in.advance(1);
  if (!line_feed) return {Kind::kInvalid};
  if (negative) return {!too_large && value == 1 ? Kind::kNull : Kind::kNegative};
  return too_large ? Count{Kind::kTooLarge} : Count{Kind::kNumber, static_cast<std::uint32_t>(value)};
}

// The segment's bytes from here to CR LF; false when there is none.
bool find_line_end(Slice in, std::uint32_t& length) {
  for (length = 0; length + 1 < in.length(); ++length) {
    in.want(length, 2);
    if (in.u8(length) == '\r' && in.u8(length + 1) == '\n') return true;
  }
  return false;
}

void put_quoted(Printer& p, Slice in, std::uint32_t length) {
  p.put(" \"");
  p.put_string(in.with_length(length));
  p.put('"');
}

// False: that count is the end of what can be parsed.
bool put_special(Printer& p, const Count& count) {
  switch (count.kind) {
    case Count::Kind::kNumber:
      p.put(" empty");
      return true;
    case Count::Kind::kNull:
      p.put(" null");
      return true;
    case Count::Kind::kTooLarge:
      p.put(" length too large");
      return true;
    case Count::Kind::kNegative:
      p.put(" length negative and not -1");
      return true;
    case Count::Kind::kInvalid:
      p.put(" invalid");
      return true;
    case Count::Kind::kTruncated:
      return false;
  }
  return false;
}

bool print_line(Printer& p, Slice& in) {
  in.advance(1);
  std::uint32_t length = 0;
  if (!find_line_end(in, length)) return false;
  put_quoted(p, in, length);
  in.advance(length + 2);
  return true;
}

bool print_bulk_string(Printer& p, Slice& in) {
  in.advance(1);
  const Count count = parse_count(in);
  if (count.kind != Count::Kind::kNumber) return put_special(p, count);
  if (count.value == 0) {
    p.put(" empty");
  } else {
    if (in.length() < count.value) return false;
    in.want(0, count.value);
    put_quoted(p, in, count.value);
    in.advance(count.value);
  }
  std::uint32_t gap = 0;
  if (!find_line_end(in, gap)) return false;
  in.advance(gap + 2);
  return true;
}

// An array has no text of its own: it only adds to the elements that must follow, so arrays in arrays need no
// recursion.
bool print_array(Printer& p, Slice& in, std::uint64_t& expected) {
  in.advance(1);
  const Count count = parse_count(in);
  if (count.kind != Count::Kind::kNumber || count.value == 0) return put_special(p, count);
  expected += count.value;
  return true;
}

void skip_line_ends(Slice& in) {
  while (in.length() > 0 && (in.u8() == '\r' || in.u8() == '\n')) in.advance(1);
}

// "PING\r\n": a command typed by hand; empty lines around it are skipped.
bool print_inline(Printer& p, Slice& in) {
  skip_line_ends(in);
  std::uint32_t length = 0;
  for (;; ++length) {
    if (length >= in.length()) return false;
    const std::uint8_t byte = in.u8(length);
    if (byte == '\r' || byte == '\n') break;
  }
  put_quoted(p, in, length);
  in.advance(length);
  skip_line_ends(in);
  return true;
}

bool print_element(Printer& p, Slice& in, std::uint64_t& expected) {
  if (in.length() == 0) return false;
  switch (in.u8()) {
    case '+':
    case '-':
    case ':':
      return print_line(p, in);
    case '$':
      return print_bulk_string(p, in);
    case '*':
      return print_array(p, in, expected);
    default:
      return print_inline(p, in);
  }
}

void print(Printer& p, Slice in) {
  p.put(": RESP");
  std::uint64_t expected = 0;  // elements of arrays that began
  while (in.length() > 0 || expected > 0) {
    if (expected > 0) --expected;
    if (!print_element(p, in, expected)) return p.truncated();
  }
}

std::string_view kind_of(std::uint8_t byte) {
  switch (byte) {
    case '+':
      return "simple_string";
    case '-':
      return "error";
    case ':':
      return "integer";
    case '$':
      return "bulk_string";
    case '*':
      return "array";
    default:
      return "inline";
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  if (in.length() == 0) return {};
  const std::uint8_t first = in.u8();
  json.field("kind", kind_of(first));
  std::uint32_t length = 0;
  if (find_line_end(in, length)) json.foreign_field("first_line", {reinterpret_cast<const char*>(in.data()), length});
  return {};
}

}  // namespace

const Dissector kResp{"resp", print, json};

}  // namespace nd::capture
