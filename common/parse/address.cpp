#include "common/parse/address.h"

#include <array>

#include "common/base/number.h"

namespace nd {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One to four hexadecimal digits at the front of `text`, which it shortens; -1 when there are none or more.
int take_group(std::string_view& text) {
  int value = 0;
  std::size_t n = 0;
  for (; n < text.size() && hex_digit(text[n]) >= 0; ++n) {
    if (n == 4) return -1;
    value = value << 4 | hex_digit(text[n]);
  }
  text.remove_prefix(n);
  return n == 0 ? -1 : value;
}

// Gathers the 16 bytes; "::" is remembered as a place and filled with zeros at the end.
class Ipv6Text {
 public:
  std::optional<IpAddress> parse(std::string_view text) {
    if (text.starts_with("::")) {
      gap_ = 0;
      text.remove_prefix(2);
    }
    while (!text.empty()) {
      if (used_ <= 12 && put_dotted_quad(text)) break;
      const int group = take_group(text);
      if (group < 0 || used_ == 16) return std::nullopt;
      bytes_[used_++] = static_cast<std::uint8_t>(group >> 8);
      bytes_[used_++] = static_cast<std::uint8_t>(group);
      if (text.empty()) break;
      if (!take_separator(text)) return std::nullopt;
    }
    return finish();
  }

 private:
  bool put_dotted_quad(std::string_view text) {
    const auto quad = parse_ipv4(text);
    if (!quad) return false;
    for (const std::uint8_t byte : quad->bytes()) bytes_[used_++] = byte;
    return true;
  }

  bool take_separator(std::string_view& text) {
    if (text.starts_with("::")) {
      if (gap_ >= 0) return false;
      gap_ = static_cast<int>(used_);
      text.remove_prefix(2);
      return true;
    }
    if (text.front() != ':' || text.size() == 1) return false;
    text.remove_prefix(1);
    return true;
  }

  std::optional<IpAddress> finish() {
    if (gap_ < 0) return used_ == 16 ? std::optional(IpAddress::v6(bytes_)) : std::nullopt;
    if (used_ == 16) return std::nullopt;  // "::" stands for at least one group
    const auto gap = static_cast<std::size_t>(gap_);
    std::array<std::uint8_t, 16> spread{};
    std::copy(bytes_.begin(), bytes_.begin() + gap_, spread.begin());
    std::copy(bytes_.begin() + gap_, bytes_.begin() + static_cast<long>(used_),
              spread.end() - static_cast<long>(used_ - gap));
    return IpAddress::v6(spread);
  }

  std::array<std::uint8_t, 16> bytes_{};
  std::size_t used_ = 0;
  int gap_ = -1;
};

}  // namespace

std::optional<IpAddress> parse_ipv4(std::string_view text) {
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t end = i < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(0, end);
    const auto octet = parse_number<std::uint8_t>(digits);
    if (!octet || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    bytes[i] = *octet;
    text.remove_prefix(i < 3 ? end + 1 : end);
  }
  return IpAddress::v4(bytes);
}

std::optional<IpAddress> parse_ipv6(std::string_view text) {
  if (text.size() < 2 || text.size() > 45) return std::nullopt;
  return Ipv6Text{}.parse(text);
}

std::optional<IpAddress> parse_address(std::string_view text) {
  if (const auto v4 = parse_ipv4(text)) return v4;
  return parse_ipv6(text);
}

std::optional<ScopedAddress> parse_scoped_address(std::string_view text) {
  const std::size_t percent = text.find('%');
  if (percent == std::string_view::npos) {
    const auto plain = parse_address(text);
    return plain ? std::optional(ScopedAddress{*plain, {}}) : std::nullopt;
  }
  const auto address = parse_ipv6(text.substr(0, percent));
  const std::string_view scope = text.substr(percent + 1);
  if (!address || scope.empty()) return std::nullopt;
  return ScopedAddress{with_scope(*address, parse_number<std::uint32_t>(scope).value_or(0)), scope};
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = parse_address(text.substr(0, slash));
  const auto length = parse_number<unsigned>(text.substr(slash + 1));
  if (!address || !length || *length > address->bits()) return std::nullopt;
  return Prefix{*address, *length};
}

IpAddress with_scope(const IpAddress& address, std::uint32_t scope) {
  if (!address.is_v6()) return address;
  return IpAddress::v6(address.bytes().first<16>(), scope);
}

}  // namespace nd
