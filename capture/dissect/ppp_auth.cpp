// PPP's authentication: CHAP (RFC 1994) and PAP (RFC 1334). The peer shows names and passwords, and so do we.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr Token kChapCodes[] = {{1, "Challenge"}, {2, "Response"}, {3, "Success"}, {4, "Fail"}};
constexpr Token kPapCodes[] = {{1, "Auth-Req"}, {2, "Auth-ACK"}, {3, "Auth-NACK"}};

// Code, identifier and length; false where they are not there.
bool print_header(Printer& p, Slice in, std::string_view name, std::string_view short_name, Tokens codes) {
  if (in.length() < 1) {
    p.put("[|", short_name, ']');
    return false;
  }
  const std::uint8_t code = in.u8();
  if (in.length() < 4) {
    p.put("[|", short_name, " 0x", Hex{code, 2}, ']');
    return false;
  }
  const std::string_view kind = find_token(codes, code);
  p.put(name, ", ", kind.empty() ? "unknown" : kind, " (0x", Hex{code, 2}, ')');
  p.put(", id ", in.u8(1));
  return true;
}

void put_text(Printer& p, std::string_view label, Slice text) {
  p.put(label);
  for (std::size_t i = 0; i < text.length(); ++i) p.put_safe(text.u8(i));
}

// The text that fills the packet up to the length it claims, whatever the length around it. A claim that ends before
// the text begins wraps around in the peer and shows all there is.
Slice text_up_to(Slice in, std::uint32_t offset, std::uint16_t length) {
  const Slice text = in.with_length(offset).after(offset);
  return text.with_length(length - offset);
}

void print_chap(Printer& p, Slice in) {
  if (!print_header(p, in, "CHAP", "chap", kChapCodes)) return;
  const std::uint16_t length = in.b16(2);
  const std::uint8_t code = in.u8();
  if (code == 3 || code == 4) return put_text(p, ", Msg ", text_up_to(in, 4, length));
  if ((code != 1 && code != 2) || in.length() < 5) return;
  const std::uint32_t size = in.u8(4);
  if (in.length() - 5 < size) return;
  p.put(", Value ");
  for (std::size_t i = 0; i < size; ++i) p.put(Hex{in.u8(5 + i), 2});
  put_text(p, ", Name ", text_up_to(in, 5 + size, length));
}

// A text with its length in front. False where the packet ends before.
bool put_counted(Printer& p, std::string_view label, Slice& rest) {
  if (rest.length() < 1) return false;
  const std::uint32_t size = rest.u8();
  if (rest.length() - 1 < size) return false;
  put_text(p, label, rest.after(1).with_length(size));
  rest.advance(1 + size);
  return true;
}

void print_pap(Printer& p, Slice in) {
  if (!print_header(p, in, "PAP", "pap", kPapCodes)) return;
  const std::uint16_t length = in.b16(2);
  if (length > in.length()) {
    p.put(", length ", length, " > packet size");
    return;
  }
  if (length < 4) {
    p.put(", length ", length, " < PAP header length");
    return;
  }
  Slice rest = in.with_length(length).after(4);
  const std::uint8_t code = in.u8();
  if (code == 1) {
    if (length < 6) {
      p.put("[|pap]");
    } else if (put_counted(p, ", Peer ", rest)) {
      put_counted(p, ", Name ", rest);
    }
  } else if (code == 2 || code == 3) {
    if (length < 5) {
      p.put("[|pap]");
    } else {
      put_counted(p, ", Msg ", rest);
    }
  }
}

void header_fields(JsonWriter& json, Slice in, Tokens codes) {
  json.field("code", in.u8());
  json.field("code_name", find_token(codes, in.u8()));
  json.field("id", in.u8(1));
  json.field("length", in.b16(2));
}

Next json_chap(JsonWriter& json, Context&, Slice in) {
  header_fields(json, in, kChapCodes);
  const Slice data = text_up_to(in, 4, in.b16(2));
  if (in.u8() > 2) {
    json.foreign_field("message", as_text(data.bytes()));
    return {};
  }
  const std::uint8_t size = data.u8();
  json.hex_field("value_hex", as_text(data.take_bytes(1, size)));
  json.foreign_field("name", as_text(data.after(1U + size).bytes()));
  return {};
}

Next json_pap(JsonWriter& json, Context&, Slice in) {
  header_fields(json, in, kPapCodes);
  const Slice data = text_up_to(in, 4, in.b16(2));
  json.foreign_field(in.u8() == 1 ? "peer_id" : "message", as_text(data.take_bytes(1, data.u8())));
  return {};
}

}  // namespace

const Dissector kChap{"chap", print_chap, json_chap};
const Dissector kPap{"pap", print_pap, json_pap};

}  // namespace nd::capture
