// PPP over Ethernet (RFC 2516): discovery packets hold tags, session packets PPP.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/ppp.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeaderLength = 6;
constexpr std::uint8_t kPadi = 0x09;
constexpr std::size_t kMaxTagText = 79;

constexpr Token kCodes[] = {{0x09, "PADI"}, {0x07, "PADO"}, {0x19, "PADR"}, {0x65, "PADS"}, {0xa7, "PADT"}, {0, ""}};
constexpr Token kTags[] = {
    {0x0000, "EOL"},
    {0x0101, "Service-Name"},
    {0x0102, "AC-Name"},
    {0x0103, "Host-Uniq"},
    {0x0104, "AC-Cookie"},
    {0x0105, "Vendor-Specific"},
    {0x0110, "Relay-Session-ID"},
    {0x0120, "PPP-Max-Payload"},
    {0x0201, "Service-Name-Error"},
    {0x0202, "AC-System-Error"},
    {0x0203, "Generic-Error"},
};

bool printable(std::uint8_t byte) { return byte >= 32 && byte < 127; }

// As text when most of its first bytes are, else as hexadecimal.
void print_tag(Printer& p, std::uint16_t type, Bytes value) {
  const NamedHex name{kTags, type, "TAG-0x"};
  if (value.empty()) {
    p.put(" [", name, ']');
    return;
  }
  const Bytes start = value.first(std::min(value.size(), kMaxTagText));
  const auto text = std::count_if(start.begin(), start.end(), printable);
  if (static_cast<std::size_t>(text) * 2 > start.size()) {
    p.put(" [", name, " \"");
    for (const std::uint8_t byte : start) p.put(printable(byte) ? static_cast<char>(byte) : '.');
    p.put("\"]");
    return;
  }
  p.put(" [", name, " 0x");
  for (const std::uint8_t byte : value) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    p.put(kDigits[byte >> 4], kDigits[byte & 0xf]);
  }
  p.put(']');
}

void print_tags(Printer& p, Slice tags) {
  std::uint16_t type = 0xffff;
  while (type != 0 && tags.length() > 0) {
    type = tags.b16();
    const std::uint16_t length = tags.b16(2);
    print_tag(p, type, tags.take_bytes(4, length));
    tags.advance(4U + length);
  }
}

// Returns the length of the headers, PPP's included.
std::uint32_t print_packet(Printer& p, Slice in) {
  if (in.length() < kHeaderLength) {
    p.put(" (length ", in.length(), " < ", kHeaderLength, ')');
    p.invalid();
    return in.length();
  }
  in.need(0, kHeaderLength);
  if (const unsigned version = in.u8() >> 4; version != 1) p.put(" [ver ", version, ']');
  if (const unsigned type = in.u8() & 0xf; type != 1) p.put(" [type ", type, ']');
  const std::uint8_t code = in.u8(1);
  const std::uint16_t session = in.b16(2);
  std::uint32_t length = in.b16(4);
  p.put("PPPoE ");
  if (code != 0) p.put(NamedHex{kCodes, code, "PAD-"});
  if (code == kPadi && length > 1484 - kHeaderLength) p.put(" [len ", length, "!]");
  const Slice payload = in.after(kHeaderLength);
  if (payload.length() < length) {
    p.put(" [len ", length, " > ", payload.length(), "!]");
    length = payload.length();
  }
  if (session != 0) p.put(" [ses 0x", Hex{session}, ']');
  if (code != 0) {
    print_tags(p, payload.with_length(length));
    return kHeaderLength;
  }
  p.put(' ');
  return kHeaderLength + print_ppp(p, payload.with_length(length));
}

void print(Printer& p, Slice in) { print_packet(p, in); }

void print_link(Printer& p, Slice in) { p.link_length = print_packet(p, in); }

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t code = in.u8(1);
  json.field("version", in.u8() >> 4);
  json.field("code", code);
  json.field("session", in.b16(2));
  json.field("length", in.b16(4));
  const Slice payload = in.after(kHeaderLength).with_length(in.b16(4));
  if (code == 0) return {&kPpp, payload};
  json.begin_array("tags");
  for (Slice rest = payload; rest.length() >= 4; rest.advance(4U + rest.b16(2))) {
    const Bytes value = rest.take_bytes(4, rest.b16(2));
    json.begin_object();
    json.field("type", rest.b16());
    json.field("name", find_token(kTags, rest.b16()));
    json.foreign_field("value", as_text(value));
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

const Dissector kPppoe{"pppoe", print, json};
const Dissector kPppoeLink{"pppoe", print_link, json};

}  // namespace nd::capture
