// Walks the words of one line of a /proc file. Failure is sticky: a missing or malformed word makes ok() false, so
// a parser checks once, at its end.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace nd {

class FieldReader {
 public:
  // Words end at blanks, tabs and at any character of `separators`.
  explicit FieldReader(std::string_view line, std::string_view separators = ":") : rest_(line), also_(separators) {}

  bool ok() const { return ok_; }
  std::string_view rest() const { return rest_; }
  bool at_end() {
    skip_separators();
    return rest_.empty();
  }

  std::string_view word() {
    skip_separators();
    std::size_t n = 0;
    while (n < rest_.size() && !is_separator(rest_[n])) ++n;
    const std::string_view found = rest_.substr(0, n);
    rest_.remove_prefix(n);
    if (n == 0) ok_ = false;
    return found;
  }
  void skip(unsigned words) {
    while (words-- > 0) static_cast<void>(word());
  }
  template <std::integral T>
  T dec() {
    return number<T>(10);
  }
  template <std::integral T>
  T hex() {
    return number<T>(16);
  }
  template <std::integral T>
  T oct() {
    return number<T>(8);
  }

 private:
  bool is_separator(char c) const { return c == ' ' || c == '\t' || also_.find(c) != std::string_view::npos; }
  void skip_separators() {
    while (!rest_.empty() && is_separator(rest_.front())) rest_.remove_prefix(1);
  }
  template <typename T>
  T number(int base) {
    const std::string_view text = word();
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) {
      ok_ = false;
      return T{};
    }
    return value;
  }

  std::string_view rest_;
  std::string_view also_;
  bool ok_ = true;
};

// Calls `f(line)` for each line of `text`, without its newline; a last line without one counts.
template <typename F>
void for_each_line(std::string_view text, F&& f) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    f(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace nd
