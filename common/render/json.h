// JSON Lines: one object a line, always valid UTF-8 whatever bytes the world holds. No tree is built per row: keys,
// numbers and plain text are stored straight into the output block, a word of eight bytes at a time. RapidJSON's
// writer, which takes characters one by one, made up four fifths of `mycap --json`; it still writes what is rare, keys
// and texts with characters to escape.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/text_buffer.h"
#include "common/model/address.h"

namespace nd {

class JsonWriter {
 public:
  explicit JsonWriter(TextBuffer& out) : out_(out) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // A line: begin with its type key, end with a newline.
  void begin_line(std::string_view type);
  void end_line();

  void begin_object() { open('{'); }
  void begin_object(std::string_view key) { this->key(key), begin_object(); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void begin_array(std::string_view key) { this->key(key), begin_array(); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  // How many objects and arrays are open; close_to() ends those opened since depth() said so. For a writer that may be
  // stopped between two fields.
  std::size_t depth() const { return open_.size(); }
  void close_to(std::size_t depth);

  // Text of our own, known to be UTF-8.
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth);
  void value(double number);  // null when not finite
  void value(const IpAddress& address);
  void value(const Mac& mac);
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) void value(T number) {
    if constexpr (std::signed_integral<T>) {
      signed_value(number);
    } else {
      unsigned_value(number);
    }
  }
  void null();

  template <typename T>
  void field(std::string_view name, const T& what) {
    if constexpr (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>) {
      if constexpr (std::signed_integral<T>) {
        signed_field(name, what);
      } else {
        unsigned_field(name, what);
      }
    } else {
      key(name);
      value(what);
    }
  }
  void null_field(std::string_view name) { key(name), null(); }
  // Foreign bytes: what a terminal would obey (see escape.h) is written as \uXXXX; invalid UTF-8 becomes U+FFFD, and
  // then "<name>_hex" carries the bytes themselves.
  void foreign_field(std::string_view name, std::string_view bytes);
  // The value alone, for arrays: invalid bytes become U+FFFD. Returns whether anything was replaced.
  bool foreign_value(std::string_view bytes);
  void hex_field(std::string_view name, std::string_view bytes);
  // RFC 3339 in UTC with nanoseconds: "2026-11-22T10:11:12.123456789Z".
  void time_field(std::string_view name, std::chrono::nanoseconds since_epoch);

 private:
  void open(char bracket);
  void close(char bracket);
  void signed_value(std::int64_t number);
  void unsigned_value(std::uint64_t number);
  void signed_field(std::string_view name, std::int64_t number);
  void unsigned_field(std::string_view name, std::uint64_t number);
  // Room for `n` bytes and what stands around a value; a comma is stored where one is due.
  char* begin_value(std::size_t n);
  void end_value(const char* end);
  void escaped_value(std::string_view text);
  void refresh_second(std::int64_t second);

  TextBuffer& out_;
  std::string open_;        // '{' or '[' for each level
  bool comma_due_ = false;  // something stands before the next value on its level

  // The time written last, without its fraction: packets of one second share it.
  std::int64_t second_ = 0;
  char second_text_[24] = {};
  std::uint32_t second_length_ = 0;  // 0: none yet
};

}  // namespace nd
