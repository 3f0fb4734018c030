#include "common/render/json.h"

#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "common/base/decimal.h"
#include "common/base/escape.h"
#include "common/render/address.h"

namespace nd {
namespace {

// What RapidJSON calls an output stream, over the output block.
class BlockStream {
 public:
  using Ch = char;
  explicit BlockStream(TextBuffer& out) : out_(&out) {}
  void Put(char c) { out_->put(c); }
  void Flush() {}

 private:
  TextBuffer* out_;
};

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// RapidJSON's own escapes are enough for it.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x7f; });
}

// "\u202e", and past U+FFFF the two surrogates.
void append_escape(TextBuffer& out, char32_t code) {
  if (code >= 0x10000) {
    append_escape(out, 0xd800 + ((code - 0x10000) >> 10));
    code = 0xdc00 + ((code - 0x10000) & 0x3ff);
  }
  out.put("\\u").hex(static_cast<std::uint32_t>(code), 4);
}

// `text` as a JSON string: what a terminal would obey is escaped, each invalid byte is replaced. Whether one was.
bool append_string(TextBuffer& out, std::string_view text) {
  bool replaced = false;
  out.put('"');
  while (!text.empty()) {
    const Utf8Char c = next_utf8(text);
    if (!c.valid) {
      out.put(kReplacement);
      replaced = true;
    } else if (is_unsafe(c.code_point)) {
      append_escape(out, c.code_point);
    } else {
      if (c.code_point == '"' || c.code_point == '\\') out.put('\\');
      out.put(text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
  out.put('"');
  return replaced;
}

constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kHighBits = kOnes << 7;

constexpr std::uint64_t zero_bytes(std::uint64_t word) { return (word - kOnes) & ~word & kHighBits; }

// Is there a control character, a quote or a backslash among eight bytes?
constexpr bool must_escape(std::uint64_t word) {
  const std::uint64_t controls = (word - kOnes * 0x20) & ~word & kHighBits;
  return (controls | zero_bytes(word ^ kOnes * '"') | zero_bytes(word ^ kOnes * '\\')) != 0;
}
constexpr bool must_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Copies `text` and tells whether it may stand in JSON as it is; otherwise the copy is of no use.
bool copy_plain(char* to, std::string_view text) {
  const auto word_at = [&](std::size_t i) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    std::memcpy(to + i, &word, sizeof word);
    return must_escape(word);
  };
  bool escape = false;
  if (text.size() < sizeof(std::uint64_t)) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      to[i] = text[i];
      escape |= must_escape(text[i]);
    }
    return !escape;
  }
  for (std::size_t i = 0; i + sizeof(std::uint64_t) < text.size(); i += sizeof(std::uint64_t)) escape |= word_at(i);
  escape |= word_at(text.size() - sizeof(std::uint64_t));  // overlaps the last one
  return !escape;
}

constexpr std::size_t kMaxNumber = 24;
constexpr std::size_t kAroundValue = 8;  // comma, quotes, colon, bracket

template <std::size_t kSize>
char* put_literal(char* at, const char (&text)[kSize]) {
  std::memcpy(at, text, kSize - 1);
  return at + kSize - 1;
}

// "key": at `at`; null when the key has to be escaped.
char* put_key(char* at, std::string_view name) {
  *at++ = '"';
  if (!copy_plain(at, name)) return nullptr;
  at += name.size();
  *at++ = '"';
  *at++ = ':';
  return at;
}

}  // namespace

[[gnu::always_inline]] inline char* JsonWriter::begin_value(std::size_t n) {
  char* at = out_.reserve(n + kAroundValue);
  if (comma_due_) *at++ = ',';
  return at;
}

[[gnu::always_inline]] inline void JsonWriter::end_value(const char* end) {
  out_.commit_to(end);
  comma_due_ = true;
}

void JsonWriter::begin_line(std::string_view type) {
  comma_due_ = false;
  begin_object();
  field("type", type);
}

void JsonWriter::end_line() {
  end_object();
  out_.put('\n');
}

void JsonWriter::open(char bracket) {
  char* at = begin_value(1);
  *at++ = bracket;
  out_.commit_to(at);
  comma_due_ = false;
  open_.push_back(bracket);
}

void JsonWriter::close(char bracket) {
  out_.put(bracket);
  comma_due_ = true;
  open_.pop_back();
}

void JsonWriter::close_to(std::size_t depth) {
  while (open_.size() > depth) close(open_.back() == '{' ? '}' : ']');
}

// What a value is written with where its text cannot be copied.
void JsonWriter::escaped_value(std::string_view text) {
  if (comma_due_) out_.put(',');
  BlockStream stream(out_);
  rapidjson::Writer<BlockStream> writer(stream);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  comma_due_ = true;
}

void JsonWriter::key(std::string_view name) {
  if (char* end = put_key(begin_value(name.size()), name)) {
    out_.commit_to(end);
  } else {
    escaped_value(name);
    out_.put(':');
  }
  comma_due_ = false;
}

