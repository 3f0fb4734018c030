// The fields of DNS messages for JSON.
#include "capture/dissect/dns.h"
#include "capture/dissect/dns_name.h"
#include "capture/dissect/fields.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace dns_type;
using Offset = std::optional<std::uint32_t>;

// The name of `value`, or TYPE257 / CLASS7 as RFC 3597 writes the unknown.
void json_name_of(JsonWriter& json, std::string_view key, Tokens tokens, std::uint16_t value,
                  std::string_view unknown) {
  if (const std::string_view name = find_token(tokens, value); !name.empty()) return json.field(key, name);
  TextBuffer text(32);
  text.put(unknown).dec(value);
  json.field(key, text.view());
}

Offset json_domain(JsonWriter& json, std::string_view key, Slice message, std::uint32_t at) {
  TextBuffer name(256);
  const Offset end = append_dns_name(name, message, at);
  json.foreign_field(key, name.view());
  return end;
}

void json_strings(JsonWriter& json, Slice message, std::uint32_t at, std::uint32_t end) {
  json.begin_array("strings");
  while (at < end) {
    const std::uint8_t length = message.u8(at++);
    if (at + length > end) break;
    static_cast<void>(json.foreign_value(as_text(message.take_bytes(at, length))));
    at += length;
  }
  json.end_array();
}

void json_soa(JsonWriter& json, Slice message, std::uint32_t at) {
  static constexpr std::string_view kNumbers[] = {"serial", "refresh", "retry", "expire", "minimum"};
  const Offset mailbox = json_domain(json, "primary", message, at);
  const Offset numbers = mailbox ? json_domain(json, "mailbox", message, *mailbox) : std::nullopt;
  if (!numbers) return;
  for (std::uint32_t i = 0; i < 5; ++i) json.field(kNumbers[i], message.b32(*numbers + 4 * i));
}

void json_data(JsonWriter& json, Slice message, std::uint16_t type, std::uint32_t at, std::uint16_t length) {
  switch (type) {
    case kA:
      if (length == 4) json.field("address", ipv4_at(message, at));
      return;
    case kAaaa:
      if (length == 16) json.field("address", ipv6_at(message, at));
      return;
    case kNs:
    case kCname:
    case kPtr:
    case kDname:
      json_domain(json, "target", message, at);
      return;
    case kMx:
      json.field("preference", message.b16(at));
      json_domain(json, "target", message, at + 2);
      return;
    case kSrv:
      json.field("priority", message.b16(at));
      json.field("weight", message.b16(at + 2));
      json.field("port", message.b16(at + 4));
      json_domain(json, "target", message, at + 6);
      return;
    case kSoa:
      return json_soa(json, message, at);
    case kTxt:
      return json_strings(json, message, at, at + length);
    default:
      json.hex_field("data_hex", as_text(message.take_bytes(at, length)));
  }
}

Offset json_question(JsonWriter& json, Slice message, std::uint32_t at) {
  const Offset after = json_domain(json, "name", message, at);
  if (!after || !message.has(*after, 4)) return std::nullopt;
  json_name_of(json, "record_type", kDnsTypes, message.b16(*after), "TYPE");
  json_name_of(json, "class", kDnsClasses, message.b16(*after + 2), "CLASS");
  return *after + 4;
}

Offset json_record(JsonWriter& json, Slice message, std::uint32_t at) {
  const Offset after = json_domain(json, "name", message, at);
  if (!after || !message.has(*after, 10)) return std::nullopt;
  const std::uint16_t type = message.b16(*after);
  const std::uint16_t length = message.b16(*after + 8);
  json_name_of(json, "record_type", kDnsTypes, type, "TYPE");
  if (type == kOpt) {
    json.field("udp_size", message.b16(*after + 2));
    json.field("dnssec_ok", (message.b16(*after + 6) & 0x8000) != 0);
  } else {
    json_name_of(json, "class", kDnsClasses, message.b16(*after + 2), "CLASS");
    json.field("ttl", message.b32(*after + 4));
  }
  if (!message.has(*after + 10, length)) return std::nullopt;
  json_data(json, message, type, *after + 10, length);
  return *after + 10 + length;
}

// An array of entries; what is broken ends it, and the rest of the message with it.
Offset json_section(JsonWriter& json, std::string_view key, Slice message, Offset at, unsigned count,
                    Offset (*entry)(JsonWriter&, Slice, std::uint32_t)) {
  json.begin_array(key);
  for (; at && count > 0 && *at < message.captured(); --count) {
    json.begin_object();
    at = entry(json, message, *at);
    json.end_object();
  }
  json.end_array();
  return at;
}

}  // namespace

Next dns_json(JsonWriter& json, Slice in) {
  const Slice message = in.with_length(in.captured());
  const DnsHeader header = parse_dns_header(message);
  json.field("id", header.id);
  json.field("response", header.is_response());
  json.field("opcode", header.opcode());
  json.field("rcode", dns_extended_rcode(message, header));
  json.field("authoritative", header.authoritative());
  json.field("truncated_response", header.truncated());
  json.field("recursion_desired", header.recursion_desired());
  json.field("recursion_available", header.recursion_available());
  json.field("authentic_data", header.authentic_data());
  json.field("checking_disabled", header.checking_disabled());
  Offset at = kDnsHeader;
  at = json_section(json, "questions", message, at, header.questions, json_question);
  at = json_section(json, "answers", message, at, header.answers, json_record);
  at = json_section(json, "authorities", message, at, header.authorities, json_record);
  json_section(json, "additionals", message, at, header.additionals, json_record);
  return {};
}

}  // namespace nd::capture
