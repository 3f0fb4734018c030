// BOOTP and DHCP for IPv4 (RFC 951, RFC 2131, RFC 2132).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

// How an option's data is written (RFC 2132 defines most).
enum class DhcpFormat : std::uint8_t {
  kBySize,  // of options without a name: bytes, 16-bit or 32-bit numbers as the length allows
  kText,
  kBytes,
  kAddresses,
  kNumbers,
  kSigned,
  kShorts,
  kBooleans,
  kPairs,
  kSpecial
};
struct DhcpOption {
  std::uint8_t tag;
  std::string_view name;
  DhcpFormat format;
};
// Never null; "Unknown" for a tag that has no name.
const DhcpOption& dhcp_option(std::uint8_t tag);
extern const Tokens kDhcpMessageTypes;

namespace dhcp_tag {
enum : std::uint8_t {
  kPad = 0,
  kNetbiosNode = 46,
  kOverload = 52,
  kMessageType = 53,
  kParameterRequest = 55,
  kClientId = 61,
  kUserClass = 77,
  kClientName = 81,
  kAgent = 82,
  kClasslessRoute = 121,
  kClasslessRouteMicrosoft = 249,
  kEnd = 255
};
}

// The options from the magic cookie on.
void print_dhcp_options(Printer& p, Slice in);
// Those that no simple format fits: prints `data`, all of it captured, and takes from it what was printed.
void print_special_dhcp_option(Printer& p, std::uint8_t tag, Slice& data);
void json_dhcp_options(JsonWriter& json, Slice in);

}  // namespace nd::capture
