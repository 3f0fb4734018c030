#include "ping/sweep_targets.h"

#include <fcntl.h>

#include <array>

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/parse/address.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"
#include "ping/target_resolver.h"

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

constexpr std::size_t kAhead = 64;  // names whose addresses wait to be asked
constexpr std::array<std::uint8_t, 16> kLoopback6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr char kNotKnown[] = "Name or service not known";
constexpr char kOtherFamily[] = "Address family for hostname not supported";

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

IpAddress predecessor(const IpAddress& address) {
  auto bytes = bytes_of(address);
  for (std::size_t i = address.bytes().size(); i-- > 0;) {
    if (bytes[i]-- != 0) break;
  }
  return rebuild(address, bytes);
}

AddressRange range_of(const IpAddress& address, unsigned prefix) {
  AddressRange range{edge(address, prefix, false), edge(address, prefix, true), {}};
  if (address.is_v4() && prefix <= 30 && !range.first.is_loopback()) {
    range.first = successor(range.first);
    range.last = predecessor(range.last);
  }
  return range;
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
  if (const auto prefix = parse_prefix(text)) return range_of(prefix->address, prefix->length);
  if (const auto single = parse_address(text)) return AddressRange{*single, *single, {}};
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const auto first = parse_address(text.substr(0, dash));
  if (!first) return std::nullopt;
  const auto last = parse_range_end(*first, text.substr(dash + 1));
  if (!last || last->family() != first->family() || *last < *first) return std::nullopt;
  return AddressRange{*first, *last, {}};
}

// Names may hold digits and dashes ("10.0.0.1-static.example"), but no slash, and they do not end in numbers alone
// (RFC 3696 section 2).
std::string_view malformed(const std::string& text) {
  if (text.find('/') != std::string::npos) return "not an address and the length of its prefix";
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos || !parse_address(text.substr(0, dash))) return {};
  const std::string end = text.substr(dash + 1);
  const bool name = end.find(':') == std::string::npos && end.find_first_not_of("0123456789.") != std::string::npos;
  return name ? std::string_view() : "not a first and a last address";
}

IpAddress this_host(const IpAddress& any, const IpAddress& source) {
  if (source.family() == any.family() && !source.is_unspecified()) return source;
  return any.is_v4() ? IpAddress::v4(127, 0, 0, 1) : IpAddress::v6(kLoopback6);
}

TargetGenerator::TargetGenerator(std::vector<std::string> texts, Ask ask, const Settings& settings)
    : texts_(texts.begin(), texts.end()), ask_(std::move(ask)), settings_(settings) {}

bool TargetGenerator::wanted(const AddressRange& range) const {
  return settings_.family == Family::kNone || range.first.family() == settings_.family;
}

// Opens a range, or meets the end.
void TargetGenerator::open_next() {
  while (!texts_.empty() && !range_) {
    std::string text = std::move(texts_.front());
    texts_.pop_front();
    auto range = parse_range(text);
    if (range && !wanted(*range)) {
      unknown_.push_back({std::move(text), UnknownTarget::Why::kOtherFamily, kOtherFamily});
    } else if (range) {
      if (range->first == range->last && range->first.is_unspecified()) {
        const IpAddress self = this_host(range->first, settings_.source);
        range = AddressRange{self, self, std::move(text)};
      }
      at_ = range->first;
      range_ = std::move(range);
    } else if (const std::string_view why = malformed(text); !why.empty()) {
      unknown_.push_back({std::move(text), UnknownTarget::Why::kMalformed, std::string(why)});
    } else if (text.empty() || text.size() > TargetResolver::kLongestName) {
      unknown_.push_back({std::move(text), UnknownTarget::Why::kUnknownHost, kNotKnown});
    } else {
      names_.push_back(std::move(text));
    }
  }
}

// No further ahead than the sweep is slow: what is known already has to go first.
void TargetGenerator::ask_for_names() {
  while (!names_.empty() && known_.size() < kAhead && ask_(names_.front())) {
    names_.pop_front();
    ++asked_;
  }
  if (asked_ > 0 || known_.size() >= kAhead) return;
  for (; !names_.empty(); names_.pop_front()) {  // nobody answers any more
    unknown_.push_back({std::move(names_.front()), UnknownTarget::Why::kUnknownHost, kNotKnown});
  }
}

void TargetGenerator::resolved(const std::string& name, tl::expected<IpAddress, std::string> address) {
  --asked_;
  if (!address) {
    unknown_.push_back({name, UnknownTarget::Why::kUnknownHost, std::move(address.error())});
  } else {
    known_.push_back({address->is_unspecified() ? this_host(*address, settings_.source) : *address, name});
  }
  ask_for_names();
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
  if (!range_) open_next();
  ask_for_names();
  if (!known_.empty()) {
    SweepTarget target = std::move(known_.front());
    known_.pop_front();
    return target;
  }
  if (!range_) return std::nullopt;
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
