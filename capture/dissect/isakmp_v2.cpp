// The payloads of IKE version 2 (RFC 4306).
#include "capture/dissect/isakmp.h"

namespace nd::capture::isakmp {
namespace {

enum : std::uint8_t { kProposal = 2, kTransform = 3, kKey = 34, kNonce = 40, kNotification = 41 };
constexpr std::uint16_t kCookie = 16390;

void put_head(Printer& p, const Payload& payload) {
  if (payload.type == kNonce) {
    p.put("nonce");
  } else if (payload.type == kNotification) {
    p.put('n');
  } else if (payload.type == 33) {
    p.put("sa");
  } else {
    put_type(p, payload.type);
  }
  p.put(payload.critical ? "[C]:" : ":");
}

// Like put_some_data, but less than thirty bytes are shown whole.
void put_cookie(Printer& p, Slice data) {
  const Slice all = data.with_length(data.captured());
  if (all.length() >= 30) return put_some_data(p, data);
  p.put(" data=(");
  put_hex(p, all);
  p.put(')');
}

std::optional<Slice> print_opaque(Printer& p, const Payload& payload, Nesting) {
  put_head(p, payload);
  p.put(" len=", payload.length - 4);
  if (p.verbose() > 2) {
    p.put(' ');
    put_hex(p, payload.body());
  }
  return payload.after();
}

std::optional<Slice> print_transform(Printer& p, std::uint32_t number, const Payload& payload) {
  put_head(p, payload);
  const Slice in = payload.in;
  const std::uint8_t type = in.u8(4);
  const Tokens names = transform_names2(type);
  p.put(" #", number, " type=", Named{kTransformTypes2, type, "#"}, " id=");
  if (names.empty()) {
    p.put(in.b16(6), ' ');
  } else {
    put_named(p, names, in.b16(6));
    p.put(' ');
  }
  return print_attributes(p, in.after(8), payload.length > 8 ? payload.length - 8 : 0, kTransformAttributes2);
}

std::optional<Slice> print_transforms(Printer& p, const Payload& payload, Slice in, Nesting nesting) {
  std::uint8_t type = kTransform;
  for (std::uint32_t number = 1; type != 0; ++number) {
    if (!in.has(4)) return put_cut(p, payload.type);
    const Payload transform{type, (in.u8(1) & 0x80) != 0, in.b16(2), in};
    if (!in.has(transform.length)) return put_cut(p, payload.type);
    p.put('\n');
    for (int i = 0; i <= nesting.depth; ++i) p.put("    ");
    p.put('(');
    std::optional<Slice> next;
    if (type == kTransform) {
      if (transform.length > 4) next = print_transform(p, number, transform);
    } else {
      put_type(p, type);
      next = transform.after();
    }
    p.put(')');
    if (!next) return std::nullopt;
    type = type == kEncryptedPayload ? std::uint8_t{0} : in.u8();
    in = *next;
  }
  return in;
}

std::optional<Slice> print_proposal(Printer& p, const Payload& payload, Nesting nesting) {
  put_head(p, payload);
  const Slice in = payload.in;
  const std::uint32_t spi = in.u8(6);
  p.put(" #", in.u8(4), " protoid=", Named{kProtocols, in.u8(5), "#"}, " transform=", in.u8(7),
        " len=", payload.length);
  if (spi != 0) {
    p.put(" spi=");
    put_hex(p, in.after(8).with_length(spi));
  }
  return print_transforms(p, payload, in.after(8 + spi), nesting);
}

std::optional<Slice> print_association(Printer& p, const Payload& payload, Nesting nesting) {
  put_head(p, payload);
  p.put(" len=", payload.length - 4);
  const Slice inner = payload.in.after(4);
  if (!inner.has(4)) return put_cut(p, payload.type);
  nesting.cut_name = payload.type;
  const std::optional<Slice> next = print_chain(p, kProposal, inner, nesting, find_printer2);
  return next ? *next : payload.in.after(payload.in.captured());
}

std::optional<Slice> print_key(Printer& p, const Payload& payload, Nesting) {
  if (payload.length < 8) return put_cut(p, payload.type);
  put_head(p, payload);
  p.put(" len=", payload.length - 8, " group=", Named{kGroups, payload.in.b16(4), "#"});
  if (p.verbose() > 2) {
    p.put(' ');
    put_hex(p, payload.body().after(4));
  }
  return payload.after();
}

void put_identity(Printer& p, std::uint8_t type, Slice data) {
  static constexpr Token kNames[] = {{1, " ipv4:"}, {2, " fqdn:"}, {3, " rfc822:"}, {5, " ipv6:"},
                                     {9, " dn:"},   {10, " gn:"},  {11, " keyid:"}};
  p.put(NameOr{kNames, type, ""});
  if (type == 2 || type == 3) {
    for (const std::uint8_t byte : data.take_bytes(0, data.length()))
      p.put(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.');
  } else if (!find_token(kNames, type).empty()) {
    put_hex(p, data);
  }
}

std::optional<Slice> print_identity(Printer& p, const Payload& payload, Nesting) {
  put_head(p, payload);
  p.put(" len=", payload.length - 4);
  if (p.verbose() > 2) {
    p.put(' ');
    put_hex(p, payload.body());
  }
  if (payload.length < 8) return put_cut(p, payload.type);
  put_identity(p, payload.in.u8(4), payload.body().after(4));
  return payload.after();
}

std::optional<Slice> print_authentication(Printer& p, const Payload& payload, Nesting) {
  if (payload.length < 8) return put_cut(p, payload.type);
  put_head(p, payload);
  p.put(" len=", payload.length - 4, " method=", Named{kAuthentications2, payload.in.u8(4), "#"});
  if (payload.length <= 8) return payload.after();
  if (p.verbose() > 1) {
    p.put(" authdata=(");
    put_hex(p, payload.body().after(4));
    p.put(") ");
  } else {
    put_some_data(p, payload.in.after(8));
  }
  return payload.after();
}

std::optional<Slice> print_nonce(Printer& p, const Payload& payload, Nesting) {
  put_head(p, payload);
  p.put(" len=", payload.length - 4);
  if (p.verbose() > 1) {
    p.put(" nonce=(");
    put_hex(p, payload.body());
    p.put(") ");
  } else if (payload.length > 4) {
    put_some_data(p, payload.in.after(4));
  }
  return payload.after();
}

std::optional<Slice> print_vendor(Printer& p, const Payload& payload, Nesting) {
  put_head(p, payload);
  p.put(" len=", payload.length - 4, " vid=");
  const Slice id = payload.body();
  id.need(0, id.length());
  for (const std::uint8_t byte : id.bytes()) p.put(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.');
  if (p.verbose() > 2) {
    p.put(' ');
    put_hex(p, id);
  }
  return payload.after();
}

std::string_view notification_name(std::uint16_t type) {
  if (const std::string_view name = find_token(kNotifications2, type); !name.empty()) return name;
  return type < 8192 ? "error" : type < 16384 ? "private-error" : type < 40960 ? "status" : "private-status";
}

// RFC 7296 section 3.10: notifications that are about no security association have no index of one.
bool may_have_index(std::uint16_t type) {
  constexpr std::uint16_t kNone[] = {1, 5, 35, 36, 37, 39, 16384, 16385, 16386, 16387, 16391, 16392, 16394, 16395};
  return std::find(std::begin(kNone), std::end(kNone), type) == std::end(kNone);
}

std::optional<Slice> print_notification(Printer& p, const Payload& payload, Nesting) {
  put_head(p, payload);
  const Slice in = payload.in;
  const std::uint32_t spi = in.u8(5);
  const std::uint16_t type = in.b16(6);
  p.put(" prot_id=", Named{kProtocols, in.u8(4), "#"}, " type=", type, '(', notification_name(type), ')');
  if (spi != 0 && may_have_index(type)) {
    p.put(" spi=");
    if (!in.has(8 + spi)) return put_cut(p, 11);  // as version 1 calls it
    put_hex(p, in.after(8).with_length(spi));
  }
  const Slice data = in.with_length(payload.length).after(8 + spi);
  if (p.verbose() > 3 && data.captured() > 0) {
    put_some_data(p, data);
  } else if (type == kCookie && data.captured() > 0) {
    put_cookie(p, data);
  }
  return payload.after();
}

}  // namespace

PrintPayload find_printer2(std::uint8_t type) {
  static constexpr std::uint8_t kFirst = 33;
  static constexpr PrintPayload kPrinters[] = {print_association,  print_key,    print_identity,       print_identity,
                                               print_opaque,       print_opaque, print_authentication, print_nonce,
                                               print_notification, print_opaque, print_vendor,         print_opaque,
                                               print_opaque,       print_opaque, print_opaque,         print_opaque};
  if (type == kProposal) return print_proposal;
  return type >= kFirst && type < kFirst + std::size(kPrinters) ? kPrinters[type - kFirst] : nullptr;
}

}  // namespace nd::capture::isakmp
