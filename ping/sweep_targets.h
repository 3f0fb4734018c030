// Who is swept: names, addresses, prefixes, ranges and files of these, made one by one as they are needed, so that
// sixteen million targets take no more memory than one.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"

namespace nd::ping {

struct SweepTarget {
  IpAddress address;
  std::string name;  // as given, when that was a name
};

// A text that is no target, and why.
struct UnknownTarget {
  enum class Why : std::uint8_t { kUnknownHost, kMalformed, kOtherFamily };
  std::string text;
  Why why = Why::kUnknownHost;
  std::string reason;
};

// First to last address of one target text.
struct AddressRange {
  IpAddress first;
  IpAddress last;
  std::string name;
};
// "10.0.0.0/8", "10.0.0.1-10.0.0.9", "10.0.0.1-9", "fd00::/64", an address. Like fping's, an IPv4 prefix of 30 bits or
// fewer leaves out its network and broadcast addresses; those of 127.0.0.0/8 have neither. nullopt: not an address,
// perhaps a name.
std::optional<AddressRange> parse_range(const std::string& text);
// What is wrong with a text that parse_range() does not take and that can be no name either; empty: it may be one.
std::string_view malformed(const std::string& text);

// The address that "any" (0.0.0.0, ::) stands for as a target, which is this host: `source` where it is of the family.
IpAddress this_host(const IpAddress& any, const IpAddress& source);

class TargetGenerator {
 public:
  // Begins to look a name up, to be told by resolved(); false: not now, since too many are looked up.
  using Ask = std::function<bool(const std::string& name)>;
  struct Settings {
    Family family = Family::kNone;  // addresses of another one are unknown targets
    IpAddress source{};             // for this_host()
  };
  TargetGenerator(std::vector<std::string> texts, Ask ask, const Settings& settings);

  // The next that is known; nullopt: none now. Names that are looked up hold up nothing that stands behind them, and
  // those that are known go first.
  std::optional<SweepTarget> next();
  // Whether next() may find one without a further resolved().
  bool ready() const { return range_ || !known_.empty() || !texts_.empty(); }
  // There will be none any more.
  bool exhausted() const { return !ready() && names_.empty() && asked_ == 0; }
  void resolved(const std::string& name, tl::expected<IpAddress, std::string> address);
  // Those met since it was called last.
  std::vector<UnknownTarget> take_unknown() { return std::exchange(unknown_, {}); }
  // How many targets there will be, names counted as one each.
  double total() const;

 private:
  void open_next();
  void ask_for_names();
  bool wanted(const AddressRange& range) const;

  std::deque<std::string> texts_;
  Ask ask_;
  Settings settings_;
  std::optional<AddressRange> range_;
  IpAddress at_;
  std::deque<std::string> names_;  // not asked yet
  std::size_t asked_ = 0;          // names without an answer
  std::deque<SweepTarget> known_;  // names with one
  std::vector<UnknownTarget> unknown_;
};

// The words of a file of targets, or of standard input for "-"; '#' begins a comment.
Result<std::vector<std::string>> read_targets(const std::string& path);

}  // namespace nd::ping
