// BGP-4 (RFC 4271): the messages in a segment, notifications and route refreshes. A segment may begin inside a message,
// so each is looked for by its marker.
#include "capture/dissect/bgp.h"

#include "capture/dissect/address_family.h"
#include "capture/dissect/bgp_names.h"
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "common/render/json.h"

namespace nd::capture {
namespace bgp {
namespace {

enum Type : std::uint8_t { kOpen = 1, kUpdate, kNotification, kKeepalive, kRouteRefresh };
enum Error : std::uint8_t { kHeaderError = 1, kOpenError, kUpdateError, kHoldTimer, kFsmError, kCease, kCapability };
enum CeaseReason : std::uint8_t { kMaxPrefixes = 1, kShutdown = 2, kReset = 4 };

constexpr std::uint32_t kMarkerLength = 16;
constexpr std::uint32_t kNotificationLength = 21;
constexpr std::uint32_t kRouteRefreshLength = 23;
constexpr std::uint32_t kMaxShutdownText = 128;  // RFC 8203

// The peer sets no comma before the subcodes of two kinds of error.
void put_subcode(Printer& p, Tokens names, std::uint8_t subcode, std::string_view before = ", ") {
  p.put(before, "subcode ", NameOr{names, subcode, "Unknown"}, " (", subcode, ')');
}

// RFC 8203: why a session was shut down, in the operator's words.
void print_shutdown(Printer& p, Slice data) {
  const std::uint32_t length = data.u8();
  std::uint32_t used = 0;
  if (length > kMaxShutdownText || length > data.length() - 1) {
    p.put(", invalid Shutdown Communication length");
  } else if (length == 0) {
    p.put(", empty Shutdown Communication");
    used = 1;
  } else {
    p.put(", Shutdown Communication (length: ", length, "): \"");
    p.put_string(data.after(1).with_length(length));
    p.put('"');
    used = length + 1;
  }
  if (data.length() == used) return;
  p.put(", Data: (length: ", data.length() - used, ')');
  p.unknown_data("\n\t\t", data.after(used));
}

void print_cease(Printer& p, std::uint8_t reason, Slice data) {
  put_subcode(p, kCeaseErrors, reason);
  if (reason == kMaxPrefixes && data.length() >= 7) {
    p.put(", ");
    put_family(p, data, 2);
    p.put(", Max Prefixes: ", data.b32(3));
  }
  if ((reason == kShutdown || reason == kReset) && data.length() >= 1) print_shutdown(p, data);
}

void print_notification(Printer& p, Slice message) {
  if (!message.has(kNotificationLength)) return p.truncated();
  if (message.length() < kNotificationLength) return;
  const std::uint8_t error = message.u8(kHeaderLength);
  const std::uint8_t subcode = message.u8(kHeaderLength + 1);
  p.put(", ", NameOr{kErrors, error, "Unknown Error"}, " (", error, ')');
  switch (error) {
    case kHeaderError:
      return put_subcode(p, kHeaderErrors, subcode);
    case kOpenError:
      return put_subcode(p, kOpenErrors, subcode);
    case kUpdateError:
      return put_subcode(p, kUpdateErrors, subcode);
    case kFsmError:
      return put_subcode(p, kFsmErrors, subcode, " ");
    case kCapability:
      return put_subcode(p, kCapabilityErrors, subcode, " ");
    case kCease:
      return print_cease(p, subcode, message.after(kNotificationLength));
    default:
      return;
  }
}

void print_route_refresh(Printer& p, Slice message) {
  if (!message.has(kRouteRefreshLength)) return p.truncated();
  if (message.length() < kRouteRefreshLength) return;
  p.put("\n\t  ");
  put_family(p, message.after(kHeaderLength), 3);
  if (p.verbose() > 1) p.unknown_data("\n\t  ", message);
}

void print_message(Printer& p, Slice message) {
  const std::uint8_t type = message.u8(18);
  p.put("\n\t", NameOr{kMessages, type, "Unknown"}, " Message (", type, "), length: ", message.length());
  switch (type) {
    case kOpen:
      return print_open(p, message);
    case kUpdate:
      return print_update(p, message);
    case kNotification:
      return print_notification(p, message);
    case kRouteRefresh:
      return print_route_refresh(p, message);
    case kKeepalive:
      return;
    default:
      p.put("\n\t  no Message ", type, " decoder");
      p.unknown_data("\n\t  ", message);
  }
}

bool is_marker(Slice in) {
  const Bytes marker = in.take_bytes(0, kMarkerLength);
  return std::all_of(marker.begin(), marker.end(), [](std::uint8_t byte) { return byte == 0xff; });
}

// Moves to the next marker, or to where none can be any more.
bool find_message(Slice& in) {
  for (; in.has(kMarkerLength) && in.length() > 0; in.advance(1)) {
    if (in.u8() == 0xff && is_marker(in)) return true;
  }
  return false;
}

void print(Printer& p, Slice in) {
  p.put(": BGP");
  if (p.verbose() < 1) return;
  while (true) {
    const std::uint32_t before = in.length();
    if (!find_message(in)) return;
    if (!in.has(kHeaderLength)) return p.truncated();
    if (in.length() != before) p.truncated();  // what was skipped
    const std::uint32_t length = in.b16(16);
    if (length < kHeaderLength) {
      p.put("\nmessage length ", length, " < ", kHeaderLength);
      return p.invalid();
    }
    if (!in.has(length)) {
      p.put("\n[|BGP ", NameOr{kMessages, in.u8(18), "Unknown Message Type"}, ']');
      return;
    }
    print_message(p, in.with_length(length));
    in.advance(length);
  }
}

void json_open(JsonWriter& json, Slice message) {
  json.field("version", message.u8(19));
  json.field("as", message.b16(20));
  json.field("hold_time", message.b16(22));
  json.field("router_id", ipv4_at(message, 24));
}

// IPv4 prefixes without path identifiers: address and length in bits, as text.
void json_prefixes(JsonWriter& json, std::string_view key, Slice in) {
  json.begin_array(key);
  while (in.length() > 0) {
    const std::uint32_t bits = in.u8();
    const std::uint32_t bytes = (bits + 7) / 8;
    if (bits > 32 || in.length() < 1 + bytes) break;
    std::uint8_t address[4] = {};
    std::copy_n(in.at(1, bytes), bytes, address);
    TextBuffer text(32);
    text.dec(address[0]).put('.').dec(address[1]).put('.').dec(address[2]).put('.').dec(address[3]).put('/').dec(bits);
    json.value(text.view());
    in.advance(1 + bytes);
  }
  json.end_array();
}

void json_attributes(JsonWriter& json, Slice in) {
  json.begin_array("attributes");
  while (in.length() >= 3) {
    const bool extended = (in.u8() & 0x10) != 0;
    const std::uint32_t length = extended ? in.b16(2) : in.u8(2);
    const std::uint8_t type = in.u8(1);
    json.begin_object();
    json.field("type", type);
    if (const std::string_view name = find_token(kAttributes, type); !name.empty()) json.field("name", name);
    json.field("flags", in.u8());
    json.field("length", length);
    json.end_object();
    in.advance((extended ? 4U : 3U) + length);
  }
  json.end_array();
}

void json_update(JsonWriter& json, Slice message) {
  Slice in = message.after(kHeaderLength);
  const std::uint32_t withdrawn = in.b16();
  json_prefixes(json, "withdrawn", in.after(2).clipped(withdrawn));
  in.advance(2 + withdrawn);
  const std::uint32_t attributes = in.length() >= 2 ? in.b16() : 0;
  json_attributes(json, in.after(2).clipped(attributes));
  json_prefixes(json, "nlri", in.after(2 + attributes));
}

void json_message(JsonWriter& json, Slice message) {
  const std::uint8_t type = message.u8(18);
  json.begin_object();
  json.field("message_type", type);
  if (const std::string_view name = find_token(kMessages, type); !name.empty()) json.field("name", name);
  json.field("length", message.length());
  if (type == kOpen && message.length() >= 29) json_open(json, message);
  if (type == kUpdate && message.length() >= 23) json_update(json, message);
  if (type == kNotification && message.length() >= kNotificationLength) {
    json.field("error", message.u8(19));
    json.field("subcode", message.u8(20));
  }
  json.end_object();
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.begin_array("messages");
  while (find_message(in) && in.has(kHeaderLength)) {
    const std::uint32_t length = in.b16(16);
    if (length < kHeaderLength || !in.has(length)) break;
    json_message(json, in.clipped(length));
    in.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace

void put_as(Printer& p, AsNumber as) {
  if (p.options.bgp_asdot && as.number > 0xffff) {
    p.put(as.number >> 16, '.', as.number & 0xffff);
  } else {
    p.put(as.number);
  }
}

void put_family(Printer& p, Slice in, std::uint32_t safi_at) {
  const std::uint16_t family = in.b16();
  const std::uint8_t safi = in.u8(safi_at);
  p.put("AFI ", NameOr{kAddressFamilies, family, "Unknown"}, " (", family, "), SAFI ", NameOr{kSafis, safi, "Unknown"},
        " (", safi, ')');
}

void put_route_distinguisher(Printer& p, Slice in) {
  in.need(0, 8);
  switch (in.b16()) {
    case 0:
      p.put(in.b16(2), ':', in.b32(4), " (= ", in.u8(4), '.', in.u8(5), '.', in.u8(6), '.', in.u8(7), ')');
      return;
    case 1:
      p.put(in.u8(2), '.', in.u8(3), '.', in.u8(4), '.', in.u8(5), ':', in.b16(6));
      return;
    case 2:
      put_as(p, {in.b32(2)});
      p.put(':', in.b16(6), " (", in.u8(2), '.', in.u8(3), '.', in.u8(4), '.', in.u8(5), ':', in.b16(6), ')');
      return;
    default:
      p.put("unknown RD format");
  }
}

}  // namespace bgp

const Dissector kBgp{"bgp", bgp::print, bgp::json};

}  // namespace nd::capture
