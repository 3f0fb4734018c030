// The payloads of IKE version 1 (RFC 2407 to RFC 2409).
#include "capture/dissect/isakmp.h"
#include "capture/dissect/names.h"

namespace nd::capture::isakmp {
namespace {

enum : std::uint8_t { kProposal = 2, kTransform = 3 };
enum : std::uint16_t { kResponderLifetime = 24576, kReplayStatus = 24577 };
constexpr std::uint32_t kIpsec = 1;
constexpr std::uint32_t kIdentityOnly = 1;

void put_body_hex(Printer& p, Slice bytes) {
  if (p.verbose() <= 2) return;
  p.put(' ');
  put_hex(p, bytes);
}

std::optional<Slice> print_association(Printer& p, const Payload& payload, Nesting nesting) {
  p.put("sa:");
  const std::uint32_t domain = payload.in.b32(4);
  const std::uint32_t situation = payload.in.b32(8);
  if (domain != kIpsec) {
    p.put(" doi=", domain, " situation=", situation);
    return std::nullopt;
  }
  p.put(" doi=ipsec situation=", (situation & 1) != 0 ? "identity" : "");
  if ((situation & 2) != 0) p.put((situation & 1) != 0 ? "+" : "", "secrecy");
  if ((situation & 4) != 0) p.put((situation & 3) != 0 ? "+" : "", "integrity");
  std::uint32_t header = 12;
  if (situation != kIdentityOnly) {
    payload.in.need(header, 4);
    p.put(" ident=", payload.in.b32(4));
    header += 4;
  }
  const Slice inner = payload.in.after(header);
  if (!inner.has(4)) return put_cut(p, payload.type);
  return print_chain(p, kProposal, inner, nesting, find_printer1);
}

std::optional<Slice> print_proposal(Printer& p, const Payload& payload, Nesting nesting) {
  p.put("p:");
  const Slice in = payload.in;
  const std::uint32_t spi = in.u8(6);
  nesting.protocol = in.u8(5);
  p.put(" #", in.u8(4), " protoid=", Named{kProtocols, nesting.protocol, "#"}, " transform=", in.u8(7));
  if (spi != 0) {
    p.put(" spi=");
    put_hex(p, in.after(8).with_length(spi));
  }
  const Slice inner = in.after(8 + spi);
  if (!inner.has(4)) return put_cut(p, payload.type);
  return print_chain(p, kTransform, inner, nesting, find_printer1);
}

std::optional<Slice> print_transform(Printer& p, const Payload& payload, Nesting nesting) {
  p.put("t:");
  const Slice in = payload.in;
  const std::uint8_t id = in.u8(5);
  const Tokens names = transform_names(nesting.protocol);
  p.put(" #", in.u8(4), " id=");
  if (names.empty()) {
    p.put(id);
  } else {
    put_named(p, names, id);
  }
  p.put(' ');
  const bool ipsec = nesting.protocol >= 2 && nesting.protocol <= 4;
  const auto attributes = nesting.protocol == 1 ? kOakleyAttributes
                          : ipsec               ? kIpsecAttributes
                                                : std::span<const AttributeNames>{};
  return print_attributes(p, in.after(8), payload.length > 8 ? payload.length - 8 : 0, attributes);
}

std::optional<Slice> print_key(Printer& p, const Payload& payload, Nesting) {
  p.put("ke: key len=", payload.length - 4);
  put_body_hex(p, payload.body());
  return payload.after();
}

bool lacks(Printer& p, std::uint32_t length, std::uint32_t least) {
  p.put(" len=", length);
  if (length >= least) {
    p.put(' ');
    return false;
  }
  p.put(" [bad: < ", least, ']');
  return true;
}

void put_identity_data(Printer& p, std::uint8_t type, Slice data) {
  const std::uint32_t length = data.length();
  switch (type) {
    case 1:
      if (!lacks(p, length, 4)) p.put(Ip4{data.at(0, 4)});
      return;
    case 2:
    case 3:
      p.put(" len=", length, ' ');
      return p.put_string(data);
    case 4:
      if (!lacks(p, length, 8))
        p.put(Ip4{data.at(0, 4)}, '/', data.u8(4), '.', data.u8(5), '.', data.u8(6), '.', data.u8(7));
      return;
    case 5:
      if (!lacks(p, length, 16)) p.put(Ip6{data.at(0, 16)});
      return;
    case 6:
      if (!lacks(p, length, 32)) p.put(Ip6{data.at(0, 16)}, "/0x", Hex{data.b64(16), 16}, Hex{data.b64(24), 16});
      return;
    case 7:
      if (!lacks(p, length, 8)) p.put(Ip4{data.at(0, 4)}, '-', Ip4{data.at(4, 4)});
      return;
    case 8:
      if (!lacks(p, length, 32)) p.put(Ip6{data.at(0, 16)}, '-', Ip6{data.at(16, 16)});
      return;
    default:
      p.put(" len=", length);
      put_body_hex(p, data);
  }
}

void put_ip_protocol(Printer& p, std::uint8_t number) {
  if (p.options.names != nullptr && number != 0) {
    if (const std::string_view name = p.options.names->protocol(number); !name.empty()) {
      p.put(name);
      return;
    }
  }
  p.put(number);
}

std::optional<Slice> print_identity(Printer& p, const Payload& payload, Nesting) {
  p.put("id:");
  const Slice in = payload.in;
  p.put(" idtype=", Named{kIdentities, in.u8(4), "#"}, " protoid=");
  put_ip_protocol(p, in.u8(5));
  p.put(" port=", in.b16(6));
  if (payload.length <= 8) return payload.after();
  in.need(0, payload.length);
  put_identity_data(p, in.u8(4), in.with_length(payload.length).after(8));
  return payload.after();
}

std::optional<Slice> print_certificate(Printer& p, const Payload& payload, Nesting) {
  p.put(payload.type == 6 ? "cert:" : "cr:", " len=", payload.length - 4,
        " type=", Named{kCertificates, payload.in.u8(4), "#"});
  put_body_hex(p, payload.body());
  return payload.after();
}

std::optional<Slice> print_opaque(Printer& p, const Payload& payload, Nesting) {
  put_type(p, payload.type);
  p.put(": len=", payload.length - 4);
  put_body_hex(p, payload.body());
  return payload.after();
}

std::optional<Slice> print_nonce(Printer& p, const Payload& payload, Nesting) {
  p.put("nonce: n len=", payload.length - 4);
  if (p.verbose() == 2) {
    p.put(' ');
    put_some_data(p, payload.in.after(4));
  }
  put_body_hex(p, payload.body());
  return payload.after();
}

void put_notification_data(Printer& p, std::uint16_t type, Slice data) {
  switch (type) {
    case kResponderLifetime:
      p.put(" attrs=(");
      print_attributes(p, data, data.length(), kOakleyAttributes);
      break;
    case kReplayStatus:
      p.put(" status=(replay detection ", data.b32() != 0 ? "en" : "dis", "abled");
      break;
    default:
      return put_some_data(p, data);
  }
  p.put(')');
}

void put_spi(Printer& p, Slice in, std::uint32_t size) {
  if (size == 0) return;
  p.put(" spi=");
  put_hex(p, in.with_length(size));
}

std::optional<Slice> print_notification(Printer& p, const Payload& payload, Nesting) {
  p.put("n:");
  const Slice in = payload.in;
  const std::uint32_t domain = in.b32(4);
  const std::uint16_t type = in.b16(10);
  const std::uint32_t spi = in.u8(9);
  if (domain != kIpsec) {
    p.put(" doi=", domain, " proto=", in.u8(8), " type=", Named{kErrors, type, "#"});
    put_spi(p, in.after(12), spi);
    return in.after(12 + spi);
  }
  p.put(" doi=ipsec proto=", Named{kProtocols, in.u8(8), "#"}, " type=");
  const std::string_view error = find_token(kErrors, type);
  if (error.empty()) {
    put_named(p, kStatuses, type);
  } else {
    p.put(error);
  }
  put_spi(p, in.after(12), spi);
  const Slice data = in.after(12 + spi);
  if (data.captured() > 0) put_notification_data(p, type, data.with_length(data.captured()));
  return payload.after();
}

std::optional<Slice> print_deletion(Printer& p, const Payload& payload, Nesting) {
  p.put("d:");
  const Slice in = payload.in;
  const std::uint32_t domain = in.b32(4);
  const std::uint32_t size = in.u8(9);
  const std::uint32_t count = in.b16(10);
  if (domain != kIpsec) {
    p.put(" doi=", domain, " proto=", in.u8(8));
  } else {
    p.put(" doi=ipsec proto=", Named{kProtocols, in.u8(8), "#"});
  }
  p.put(" spilen=", size, " nspi=", count, " spi=");
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) p.put(',');
    put_hex(p, in.after(12 + i * size).with_length(size));
  }
  return payload.after();
}

}  // namespace

PrintPayload find_printer1(std::uint8_t type) {
  static constexpr PrintPayload kPrinters[] = {nullptr,        print_association, print_proposal,    print_transform,
                                               print_key,      print_identity,    print_certificate, print_certificate,
                                               print_opaque,   print_opaque,      print_nonce,       print_notification,
                                               print_deletion, print_opaque};
  return type < std::size(kPrinters) ? kPrinters[type] : nullptr;
}

}  // namespace nd::capture::isakmp
