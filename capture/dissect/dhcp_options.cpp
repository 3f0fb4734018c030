// DHCP's options (RFC 2132).
#include "capture/dissect/bootp.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace dhcp_tag;

// Calls `put(offset)` for each `size` bytes of `data`, a comma between, and takes them from `data`.
template <typename Put>
void put_list(Printer& p, Slice& data, std::uint32_t size, char separator, Put put) {
  for (bool first = true; data.length() >= size; first = false) {
    if (!first) p.put(separator);
    put(data);
    data.advance(size);
  }
}

void put_boolean(Printer& p, std::uint8_t value) {
  if (value > 1) {
    p.put(value, '?');
  } else {
    p.put(value == 1 ? 'Y' : 'N');
  }
}

DhcpFormat format_of(DhcpFormat format, std::uint32_t length) {
  if (format != DhcpFormat::kBySize) return format;
  return (length & 1) != 0 ? DhcpFormat::kBytes : (length & 2) != 0 ? DhcpFormat::kShorts : DhcpFormat::kNumbers;
}

void print_data(Printer& p, std::uint8_t tag, DhcpFormat format, Slice& data) {
  switch (format) {
    case DhcpFormat::kText:
      p.put('"');
      for (const std::uint8_t byte : data.bytes()) p.put_safe(byte);
      p.put('"');
      data.advance(data.length());
      break;
    case DhcpFormat::kAddresses:
      put_list(p, data, 4, ',', [&](Slice at) { p.put(Ip4{at.at(0, 4)}); });
      break;
    case DhcpFormat::kNumbers:
      put_list(p, data, 4, ',', [&](Slice at) { p.put(at.b32()); });
      break;
    case DhcpFormat::kSigned:
      put_list(p, data, 4, ',', [&](Slice at) { p.put(static_cast<std::int32_t>(at.b32())); });
      break;
    case DhcpFormat::kPairs:
      put_list(p, data, 8, ',', [&](Slice at) { p.put('(', Ip4{at.at(0, 4)}, ':', Ip4{at.at(4, 4)}, ')'); });
      break;
    case DhcpFormat::kShorts:
      put_list(p, data, 2, ',', [&](Slice at) { p.put(at.b16()); });
      break;
    case DhcpFormat::kBooleans:
      put_list(p, data, 1, ',', [&](Slice at) { put_boolean(p, at.u8()); });
      break;
    case DhcpFormat::kSpecial:
      print_special_dhcp_option(p, tag, data);
      break;
    case DhcpFormat::kBytes:
    case DhcpFormat::kBySize:
      put_list(p, data, 1, '.', [&](Slice at) { p.put(at.u8()); });
      break;
  }
}

void put_parameter_request(Printer& p, Slice data) {
  for (std::uint32_t i = 0; i < data.length(); ++i) {
    const std::uint8_t tag = data.u8(i);
    p.put(i % 4 == 0 ? "\n\t      " : ", ", dhcp_option(tag).name, " (", tag, ')');
  }
}

// -vvv: fillers are told, a run of them once.
void put_padding(Printer& p, Slice& in) {
  unsigned count = 1;
  for (; in.has(1) && in.u8() == kPad; ++count) in.advance(1);
  if (count > 1) p.put(", occurs ", count);
}

// One option; false at the end of what can be printed.
bool print_option(Printer& p, Slice& in) {
  const std::uint8_t tag = in.u8();
  in.advance(1);
  if (tag == kPad && p.verbose() < 3) return true;
  if (tag == kEnd && p.verbose() < 3) return false;
  const DhcpOption& option = dhcp_option(tag);
  std::uint32_t length = 0;
  if (tag != kPad && tag != kEnd) {
    length = in.u8();
    in.advance(1);
  }
  p.put("\n\t    ", option.name, " (", tag, "), length ", length, length > 0 ? ": " : "");
  if (tag == kPad) put_padding(p, in);
  if (!in.has(length)) {
    p.truncated();
    return false;
  }
  Slice data = in.with_length(length);
  in.advance(length);
  if (tag == kMessageType && length == 1) {
    p.put(Named{kDhcpMessageTypes, data.u8(), "Unknown (", ")"});
  } else if (tag == kParameterRequest) {
    put_parameter_request(p, data);
  } else {
    print_data(p, tag, format_of(option.format, length), data);
    if (data.length() > 0) p.put("\n\t  trailing data length ", data.length());
  }
  return true;
}

}  // namespace

void print_dhcp_options(Printer& p, Slice in) {
  p.put("\n\t  Vendor-rfc1048 Extensions");
  p.put("\n\t    Magic Cookie 0x", Hex{in.b32(), 8});
  in.advance(4);
  while (in.has(1) && print_option(p, in)) {
  }
}

void json_dhcp_options(JsonWriter& json, Slice in) {
  json.begin_array("options");
  while (in.length() > 0 && in.u8() != kEnd) {
    const std::uint8_t tag = in.u8();
    if (tag == kPad) {
      in.advance(1);
      continue;
    }
    const std::uint32_t length = in.u8(1);
    const Bytes data = in.take_bytes(2, length);
    json.begin_object();
    json.field("tag", tag);
    json.field("name", dhcp_option(tag).name);
    if (tag == kMessageType && length == 1) {
      json.field("message", find_token(kDhcpMessageTypes, data[0]));
    } else if (dhcp_option(tag).format == DhcpFormat::kText) {
      json.foreign_field("text", as_text(data));
    } else {
      json.hex_field("data_hex", as_text(data));
    }
    json.end_object();
    in.advance(2 + length);
  }
  json.end_array();
}

}  // namespace nd::capture
