#include "ping/sweep_targets.h"

#include <fcntl.h>

#include <array>

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/parse/address.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd::ping {
namespace {

IpAddress rebuild(const IpAddress& like, const std::array<std::uint8_t, 16>& bytes) {
  if (like.is_v4()) return IpAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
  return IpAddress::v6(bytes, like.scope());
}

std::array<std::uint8_t, 16> bytes_of(const IpAddress& address) {
  std::array<std::uint8_t, 16> bytes{};
  std::copy(address.bytes().begin(), address.bytes().end(), bytes.begin());
  return bytes;
}

// The address with all host bits behind `prefix` clear or set.
IpAddress edge(const IpAddress& address, unsigned prefix, bool set) {
  auto bytes = bytes_of(address);
  for (unsigned bit = prefix; bit < address.bits(); ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    auto& byte = bytes[bit / 8];
    byte = static_cast<std::uint8_t>(set ? byte | mask : byte & ~mask);
  }
  return rebuild(address, bytes);
}

IpAddress successor(const IpAddress& address) {
  auto bytes = bytes_of(address);
  for (std::size_t i = address.bytes().size(); i-- > 0;) {
    if (++bytes[i] != 0) break;
  }
  return rebuild(address, bytes);
}

// What follows the dash: a whole address, or the last number of an IPv4 address.
std::optional<IpAddress> parse_range_end(const IpAddress& first, const std::string& text) {
  if (const auto whole = parse_address(text)) return whole;
  const auto last = parse_number<std::uint8_t>(text);
  if (!last || !first.is_v4()) return std::nullopt;
  auto bytes = bytes_of(first);
  bytes[3] = *last;
  return rebuild(first, bytes);
}

}  // namespace

std::optional<AddressRange> parse_range(const std::string& text) {
  if (const auto prefix = parse_prefix(text)) {
    return AddressRange{edge(prefix->address, prefix->length, false), edge(prefix->address, prefix->length, true), {}};
  }
  if (const auto single = parse_address(text)) return AddressRange{*single, *single, {}};
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const auto first = parse_address(text.substr(0, dash));
  if (!first) return std::nullopt;
  const auto last = parse_range_end(*first, text.substr(dash + 1));
  if (!last || last->family() != first->family() || *last < *first) return std::nullopt;
  return AddressRange{*first, *last, {}};
}

TargetGenerator::TargetGenerator(std::vector<std::string> texts, Resolve resolve, Family family)
    : texts_(texts.begin(), texts.end()), resolve_(std::move(resolve)), family_(family) {}

bool TargetGenerator::wanted(const AddressRange& range) const {
  return family_ == Family::kNone || range.first.family() == family_;
}

bool TargetGenerator::open_next() {
  while (!texts_.empty()) {
    const std::string text = std::move(texts_.front());
    texts_.pop_front();
    range_ = parse_range(text);
    if (range_ && !wanted(*range_)) {
      range_.reset();
    } else if (!range_) {
      if (const auto address = resolve_(text)) range_ = AddressRange{*address, *address, text};
    }
    if (range_) {
      at_ = range_->first;
      return true;
    }
    unknown_.push_back(text);
  }
  return false;
}

double TargetGenerator::total() const {
  double total = 0;
  for (const std::string& text : texts_) {
    const auto range = parse_range(text);
    double size = 1;
    if (range && wanted(*range)) {
      double distance = 0;
      for (std::size_t i = 0; i < range->first.bytes().size(); ++i) {
        distance = distance * 256 + range->last.bytes()[i] - range->first.bytes()[i];
      }
      size += distance;
    }
    total += size;
  }
  return total;
}

std::optional<SweepTarget> TargetGenerator::next() {
  if (!range_ && !open_next()) return std::nullopt;
  SweepTarget target{at_, range_->name};
  if (at_ == range_->last) {
    range_.reset();
  } else {
    at_ = successor(at_);
  }
  return target;
}

Result<std::vector<std::string>> read_targets(const std::string& path) {
  UniqueFd opened;
  if (path != "-") {
    opened.reset(retry_eintr([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
    if (!opened) return system_failure("open", path);
  }
  std::string text;
  char block[65536];
  for (;;) {
    const ssize_t n = retry_eintr([&] { return ::read(path == "-" ? 0 : opened.get(), block, sizeof block); });
    if (n < 0) return system_failure("read", path);
    if (n == 0) break;
    text.append(block, static_cast<std::size_t>(n));
  }
  std::vector<std::string> targets;
  for_each_line(text, [&](std::string_view line) {
    FieldReader words(line.substr(0, line.find('#')), ",");
    while (!words.at_end()) targets.emplace_back(words.word());
  });
  return targets;
}

}  // namespace nd::ping
