// EDNS options (RFC 6891): name server identifier, client subnet (RFC 7871), cookie (RFC 7873), keepalive (RFC 7828) …
#include "capture/dissect/dns.h"
#include "capture/dissect/dns_name.h"
#include "common/render/address.h"

namespace nd::capture {
namespace {

enum : std::uint16_t {
  kNsid = 3,
  kDau = 5,
  kDhu = 6,
  kN3u = 7,
  kClientSubnet = 8,
  kExpire = 9,
  kCookie = 10,
  kKeepalive = 11,
  kPadding = 12,
  kChain = 13,
  kKeyTag = 14
};

constexpr Token kOptionNames[] = {
    {1, "LLQ"},
    {2, "UL"},
    {kNsid, "NSID"},
    {kDau, "DAU"},
    {kDhu, "DHU"},
    {kN3u, "N3U"},
    {kClientSubnet, "ECS"},
    {kExpire, "EXPIRE"},
    {kCookie, "COOKIE"},
    {kKeepalive, "KEEPALIVE"},
    {kPadding, "PADDING"},
    {kChain, "CHAIN"},
    {kKeyTag, "KEY-TAG"},
    {16, "CLIENT-TAG"},
    {17, "SERVER-TAG"},
};

constexpr Token kSigningAlgorithms[] = {
    {0, "DELETE"},
    {1, "RSAMD5"},
    {2, "DH"},
    {3, "DS"},
    {5, "RSASHA1"},
    {6, "DSA-NSEC3-SHA1"},
    {7, "RSASHA1-NSEC3-SHA1"},
    {8, "RSASHA256"},
    {10, "RSASHA512"},
    {12, "ECC-GOST"},
    {13, "ECDSAP256SHA256"},
    {14, "ECDSAP384SHA384"},
    {15, "ED25519"},
    {16, "ED448"},
    {252, "INDIRECT"},
    {253, "PRIVATEDNS"},
    {254, "PRIVATEOID"},
};
constexpr Token kDelegationDigests[] = {{1, "SHA-1"}, {2, "SHA-256"}, {3, "GOST_R_34.11-94"}, {4, "SHA-384"}};
constexpr Token kNsec3Hashes[] = {{1, "SHA-1"}};

void put_hex(Printer& p, Slice data, std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t i = from; i < to; ++i) p.put(Hex{data.u8(i), 2});
}

void put_algorithms(Printer& p, Tokens names, Slice data) {
  for (std::uint32_t i = 0; i < data.length(); ++i) {
    if (i > 0) p.put(' ');
    p.put(Named{names, data.u8(i), "Alg_"});
  }
}

void put_client_subnet(Printer& p, Slice data) {
  const std::uint16_t family = data.length() >= 4 ? data.b16(0) : std::uint16_t{0};
  const std::uint32_t bits = family == 1 ? 32 : family == 2 ? 128 : 0;
  if (bits == 0) return p.invalid();
  const std::uint8_t source_prefix = data.u8(2);
  const std::uint8_t scope_prefix = data.u8(3);
  const std::uint32_t bytes = (source_prefix + 7U) / 8;
  if (data.length() != bytes + 4 || source_prefix > bits || scope_prefix > bits) return p.invalid();
  std::uint8_t address[16] = {};
  std::copy_n(data.at(4, bytes), bytes, address);
  if (family == 1) {
    append_ipv4(p.out, address);
  } else {
    append_ipv6(p.out, address);
  }
  p.put('/', source_prefix, '/', scope_prefix);
}

void put_cookie(Printer& p, Slice data) {
  const std::uint32_t length = data.length();
  if (length < 8 || (length > 8 && length < 16) || length > 40) return p.invalid();
  put_hex(p, data, 0, 8);
  if (length == 8) return;
  p.put(' ');
  put_hex(p, data, 8, length);
}

void put_keepalive(Printer& p, Slice data) {
  if (data.length() != 2) return p.invalid();
  const std::uint16_t tenths = data.b16();
  p.put(tenths / 10, '.', tenths % 10, " sec");
}

void put_key_tags(Printer& p, Slice data) {
  if (data.length() % 2 != 0) return p.invalid();
  for (std::uint32_t i = 0; i < data.length(); i += 2) {
    if (i > 0) p.put(' ');
    p.put(data.b16(i));
  }
}

void put_expire(Printer& p, Slice data) {
  if (data.length() != 4) return p.invalid();
  p.put(data.b32(), " sec");
}

void put_option(Printer& p, std::uint16_t code, Slice data) {
  switch (code) {
    case kDau:
      return put_algorithms(p, kSigningAlgorithms, data);
    case kDhu:
      return put_algorithms(p, kDelegationDigests, data);
    case kN3u:
      return put_algorithms(p, kNsec3Hashes, data);
    case kClientSubnet:
      return put_client_subnet(p, data);
    case kExpire:
      return put_expire(p, data);
    case kCookie:
      return put_cookie(p, data);
    case kKeepalive:
      return put_keepalive(p, data);
    case kKeyTag:
      return put_key_tags(p, data);
    case kChain:  // as in the peer, pointers count from the option's end
      static_cast<void>(print_dns_name(p, data, 0, data.length()));
      return;
    case kPadding:
      p.put('(', data.length(), ')');
      return;
    default:
      return put_hex(p, data, 0, data.length());
  }
}

}  // namespace

bool print_edns_options(Printer& p, Slice message, std::uint32_t offset, std::uint32_t end) {
  while (offset < end) {
    if (!message.has(offset, 2)) return false;
    const std::uint16_t code = message.b16(offset);
    p.put(Named{kOptionNames, code, "Opt"});
    if (!message.has(offset + 2, 2)) return false;
    const std::uint16_t length = message.b16(offset + 2);
    offset += 4;
    if (length > 0) {
      if (!message.has(offset, length)) return false;
      p.put(' ');
      put_option(p, code, message.after(offset).with_length(length));
    }
    offset += length;
    if (offset < end) p.put(',');
  }
  return true;
}

}  // namespace nd::capture
