// The options of a TCP header as JSON: one object an option, with its fields by name. What is malformed or unknown
// keeps its bytes in "data_hex".
#include "capture/dissect/mptcp.h"
#include "capture/dissect/tcp.h"
#include "capture/dissect/tcp_option.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace tcp_option;

// The numbers of `value` under their names; false where its length does not fit the kind.
bool write_numbers(JsonWriter& json, std::uint8_t kind, Slice value) {
  const std::uint32_t length = value.length();
  switch (kind) {
    case kMaxSegment:
      if (length != 2) return false;
      json.field("max_segment", value.b16());
      return true;
    case kWindowScale:
      if (length != 1) return false;
      json.field("shift", value.u8());
      return true;
    case kTimestamp:
      if (length != 8) return false;
      json.field("value", value.b32());
      json.field("echo", value.b32(4));
      return true;
    case kUserTimeout:
      if (length != 2) return false;
      json.field("seconds", (value.b16() & 0x7fffU) * ((value.b16() & 0x8000) != 0 ? 60U : 1U));
      return true;
    case kAuthentication:
      if (length < 2) return false;
      json.field("key_id", value.u8());
      json.field("next_key_id", value.u8(1));
      json.hex_field("mac_hex", as_text(value.after(2).bytes()));
      return true;
    default:
      return false;
  }
}

bool write_sack(JsonWriter& json, Slice value) {
  if (value.length() % 8 != 0) return false;
  json.begin_array("blocks");
  for (std::uint32_t at = 0; at < value.length(); at += 8) {
    json.begin_object();
    json.field("left", value.b32(at));
    json.field("right", value.b32(at + 4));
    json.end_object();
  }
  json.end_array();
  return true;
}

void write_option(JsonWriter& json, std::uint8_t kind, Slice option) {
  json.begin_object();
  json.field("kind", kind);
  if (const std::string_view name = find_token(kTcpOptionNames, kind); !name.empty()) json.field("name", name);
  const Slice value = option.after(2);
  if (kind == kMultipath) {
    json_mptcp(json, option);
  } else if (kind == kFastOpen || kind == kSignature) {
    json.hex_field(kind == kFastOpen ? "cookie_hex" : "digest_hex", as_text(value.bytes()));
  } else if (!(kind == kSack ? write_sack(json, value) : write_numbers(json, kind, value)) && value.length() > 0) {
    json.hex_field("data_hex", as_text(value.bytes()));
  }
  json.end_object();
}

}  // namespace

void json_tcp_options(JsonWriter& json, Slice options) {
  json.begin_array("options");
  while (options.length() > 0) {
    const std::uint8_t kind = options.u8();
    const std::uint32_t length = kind == kEnd || kind == kNop ? 1 : options.length() < 2 ? 0 : options.u8(1);
    if (length == 0 || length > options.length() || (kind > kNop && length < 2)) {  // what is left makes no sense
      json.begin_object();
      json.field("kind", kind);
      json.hex_field("data_hex", as_text(options.after(1).bytes()));
      json.end_object();
      break;
    }
    options.need(0, length);
    write_option(json, kind, options.with_length(length));
    if (kind == kEnd) break;
    options.advance(length);
  }
  json.end_array();
}

}  // namespace nd::capture