void JsonWriter::value(std::string_view text) {
  char* at = begin_value(text.size());
  *at++ = '"';
  if (!copy_plain(at, text)) return escaped_value(text);
  at += text.size();
  *at++ = '"';
  end_value(at);
}

void JsonWriter::value(bool truth) {
  char* at = begin_value(5);
  end_value(truth ? put_literal(at, "true") : put_literal(at, "false"));
}

void JsonWriter::signed_value(std::int64_t number) {
  char* at = begin_value(kMaxNumber);
  end_value(std::to_chars(at, at + kMaxNumber, number).ptr);
}

void JsonWriter::unsigned_value(std::uint64_t number) { end_value(put_decimal(begin_value(kMaxNumber), number)); }

void JsonWriter::unsigned_field(std::string_view name, std::uint64_t number) {
  char* at = put_key(begin_value(name.size() + kMaxNumber), name);
  if (at == nullptr) {
    key(name);
    return unsigned_value(number);
  }
  end_value(put_decimal(at, number));
}

void JsonWriter::signed_field(std::string_view name, std::int64_t number) {
  if (number >= 0) return unsigned_field(name, static_cast<std::uint64_t>(number));
  key(name);
  signed_value(number);
}

void JsonWriter::null() { end_value(put_literal(begin_value(4), "null")); }

// The fewest digits that say which number it is; whole numbers keep a point, so that readers keep their type.
void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  constexpr double kLeastPlain = 1e-9, kMostPlain = 1e21;
  constexpr std::size_t kRoom = 64;
  const double size = std::fabs(number);
  const bool plain = size == 0 || (size >= kLeastPlain && size < kMostPlain);
  char* at = begin_value(kRoom);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  char* end = std::to_chars(at, at + kRoom - 2, number, format).ptr;
  if (plain && std::find(at, end, '.') == end) end = put_literal(end, ".0");
  end_value(end);
}

void JsonWriter::value(const IpAddress& address) {
  char* at = begin_value(1);
  *at++ = '"';
  out_.commit_to(at);
  append_address(out_, address);
  out_.put('"');
  comma_due_ = true;
}

void JsonWriter::value(const Mac& mac) {
  char* at = begin_value(1);
  *at++ = '"';
  out_.commit_to(at);
  append_mac(out_, mac);
  out_.put('"');
  comma_due_ = true;
}

bool JsonWriter::foreign_value(std::string_view bytes) {
  if (is_plain(bytes)) {
    value(bytes);
    return false;
  }
  if (comma_due_) out_.put(',');
  comma_due_ = true;
  return append_string(out_, bytes);
}

void JsonWriter::foreign_field(std::string_view name, std::string_view bytes) {
  key(name);
  if (!foreign_value(bytes)) return;
  hex_field(std::string(name) + "_hex", bytes);
}

void JsonWriter::hex_field(std::string_view name, std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  key(name);
  char* at = begin_value(bytes.size() * 2);
  *at++ = '"';
  for (const char byte : bytes) {
    *at++ = kDigits[static_cast<unsigned char>(byte) >> 4];
    *at++ = kDigits[static_cast<unsigned char>(byte) & 15];
  }
  *at++ = '"';
  end_value(at);
}

void JsonWriter::refresh_second(std::int64_t second) {
  const std::chrono::seconds since_epoch(second);
  const auto day = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days{day}};
  const std::chrono::hh_mm_ss time{since_epoch - day};
  TextBuffer text(64);
  text.dec(static_cast<int>(date.year()), 4, '0').put('-').dec(static_cast<unsigned>(date.month()), 2, '0').put('-');
  text.dec(static_cast<unsigned>(date.day()), 2, '0').put('T').dec(time.hours().count(), 2, '0').put(':');
  text.dec(time.minutes().count(), 2, '0').put(':').dec(time.seconds().count(), 2, '0').put('.');
  second_length_ = static_cast<std::uint32_t>(std::min(text.size(), sizeof second_text_));
  std::memcpy(second_text_, text.view().data(), second_length_);
  second_ = second;
}

void JsonWriter::time_field(std::string_view name, std::chrono::nanoseconds since_epoch) {
  const auto second = std::chrono::floor<std::chrono::seconds>(since_epoch);
  if (second_length_ == 0 || second.count() != second_) refresh_second(second.count());
  auto fraction = static_cast<std::uint64_t>((since_epoch - second).count());
  key(name);
  char* at = begin_value(sizeof second_text_ + 16);
  *at++ = '"';
  std::memcpy(at, second_text_, second_length_);
  at += second_length_;
  for (int i = 8; i >= 0; --i, fraction /= 10) at[i] = static_cast<char>('0' + fraction % 10);
  at += 9;
  *at++ = 'Z';
  *at++ = '"';
  end_value(at);
}

}  // namespace nd
