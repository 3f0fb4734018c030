// RADIUS (RFC 2865, RFC 2866, RFC 5176): what an attribute is called and how its value is written.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::radius {

enum class Format : std::uint8_t {
  kHidden,  // not shown: secrets, and what the peer does not know
  kText,
  kTaggedText,
  kSaltedText,
  kNumber,
  kTaggedNumber,
  kAddress,
  kChosenAddress,  // two values say that somebody else chooses
  kAddress6,
  kPrefix6,
  kDuration,
  kDate,
  kVlanId,
  kVlanName,
  kArapPassword,
  kArapFeatures,
  kArapResponse,
  kVendor,
  kEap,
  kError,
  kMobility,
  kHomePrefix,
  kOperator,
  kLocationInfo,
  kLocationData,
  kLocationRules
};
struct Attribute {
  std::uint8_t type;
  std::string_view name;
  Format format;
  Tokens values = {};
};
const Attribute* find_attribute(std::uint8_t type);  // null: unknown

// The value of an attribute; `value` is as long as it claims and not empty.
void print_value(Printer& p, const Attribute& attribute, Slice value);
// Those of RFC 5580, which tell places.
void print_location(Printer& p, Format format, Slice value);

}  // namespace nd::capture::radius
