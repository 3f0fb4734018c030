// The Internet Security Association and Key Management Protocol (RFC 2408), IKE versions 1 and 2 in it (RFC 2409,
// RFC 4306), and ESP in UDP, which shares a port with it where addresses are translated (RFC 3948).
#include "capture/dissect/isakmp.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/memory.h"
#include "common/render/json.h"

namespace nd::capture {
namespace isakmp {
namespace {

constexpr std::uint32_t kHeader = 28;
enum : std::uint8_t { kEncrypted = 0x01, kCommit = 0x02, kInitiator = 0x08, kVersion = 0x10, kResponse = 0x20 };
constexpr std::uint8_t kKeepAlive = 0xff;

struct Header {
  std::uint64_t initiator = 0;
  std::uint64_t responder = 0;
  std::uint8_t next = 0;
  std::uint8_t version = 0;
  std::uint8_t exchange = 0;
  std::uint8_t flags = 0;
  std::uint32_t message = 0;
  std::uint32_t length = 0;
};
Header parse(Slice in) {
  return {.initiator = in.b64(),
          .responder = in.b64(8),
          .next = in.u8(16),
          .version = in.u8(17),
          .exchange = in.u8(18),
          .flags = in.u8(19),
          .message = in.b32(20),
          .length = in.b32(24)};
}

// Who speaks: known from the first message of an exchange on.
char role_of(Printer& p, const Header& header) {
  const AddressPair addresses = addresses_of(p.ip);
  const auto* known = p.memory->key_exchanges.find([&](const auto& entry) { return entry.cookie == header.initiator; });
  if (known == nullptr) {
    // The peer takes a cookie of zeros for one of its unused entries.
    if (header.responder != 0 || (header.initiator == 0 && !p.memory->key_exchanges.full())) return '?';
    p.memory->key_exchanges.add({header.initiator, addresses});
    return 'I';
  }
  if (known->addresses == addresses) return 'I';
  return known->addresses == addresses.reversed() ? 'R' : '?';
}

void put_exchange(Printer& p, const Header& header) { p.put(' ', Named{kExchanges, header.exchange, "#"}); }

void print_payloads(Printer& p, const Header& header, Slice payloads, FindPrinter find) {
  if (p.verbose() == 0) return;
  p.put(':');
  if ((header.flags & kEncrypted) == 0) {
    print_chain(p, header.next, payloads, {}, find);
    return;
  }
  p.put(" [encrypted ");
  put_type(p, header.next);
  p.put(']');
}

void print1(Printer& p, const Header& header, Slice payloads) {
  p.put(" phase ", header.message == 0 ? "1 " : "2/others ", role_of(p, header));
  put_exchange(p, header);
  if (header.flags != 0)
    p.put('[', (header.flags & kEncrypted) != 0 ? "E" : "", (header.flags & kCommit) != 0 ? "C" : "", ']');
  print_payloads(p, header, payloads, find_printer1);
}

void print2(Printer& p, const Header& header, Slice payloads) {
  p.put(header.message == 0 ? " parent_sa" : " child_sa ");
  put_exchange(p, header);
  if (header.flags != 0)
    p.put('[', (header.flags & kInitiator) != 0 ? "I" : "", (header.flags & kVersion) != 0 ? "V" : "",
          (header.flags & kResponse) != 0 ? "R" : "", ']');
  print_payloads(p, header, payloads, find_printer2);
}

void print(Printer& p, Slice in) {
  if (!in.has(kHeader)) return p.truncated();
  const Header header = parse(in);
  const unsigned version = header.version >> 4;
  p.put("isakmp");
  if (p.verbose() > 0) {
    p.put(' ', version, '.', header.version & 0xf, " msgid ", Hex{header.message, 8});
  }
  if (p.verbose() > 1) p.put(" cookie ", Hex{header.initiator, 16}, "->", Hex{header.responder, 16});
  p.put(':');
  if (version == 1) print1(p, header, in.after(kHeader));
  if (version == 2) print2(p, header, in.after(kHeader));
  if (p.verbose() > 0 && (version == 1 || version == 2) && header.length != in.length())
    p.put(" (len mismatch: isakmp ", header.length, "/ip ", in.length(), ')');
}

void json_payloads(JsonWriter& json, const Header& header, Slice in) {
  json.begin_array("payloads");
  std::uint8_t type = header.next;
  while (type != 0 && in.length() >= 4 && in.has(4) && in.b16(2) >= 4) {
    json.begin_object();
    json.field("type", type);
    json.field("name", find_token(kPayloads, type));
    json.field("length", in.b16(2));
    json.end_object();
    type = in.u8();
    in.advance(in.b16(2));
  }
  json.end_array();
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse(in);
  json.hex_field("initiator_cookie_hex", as_text(in.take_bytes(0, 8)));
  json.hex_field("responder_cookie_hex", as_text(in.take_bytes(8, 8)));
  json.field("major_version", header.version >> 4);
  json.field("minor_version", header.version & 0xf);
  json.field("exchange_type", header.exchange);
  json.field("exchange_name", find_token(kExchanges, header.exchange));
  json.field("encrypted", (header.flags & kEncrypted) != 0);
  json.field("message_id", header.message);
  json.field("length", header.length);
  if ((header.flags & kEncrypted) == 0) json_payloads(json, header, in.after(kHeader));
  return {};
}

// Behind a translator: key exchange behind four zero bytes, anything else is ESP.
void print_translated(Printer& p, Slice in) {
  if (in.length() < 1) return p.truncated();
  if (in.length() == 1 && in.u8() == kKeepAlive) {
    p.put("isakmp-nat-keep-alive");
    return;
  }
  if (in.length() < 4) return p.truncated();
  if (in.b32() == 0) {
    p.put("NONESP-encap: ");
    return p.call(kIsakmp, in.after(4));
  }
  p.put("UDP-encap: ");
  p.call(kEsp, in);
}

Next json_translated(JsonWriter& json, Context&, Slice in) {
  const bool keep_alive = in.length() == 1 && in.u8() == kKeepAlive;
  json.field("keep_alive", keep_alive);
  if (keep_alive) return {};
  return in.b32() == 0 ? Next{&kIsakmp, in.after(4)} : Next{&kEsp, in};
}

}  // namespace

void put_type(Printer& p, std::uint8_t type) { p.put(Named{kPayloads, type, "#"}); }

std::nullopt_t put_cut(Printer& p, std::uint8_t type) {
  p.put(" [|");
  put_type(p, type);
  p.put(']');
  return std::nullopt;
}

void put_hex(Printer& p, Slice bytes) {
  if (!bytes.has(bytes.length())) throw Cut{};
  for (const std::uint8_t byte : bytes.bytes()) p.put(Hex{byte, 2});
}

void put_some_data(Printer& p, Slice data) {
  const Slice all = data.with_length(data.captured());
  p.put(" data=(");
  if (p.verbose() > 3) {
    put_hex(p, all);
  } else {
    const std::uint32_t head = std::min<std::uint32_t>(10, all.length());
    put_hex(p, all.with_length(head));
    p.put("...");
    const std::uint32_t tail = std::min<std::uint32_t>(20, all.length() - head);
    put_hex(p, all.after(all.length() - tail));
  }
  p.put(')');
}

void put_named(Printer& p, Tokens names, std::uint32_t value) { p.put(Named{names, value, "#"}); }

std::uint32_t print_attribute(Printer& p, Slice in, std::span<const AttributeNames> names) {
  constexpr std::uint16_t kShort = 0x8000;
  const bool is_short = (in.b16() & kShort) != 0;
  const std::uint16_t type = in.b16() & 0x7fff;
  const std::uint32_t length = is_short ? 4 : 4U + in.b16(2);
  if (length > in.length()) {
    p.put("[|attr]");
    return in.length() + 1;
  }
  const AttributeNames* known = nullptr;
  for (const AttributeNames& entry : names) {
    if (entry.type == type) known = &entry;
  }
  p.put("(type=");
  if (known != nullptr) {
    p.put(known->name, ' ');
  } else {
    p.put('#', type, ' ');
  }
  if (!is_short) {
    p.put("len=", length - 4, " value=");
    put_hex(p, in.after(4).with_length(length - 4));
  } else {
    p.put("value=");
    const std::string_view text = known != nullptr ? find_token(known->values, in.b16(2)) : std::string_view{};
    if (text.empty()) {
      p.put(Hex{in.b16(2), 4});
    } else {
      p.put(text);
    }
  }
  p.put(')');
  return length;
}

Slice print_attributes(Printer& p, Slice in, std::uint32_t length, std::span<const AttributeNames> names) {
  std::uint32_t at = 0;
  while (at < length && in.has(at, 1)) at += print_attribute(p, in.with_length(length).after(at), names);
  return in.after(at);
}

namespace {

std::optional<Slice> print_payload(Printer& p, const Payload& payload, Nesting nesting, FindPrinter find) {
  if (payload.length <= 4) return std::nullopt;
  const PrintPayload print = find(payload.type);
  nesting.cut_name = 0;
  if (print == nullptr) {
    put_type(p, payload.type);
    return payload.after();
  }
  try {
    return print(p, payload, nesting);
  } catch (const Cut&) {
    return put_cut(p, payload.type);
  }
}

}  // namespace

std::optional<Slice> print_chain(Printer& p, std::uint8_t type, Slice in, Nesting nesting, FindPrinter find) {
  constexpr int kDeepest = 16;
  if (nesting.depth > kDeepest) return std::nullopt;
  ++nesting.depth;
  while (type != 0) {
    if (!in.has(4) || !in.has(in.b16(2))) return put_cut(p, nesting.cut_name != 0 ? nesting.cut_name : type);
    const Payload payload{type, (in.u8(1) & 0x80) != 0, in.b16(2), in};
    p.put('\n');
    for (int i = 0; i < nesting.depth; ++i) p.put("    ");
    p.put('(');
    const std::optional<Slice> next = print_payload(p, payload, nesting, find);
    p.put(')');
    if (!next) return std::nullopt;
    type = type == kEncryptedPayload ? std::uint8_t{0} : in.u8();  // there it is that of the first payload inside
    in = *next;
  }
  return in;
}

}  // namespace isakmp

const Dissector kIsakmp{"isakmp", isakmp::print, isakmp::json};
const Dissector kIsakmpNat{"isakmp_rfc3948", isakmp::print_translated, isakmp::json_translated};

}  // namespace nd::capture
