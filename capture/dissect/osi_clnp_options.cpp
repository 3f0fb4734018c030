// The options of CLNP's header (ISO 8473, section 7.5).
#include "capture/dissect/nsap.h"
#include "capture/dissect/osi.h"

namespace nd::capture::osi {
namespace {

enum Option : std::uint8_t {
  kDiscardReason = 0xc1,
  kQuality = 0xc3,
  kSecurity = 0xc5,
  kSourceRoute = 0xc8,
  kRecordRoute = 0xcb,
  kPadding = 0xcc,
  kPriority = 0xcd
};
constexpr Token kScopes[] = {
    {0x40, "Source Address Specific"}, {0x80, "Destination Address Specific"}, {0xc0, "Globally unique"}};
constexpr Token kRoutes[] = {{0, "partial"}, {1, "complete"}};
constexpr Token kQualities[] = {
    {0x20, "reserved"},       {0x10, "sequencing vs. delay"}, {0x08, "congested"},
    {0x04, "delay vs. cost"}, {0x02, "error vs. delay"},      {0x01, "error vs. cost"},
};
constexpr Token kClasses[] = {
    {0, "General"}, {8, "Address"}, {9, "Source Routeing"}, {10, "Lifetime"}, {11, "PDU Discarded"}, {12, "Reassembly"},
};
constexpr Token kReasons[] = {
    // by the whole byte
    {0x00, "Reason not specified"},
    {0x01, "Protocol procedure error"},
    {0x02, "Incorrect checksum"},
    {0x03, "PDU discarded due to congestion"},
    {0x04, "Header syntax error (cannot be parsed)"},
    {0x05, "Segmentation needed but not permitted"},
    {0x06, "Incomplete PDU received"},
    {0x07, "Duplicate option"},
    {0x80, "Destination address unreachable"},
    {0x81, "Destination address unknown"},
    {0x90, "Unspecified source routeing error"},
    {0x91, "Syntax error in source routeing field"},
    {0x92, "Unknown address in source routeing field"},
    {0x93, "Path not acceptable"},
    {0xa0, "Lifetime expired while data unit in transit"},
    {0xa1, "Lifetime expired during reassembly"},
    {0xb0, "Unsupported option not specified"},
    {0xb1, "Unsupported protocol version"},
    {0xb2, "Unsupported security option"},
    {0xb3, "Unsupported source routeing option"},
    {0xb4, "Unsupported recording of route option"},
    {0xc0, "Reassembly interference"},
};

// Source routes and recorded ones: a kind, an offset and addresses from there on.
bool print_route(Printer& p, std::uint8_t type, Slice value) {
  if (value.length() < 2) return false;
  p.put(NameOr{kRoutes, value.u8(), "Unknown"},
        type == kSourceRoute ? " source routing" : " recording of route in progress");
  const std::uint8_t offset = value.u8(1);
  if (offset == 0) {
    p.put(" Bad NSAP offset (0)");
    return true;
  }
  if (offset - 1U > value.length()) {
    p.put(" Bad NSAP offset (past end of option)");
    return true;
  }
  Slice list = value.after(offset - 1U);
  while (list.length() > 0) {
    const std::uint8_t length = list.u8();
    list.advance(1);
    if (length > list.length()) {
      p.put("\n\t    NSAP address goes past end of option");
      return true;
    }
    if (length > 0) {
      p.put("\n\t    NSAP address (length ", length, "): ");
      put_nsap(p, list.take_bytes(0, length));
    }
    list.advance(length);
  }
  return true;
}

bool print_security(Printer& p, Slice value) {
  if (value.length() < 2) return false;
  p.put("\n\t    Format Code: ", NameOr{kScopes, value.u8() & 0xc0U, "Reserved"}, ", Security-Level ", value.u8(1));
  return true;
}

bool print_quality(Printer& p, Slice value) {
  if (value.length() < 1) return false;
  const std::uint8_t code = value.u8();
  p.put("\n\t    Format Code: ", NameOr{kScopes, code & 0xc0U, "Reserved"});
  if ((code & 0xc0) == 0xc0) p.put("\n\t    QoS Flags [", Bits{kQualities, code & 0x3fU, "none"}, ']');
  return true;
}

bool print_reason(Printer& p, Slice value) {
  if (value.length() < 1) return false;
  const unsigned reason = value.u8();
  p.put("\n\t    Class: ", NameOr{kClasses, reason >> 4, "Unknown"}, " Error (0x", Hex{reason >> 4}, "), ",
        NameOr{kReasons, reason, "Unknown"}, " (0x", Hex{reason & 0xf}, ')');
  return true;
}

}  // namespace

bool print_clnp_option(Printer& p, std::uint8_t type, Slice value) {
  switch (type) {
    case kSourceRoute:
    case kRecordRoute:
      return print_route(p, type, value);
    case kPriority:
      if (value.length() < 1) return false;
      p.put("0x", Hex{value.u8() & 0xfU});
      return true;
    case kQuality:
      return print_quality(p, value);
    case kSecurity:
      return print_security(p, value);
    case kDiscardReason:
      return print_reason(p, value);
    case kPadding:
      p.put("padding data");
      return true;
    default:
      p.unknown_data("\n\t  ", value);
      return true;
  }
}

}  // namespace nd::capture::osi
