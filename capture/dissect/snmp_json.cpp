// The fields of SNMP messages for JSON.
#include "capture/dissect/ber.h"
#include "capture/dissect/snmp.h"
#include "common/render/json.h"

namespace nd::capture::snmp {
namespace {

using ber::Element;
using ber::Type;

// For JSON: a walk that ends at what it does not expect.
bool take(Slice& in, Element& element) {
  element = ber::parse(in);
  if (element.good()) in.advance(element.size);
  return element.good();
}

void json_value(JsonWriter& json, const Element& value) {
  switch (value.type) {
    case Type::kInteger:
      return json.field("integer", value.as_integer());
    case Type::kUnsigned:
    case Type::kUnsigned64:
      return json.field("unsigned", value.as_unsigned64());
    case Type::kString:
      return json.foreign_field("string", as_text(value.value.take_bytes(0, value.value.length())));
    case Type::kOid: {
      TextBuffer text(128);
      ber::put_oid(text, value.value);
      return json.field("object", text.view());
    }
    default:
      return json.hex_field("data_hex", as_text(value.value.bytes()));
  }
}

void json_bindings(JsonWriter& json, Slice in) {
  Element list;
  if (!take(in, list) || list.type != Type::kSequence) return;
  json.begin_array("bindings");
  Element binding;
  while (take(list.value, binding) && binding.type == Type::kSequence) {
    Element name;
    Element value;
    if (!take(binding.value, name) || name.type != Type::kOid || !take(binding.value, value)) break;
    TextBuffer text(128);
    ber::put_oid(text, name.value);
    json.begin_object();
    json.field("name", text.view());
    json_value(json, value);
    json.end_object();
  }
  json.end_array();
}

void json_pdu(JsonWriter& json, Slice in) {
  Element pdu;
  if (!take(in, pdu) || pdu.type != Type::kPdu) return;
  json.field("pdu", pdu.name());
  if (pdu.id == kTrap) return;
  Element number;
  for (const char* const name : {"request_id", "error_status", "error_index"}) {
    if (!take(pdu.value, number) || number.type != Type::kInteger) return;
    json.field(name, number.as_integer());
  }
  json_bindings(json, pdu.value);
}

// Numbers one after the other under these names; false where one is missing.
bool json_numbers(JsonWriter& json, Slice& in, std::span<const std::string_view> names) {
  Element number;
  for (const std::string_view name : names) {
    if (!take(in, number) || number.type != Type::kInteger) return false;
    json.field(name, number.as_integer());
  }
  return true;
}

bool take_string(Slice& in, Element& element) { return take(in, element) && element.type == Type::kString; }
std::string_view text_of(const Element& element) {
  return as_text(element.value.take_bytes(0, element.value.length()));
}

void json_user_security(JsonWriter& json, Slice in) {
  static constexpr std::string_view kTimes[] = {"engine_boots", "engine_time"};
  Element element;
  if (!take(in, element) || element.type != Type::kSequence) return;
  Slice fields = element.value;
  if (!take_string(fields, element)) return;
  json.hex_field("engine_id_hex", text_of(element));
  if (!json_numbers(json, fields, kTimes) || !take_string(fields, element)) return;
  json.foreign_field("user", text_of(element));
}

void json_version3(JsonWriter& json, Slice in) {
  static constexpr std::string_view kSizes[] = {"message_id", "max_size"};
  static constexpr std::string_view kModel[] = {"security_model"};
  Element element;
  if (!take(in, element) || element.type != Type::kSequence) return;
  Slice fields = element.value;
  if (!json_numbers(json, fields, kSizes) || !take_string(fields, element) || element.value.length() != 1) return;
  const std::uint8_t flags = element.value.u8();
  json.field("authenticated", (flags & 1) != 0);
  json.field("encrypted", (flags & 2) != 0);
  json.field("reportable", (flags & 4) != 0);
  if (!json_numbers(json, fields, kModel) || !take_string(in, element)) return;
  json_user_security(json, element.value);
  if (!take(in, element) || element.type != Type::kSequence) return;  // encrypted: a string
  Slice scoped = element.value;
  if (!take_string(scoped, element)) return;
  json.hex_field("context_engine_id_hex", text_of(element));
  if (!take_string(scoped, element)) return;
  json.foreign_field("context_name", text_of(element));
  json_pdu(json, scoped);
}

}  // namespace

Next json(JsonWriter& json, Context&, Slice in) {
  Element message;
  Element element;
  if (!take(in, message) || !take(message.value, element) || element.type != Type::kInteger) return {};
  json.field("version", element.as_integer());
  if (element.as_integer() == kVersion3) return json_version3(json, message.value), Next{};
  if (!take(message.value, element)) return {};
  json.foreign_field("community", as_text(element.value.take_bytes(0, element.value.length())));
  json_pdu(json, message.value);
  return {};
}

}  // namespace nd::capture::snmp
