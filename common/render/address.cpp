#include "common/render/address.h"

#include <arpa/inet.h>

#include <array>
#include <cstring>

namespace nd {
namespace {

struct Octet {
  char text[4];  // "192."
  std::uint8_t length;
};

constexpr std::array<Octet, 256> kOctets = [] {
  std::array<Octet, 256> octets{};
  for (unsigned value = 0; value < 256; ++value) {
    Octet& octet = octets[value];
    if (value >= 100) octet.text[octet.length++] = static_cast<char>('0' + value / 100);
    if (value >= 10) octet.text[octet.length++] = static_cast<char>('0' + value / 10 % 10);
    octet.text[octet.length++] = static_cast<char>('0' + value % 10);
    octet.text[octet.length] = '.';
  }
  return octets;
}();

char* put_group(char* at, unsigned value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  if (value > 0xfff) *at++ = kDigits[value >> 12];
  if (value > 0xff) *at++ = kDigits[value >> 8 & 15];
  if (value > 0xf) *at++ = kDigits[value >> 4 & 15];
  *at++ = kDigits[value & 15];
  return at;
}

constexpr std::size_t kIpv4Room = 20;  // four times four bytes are stored, whatever their length

char* put_ipv4(char* at, const std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    const Octet& octet = kOctets[bytes[i]];
    std::memcpy(at, octet.text, sizeof octet.text);
    at += octet.length + 1;
  }
  return at - 1;
}

struct ZeroRun {
  int start = -1;
  int length = 0;
};

// The longest run of at least two zero groups, the first of equals (RFC 5952, 4.2).
ZeroRun longest_zero_run(const unsigned (&groups)[8]) {
  ZeroRun best;
  for (int i = 0; i < 8;) {
    int end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i >= 2 && end - i > best.length) best = {i, end - i};
    i = end > i ? end : i + 1;
  }
  return best;
}

}  // namespace

void append_ipv4(TextBuffer& out, const std::uint8_t* bytes) { out.commit_to(put_ipv4(out.reserve(kIpv4Room), bytes)); }

void append_ipv6(TextBuffer& out, const std::uint8_t* bytes) {
  unsigned groups[8];
  for (int i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  const ZeroRun zeros = longest_zero_run(groups);
  // glibc writes the last 32 bits dotted for ::a.b.c.d and ::ffff:a.b.c.d.
  const bool dotted = zeros.start == 0 && (zeros.length == 6 || (zeros.length == 5 && groups[5] == 0xffff));
  char* at = out.reserve(INET6_ADDRSTRLEN + kIpv4Room);
  for (int i = 0; i < 8;) {
    if (i == zeros.start) {
      *at++ = ':';
      i += zeros.length;
      if (i == 8) *at++ = ':';
      continue;
    }
    if (i > 0) *at++ = ':';
    if (i == 6 && dotted) {
      at = put_ipv4(at, bytes + 12);
      break;
    }
    at = put_group(at, groups[i++]);
  }
  out.commit_to(at);
}

void append_address(TextBuffer& out, const IpAddress& address) {
  if (address.is_v4()) append_ipv4(out, address.bytes().data());
  if (address.is_v6()) append_ipv6(out, address.bytes().data());
}

void append_mac(TextBuffer& out, const std::uint8_t* bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::size_t kLength = 17;
  char* at = out.reserve(kLength + 1);
  for (int i = 0; i < 6; ++i) {
    *at++ = kDigits[bytes[i] >> 4];
    *at++ = kDigits[bytes[i] & 15];
    *at++ = ':';
  }
  out.commit(kLength);
}

void append_mac(TextBuffer& out, const Mac& mac) { append_mac(out, mac.bytes.data()); }

std::string to_string(const IpAddress& address) {
  TextBuffer out(64);
  append_address(out, address);
  return std::string(out.view());
}

std::string to_string(const Mac& mac) {
  TextBuffer out(64);
  append_mac(out, mac);
  return std::string(out.view());
}

}  // namespace nd
