// The Layer Two Tunneling Protocol (RFC 2661): control messages made of attribute-value pairs, and PPP frames.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/l2tp_attributes.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace l2tp {
namespace {

enum : std::uint16_t {
  kControl = 0x8000,
  kLength = 0x4000,
  kSequence = 0x0800,
  kOffset = 0x0200,
  kPriority = 0x0100,
  kVersionMask = 0x000f
};
enum : std::uint16_t { kMandatory = 0x8000, kHidden = 0x4000, kAvpLength = 0x03ff };
constexpr std::uint32_t kAvpHeader = 6;
constexpr std::uint16_t kMessageType = 0;

constexpr Token kMessages[] = {
    {1, "SCCRQ"}, {2, "SCCRP"}, {3, "SCCCN"}, {4, "StopCCN"}, {6, "HELLO"}, {7, "OCRQ"}, {8, "OCRP"},
    {9, "OCCN"},  {10, "ICRQ"}, {11, "ICRP"}, {12, "ICCN"},   {14, "CDN"},  {15, "WEN"}, {16, "SLI"},
};
constexpr Token kProxyTypes[] = {{0, "Reserved"}, {1, "Textual"}, {2, "CHAP"},
                                 {3, "PAP"},      {4, "No Auth"}, {5, "MS-CHAPv1"}};
constexpr Token kDirections[] = {{0, "global error"}, {1, "at peer"}, {2, "at local"}};

void put_bytes(Printer& p, Slice value) {
  for (std::uint32_t i = 0; i < value.length(); ++i) p.put(Hex{value.u8(i), 2});
}

void put_too_short(Printer& p) { p.put("AVP too short"); }

void print_result(Printer& p, Slice value) {
  p.put(value.b16());
  if (value.length() == 2) return;
  value.advance(2);
  if (value.length() < 2) return p.put(" "), put_too_short(p);
  p.put('/', value.b16());
  if (value.length() == 2) return;
  p.put(' ');
  p.put_string(value.after(2));
}

// A row of 32-bit numbers behind two reserved bytes, as far as the value goes.
void print_numbers(Printer& p, Slice value, std::span<const std::string_view> names, bool hex) {
  value.advance(2);
  for (const std::string_view name : names) {
    if (value.length() < 4) return put_too_short(p);
    p.put(name);
    if (hex) {
      p.put(Hex{value.b32(), 8}, ' ');
    } else {
      p.put(value.b32(), ' ');
    }
    value.advance(4);
  }
}

void print_disconnect(Printer& p, Slice value) {
  p.put(Hex{value.b16(), 4}, ", ");
  p.put(Hex{value.b16(2), 4}, ' ');
  p.put(Named{kDirections, value.u8(4), "Direction-#"});
  if (value.length() == 5) return;
  p.put(' ');
  p.put_string(value.after(5));
}

void put_capabilities(Printer& p, std::uint32_t bits, std::string_view second, std::string_view first) {
  if ((bits & 2) != 0) p.put(second);
  if ((bits & 1) != 0) p.put(first);
}

void print_text_value(Printer& p, Form form, Slice value) {
  switch (form) {
    case Form::kText:
      return p.put_string(value);
    case Form::kBytes:
      return put_bytes(p, value);
    case Form::kResponse:
      return put_bytes(p, value.with_length(16));
    case Form::kTieBreaker:
      p.put(Hex{value.b64(), 16});
      return;
    case Form::kQ931:
      p.put(value.b16(), ", ");
      p.put(Hex{value.u8(2), 2});
      if (value.length() > 3) p.put(' ');
      return p.put_string(value.after(3));
    case Form::kDisconnect:
      return print_disconnect(p, value);
    case Form::kResult:
      return print_result(p, value);
    case Form::kObsolete:
      p.put("obsolete");
      return;
    default:
      return;
  }
}

void print_value(Printer& p, Form form, Slice value) {
  static constexpr std::string_view kErrorNames[] = {
      "CRCErr=", "FrameErr=", "HardOver=", "BufOver=", "Timeout=", "AlignErr="};
  static constexpr std::string_view kAccmNames[] = {"send=", "recv="};
  switch (form) {
    case Form::kMessage:
      p.put(Named{kMessages, value.b16(), "MSGTYPE-#"});
      return;
    case Form::kVersion:
      p.put(value.b16() >> 8, '.', value.b16() & 0xff);
      return;
    case Form::kFraming:
      return put_capabilities(p, value.b32(), "A", "S");
    case Form::kBearer:
      return put_capabilities(p, value.b32(), "A", "D");
    case Form::kNumber16:
      p.put(value.b16());
      return;
    case Form::kNumber32:
      p.put(value.b32());
      return;
    case Form::kProxyType:
      p.put(Named{kProxyTypes, value.b16(), "AuthType-#"});
      return;
    case Form::kProxyId:
      p.put(value.b16() & 0xff);
      return;
    case Form::kErrors:
      return print_numbers(p, value, kErrorNames, false);
    case Form::kAccm:
      return print_numbers(p, value, kAccmNames, true);
    default:
      return print_text_value(p, form, value);
  }
}

void print_avp_body(Printer& p, std::uint16_t flags, std::uint16_t type, Slice value) {
  const bool known = type < std::size(kAttributes);
  if (known) {
    p.put(kAttributes[type].name, '(');
  } else {
    p.put("AVP-#", type, '(');
  }
  if ((flags & kHidden) != 0) {
    p.put("???");
  } else if (known && value.length() < kAttributes[type].least) {
    put_too_short(p);
  } else if (known) {
    print_value(p, kAttributes[type].form, value);
  }
  p.put(')');
}

void print_avps(Printer& p, Slice in) {
  while (in.length() > 0) {
    p.put(' ');
    const std::uint16_t flags = in.b16();
    const std::uint32_t length = flags & kAvpLength;
    // The header is whole, and so is the value it claims.
    if (length < kAvpHeader || in.length() < length || !in.has(length)) throw_layer_cut();
    if ((flags & kMandatory) != 0) p.put('*');
    if ((flags & kHidden) != 0) p.put('?');
    const Slice value = in.with_length(length).after(kAvpHeader);
    if (const std::uint16_t vendor = in.b16(2); vendor != 0) {
      p.put("VENDOR", Hex{vendor, 4}, ":ATTR", Hex{in.b16(4), 4}, '(');
      put_bytes(p, value);
      p.put(')');
    } else {
      print_avp_body(p, flags, in.b16(4), value);
    }
    in.advance(length);
  }
}

struct Header {
  std::uint16_t flags = 0;
  std::uint16_t length = 0;  // 0: not told
  std::uint16_t tunnel = 0;
  std::uint16_t session = 0;
  std::uint16_t sent = 0;
  std::uint16_t received = 0;
  std::uint32_t size = 0;

  bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
};

Header parse(Slice in) {
  Header header;
  header.flags = in.b16();
  header.size = 2;
  const auto take = [&] {
    const std::uint16_t value = in.b16(header.size);
    header.size += 2;
    return value;
  };
  if (header.has(kLength)) header.length = take();
  header.tunnel = take();
  header.session = take();
  if (header.has(kSequence)) {
    header.sent = take();
    header.received = take();
  }
  if (header.has(kOffset)) header.size += 2U + take();
  return header;
}

// Field by field, for where the capture ends among them.
Header print_header(Printer& p, Slice in) {
  const std::uint16_t flags = in.b16();
  Slice rest = in.after(2);
  if ((flags & kLength) != 0) {
    rest.need(0, 2);
    rest.advance(2);
  }
  p.put('(', rest.b16(), '/');
  p.put(rest.b16(2), ')');
  if ((flags & kSequence) != 0) {
    p.put("Ns=", rest.b16(4), ',');
    p.put("Nr=", rest.b16(6));
  }
  const Header header = parse(in);
  in.want(0, header.size);
  if (in.length() < header.size) throw_layer_cut();
  return header;
}

void print_control(Printer& p, const Header& header, Slice in) {
  if (!header.has(kLength)) {
    p.put(" No length");
    return;
  }
  if (header.length < header.size) {
    p.put(" Length ", header.length, " smaller than header length");
    return;
  }
  if (in.length() < header.length) {
    p.put(" Length ", header.length, " larger than packet");
    return;
  }
  if (header.length == header.size) {
    p.put(" ZLB");
    return;
  }
  print_avps(p, in.with_length(header.length).after(header.size));
}

void print_frame(Printer& p, const Header& header, Slice in) {
  if (header.has(kLength)) {
    if (header.length < header.size) {
      p.put(" Length ", header.length, " smaller than header length");
      return;
    }
    if (in.length() < header.length) {
      p.put(" Length ", header.length, " larger than packet");
      return;
    }
  }
  p.put(" {");
  p.call(kPpp, in.after(header.size));
  p.put('}');
}

void print(Printer& p, Slice in) {
  const std::uint16_t flags = in.b16();
  const unsigned version = flags & kVersionMask;
  if (version == 1) {
    p.put(" l2f:");
    return;
  }
  if (version != 2) {
    p.put(" Unknown Version, neither L2F(1) nor L2TP(2)");
    return;
  }
  p.put(" l2tp:[", (flags & kControl) != 0 ? "T" : "", (flags & kLength) != 0 ? "L" : "",
        (flags & kSequence) != 0 ? "S" : "", (flags & kOffset) != 0 ? "O" : "", (flags & kPriority) != 0 ? "P" : "",
        ']');
  const Header header = print_header(p, in);
  if (header.has(kControl)) return print_control(p, header, in);
  print_frame(p, header, in);
}

void json_avps(JsonWriter& json, Slice in) {
  json.begin_array("attributes");
  while (in.length() >= kAvpHeader) {
    const std::uint16_t flags = in.b16();
    const std::uint32_t length = flags & kAvpLength;
    if (length < kAvpHeader || length > in.length()) break;
    const std::uint16_t type = in.b16(4);
    const Slice value = in.with_length(length).after(kAvpHeader);
    json.begin_object();
    json.field("vendor", in.b16(2));
    json.field("type", type);
    if (in.b16(2) == 0 && type < std::size(kAttributes)) json.field("name", kAttributes[type].name);
    if (in.b16(2) == 0 && type == kMessageType && value.length() >= 2)
      json.field("message", find_token(kMessages, value.b16()));
    json.hex_field("value_hex", as_text(value.take_bytes(0, value.length())));
    json.end_object();
    in.advance(length);
  }
  json.end_array();
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse(in);
  json.field("version", header.flags & kVersionMask);
  if ((header.flags & kVersionMask) != 2) return {};
  json.field("control", header.has(kControl));
  json.field("tunnel", header.tunnel);
  json.field("session", header.session);
  if (header.has(kSequence)) {
    json.field("sent_sequence", header.sent);
    json.field("received_sequence", header.received);
  }
  if (!header.has(kControl)) return {&kPpp, in.after(header.size)};
  const std::uint32_t length = header.has(kLength) ? std::min<std::uint32_t>(header.length, in.length()) : in.length();
  json_avps(json, in.with_length(length).after(header.size));
  return {};
}

}  // namespace
}  // namespace l2tp

const Dissector kL2tp{"l2tp", l2tp::print, l2tp::json};

}  // namespace nd::capture
