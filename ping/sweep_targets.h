// Who is swept: names, addresses, prefixes, ranges and files of these, made one by one as they are needed, so that
// sixteen million targets take no more memory than one.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"

namespace nd::ping {

struct SweepTarget {
  IpAddress address;
  std::string name;  // as given, when that was a name
};

// First to last address of one target text.
struct AddressRange {
  IpAddress first;
  IpAddress last;
  std::string name;
};
// "10.0.0.0/8", "10.0.0.1-10.0.0.9", "10.0.0.1-9", "fd00::/64", an address. Network and broadcast addresses of a
// prefix are targets too. nullopt: not an address, perhaps a name.
std::optional<AddressRange> parse_range(const std::string& text);

class TargetGenerator {
 public:
  // A name that does not resolve is kept in `unknown`, and so are
  // addresses of another family than `family`, if that is given.
  using Resolve = std::function<std::optional<IpAddress>(const std::string& name)>;
  TargetGenerator(std::vector<std::string> texts, Resolve resolve, Family family = Family::kNone);

  std::optional<SweepTarget> next();
  // How many targets there will be, names counted as one each.
  double total() const;
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  bool open_next();
  bool wanted(const AddressRange& range) const;

  std::deque<std::string> texts_;
  Resolve resolve_;
  Family family_;
  std::optional<AddressRange> range_;
  IpAddress at_;
  std::vector<std::string> unknown_;
};

// The words of a file of targets, or of standard input for "-"; '#' begins a comment.
Result<std::vector<std::string>> read_targets(const std::string& path);

}  // namespace nd::ping
