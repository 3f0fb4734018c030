#include "common/render/json.h"

#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <string>

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

}  // namespace

struct JsonWriter::Impl {
  explicit Impl(TextBuffer& out) : stream(out), writer(stream) {}
  BlockStream stream;
  rapidjson::Writer<BlockStream> writer;

  void string(std::string_view text) {
    const char* data = text.empty() ? "" : text.data();  // RapidJSON asserts that it is not null
    writer.String(data, static_cast<rapidjson::SizeType>(text.size()));
  }
};

JsonWriter::JsonWriter(TextBuffer& out) : out_(out), impl_(std::make_unique<Impl>(out)) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::begin_line(std::string_view type) {
  impl_->writer.Reset(impl_->stream);
  begin_object();
  field("type", type);
}

void JsonWriter::end_line() {
  end_object();
  out_.put('\n');
}

void JsonWriter::begin_object() {
  impl_->writer.StartObject();
  open_.push_back('{');
}
void JsonWriter::end_object() {
  impl_->writer.EndObject();
  open_.pop_back();
}
void JsonWriter::begin_array() {
  impl_->writer.StartArray();
  open_.push_back('[');
}
void JsonWriter::end_array() {
  impl_->writer.EndArray();
  open_.pop_back();
}

void JsonWriter::close_to(std::size_t depth) {
  while (open_.size() > depth) {
    if (open_.back() == '{') {
      end_object();
    } else {
      end_array();
    }
  }
}

void JsonWriter::key(std::string_view name) { impl_->string(name); }
void JsonWriter::value(std::string_view text) { impl_->string(text); }
void JsonWriter::value(bool truth) { impl_->writer.Bool(truth); }
void JsonWriter::signed_value(std::int64_t number) { impl_->writer.Int64(number); }
void JsonWriter::unsigned_value(std::uint64_t number) { impl_->writer.Uint64(number); }
void JsonWriter::null() { impl_->writer.Null(); }

void JsonWriter::value(double number) {
  if (std::isfinite(number)) {
    impl_->writer.Double(number);
  } else {
    null();
  }
}

void JsonWriter::value(const IpAddress& address) {
  TextBuffer text(64);
  append_address(text, address);
  value(text.view());
}

void JsonWriter::value(const Mac& mac) {
  TextBuffer text(64);
  append_mac(text, mac);
  value(text.view());
}

bool JsonWriter::foreign_value(std::string_view bytes) {
  if (is_plain(bytes)) {
    value(bytes);
    return false;
  }
  TextBuffer text(bytes.size() * 2 + 2);
  const bool replaced = append_string(text, bytes);
  impl_->writer.RawValue(text.view().data(), text.view().size(), rapidjson::kStringType);
  return replaced;
}

void JsonWriter::foreign_field(std::string_view name, std::string_view bytes) {
  key(name);
  if (!foreign_value(bytes)) return;
  hex_field(std::string(name) + "_hex", bytes);
}

void JsonWriter::hex_field(std::string_view name, std::string_view bytes) {
  TextBuffer text(bytes.size() * 2 + 1);
  for (const char byte : bytes) text.hex(static_cast<unsigned char>(byte), 2);
  key(name);
  value(text.view());
}

void JsonWriter::time_field(std::string_view name, std::chrono::nanoseconds since_epoch) {
  const auto day = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days{day}};
  const std::chrono::hh_mm_ss time{since_epoch - day};
  TextBuffer text(64);
  text.dec(static_cast<int>(date.year()), 4, '0').put('-').dec(static_cast<unsigned>(date.month()), 2, '0').put('-');
  text.dec(static_cast<unsigned>(date.day()), 2, '0').put('T').dec(time.hours().count(), 2, '0').put(':');
  text.dec(time.minutes().count(), 2, '0').put(':').dec(time.seconds().count(), 2, '0').put('.');
  text.dec(time.subseconds().count(), 9, '0').put('Z');
  key(name);
  value(text.view());
}

}  // namespace nd
