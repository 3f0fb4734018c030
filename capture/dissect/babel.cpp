// The Babel routing protocol (RFC 8966).
#include "capture/dissect/babel.h"

#include "capture/dissect/dissectors_routing.h"
#include "common/render/json.h"

namespace nd::capture {
namespace babel {
namespace {

constexpr std::uint8_t kMagic = 42;
constexpr std::uint32_t kHeader = 4;
constexpr std::uint32_t kUpdateLength = 10;
// Brief and with -v; the peer puts a blank behind some.
struct Name {
  std::string_view brief;
  std::string_view full;
};
constexpr Name kNames[] = {
    {"pad1", "Pad 1"},
    {"padN", "Pad "},
    {"ack-req", "Acknowledgment Request "},
    {"ack", "Acknowledgment "},
    {"hello", "Hello "},
    {"ihu", "IHU "},
    {"router-id", "Router Id"},
    {"nh", "Next Hop"},
    {"update", "Update"},
    {"route-request", "Route Request "},
    {"seqno-request", "Seqno Request "},
    {"tspc", "TS/PC "},
    {"hmac", "HMAC "},
    {"ss-update", "SS-Update"},
    {"ss-request", "SS-Request "},
    {"ss-mh-request", "SS-MH-Request "},
};

void claim(Slice in, std::uint32_t n) {
  if (in.length() < n) throw Invalid{};
}

void print_tlv(Printer& p, std::uint8_t type, Slice value, Defaults& defaults) {
  const bool known = type < std::size(kNames);
  if (p.verbose() == 0) {
    p.put(known ? " " : " unknown", known ? kNames[type].brief : "");
    if (type != kUpdate) return;
    claim(value, kUpdateLength);
    put_update_flags(p, value.u8(1));
    return;
  }
  if (known) {
    p.put("\n\t", kNames[type].full);
  } else {
    p.put("\n\tUnknown message type ", type);
  }
  print_body(p, type, value, defaults);
}

void print_tlvs(Printer& p, Slice in) {
  Defaults defaults;
  while (in.length() > 0) {
    const std::uint8_t type = in.u8();
    if (type == kPad1) {
      p.put(p.verbose() > 0 ? "\n\tPad 1" : " pad1");
      in.advance(1);
      continue;
    }
    claim(in, 2);
    in.want(0, 2);
    const std::uint32_t length = in.u8(1);
    claim(in, 2 + length);
    in.want(0, 2 + length);
    print_tlv(p, type, in.after(2).with_length(length), defaults);
    in.advance(2 + length);
  }
}

void print2(Printer& p, Slice in) {
  const std::uint32_t length = in.b16(2);
  p.put(" (", length, ')');
  claim(in, kHeader + length);
  print_tlvs(p, in.after(kHeader).with_length(length));
  if (in.length() == kHeader + length) return;
  p.put(p.verbose() > 0 ? "\n\t----" : " |");
  print_tlvs(p, in.after(kHeader + length));
}

void print(Printer& p, Slice in) {
  p.put("babel");
  in.want(0, kHeader);
  if (in.u8() != kMagic) {
    p.put(" invalid header");
    return;
  }
  if (in.length() < kHeader) return p.invalid();
  p.put(' ', in.u8(1));
  if (in.u8(1) != 2) {
    p.put(" unknown version");
    return;
  }
  try {
    print2(p, in);
  } catch (const Invalid&) {
    p.invalid();
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8(1));
  json.field("body_length", in.b16(2));
  json.begin_array("messages");
  Slice rest = in.after(kHeader);
  while (rest.length() > 0) {
    const std::uint8_t type = rest.u8();
    const std::uint32_t length = type == kPad1 ? 1U : 2U + rest.u8(1);
    if (rest.length() < length) break;
    json.begin_object();
    json.field("type", type);
    if (type < std::size(kNames)) json.field("name", kNames[type].brief);
    if (type != kPad1) json.hex_field("value_hex", as_text(rest.take_bytes(2, length - 2)));
    json.end_object();
    rest.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace babel

const Dissector kBabel{"babel", babel::print, babel::json};

}  // namespace nd::capture
