#include "capture/dissect/printer.h"

#include <charconv>

#include "capture/dissect/names.h"
#include "capture/dissect/oui.h"
#include "common/base/escape.h"
#include "common/render/address.h"

namespace nd::capture {
namespace {

bool is_graph(std::uint8_t byte) { return byte > 0x20 && byte < 0x7f; }

void append_hex_line(TextBuffer& out, Bytes bytes, bool ascii) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 2 == 0) out.put(' ');
    out.hex(bytes[i], 2);
  }
  if (!ascii) return;
  // The text column starts where sixteen bytes would end: 40 characters of hex and a gap of two.
  const std::size_t printed = bytes.size() * 2 + (bytes.size() + 1) / 2;
  out.fill(40 - printed + 2);
  for (const std::uint8_t byte : bytes) out.put(is_graph(byte) ? static_cast<char>(byte) : '.');
}

}  // namespace

void append_hex_dump(TextBuffer& out, Bytes bytes, std::string_view indent, bool ascii, std::size_t offset) {
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    out.put(indent).put("0x").hex(offset + at, 4).put(": ");
    append_hex_line(out, bytes.subspan(at, std::min<std::size_t>(16, bytes.size() - at)), ascii);
  }
}

void Printer::call(const Dissector& dissector, Slice in) {
  protocol = dissector.name;
  if (nesting >= kMaxNesting) {
    put(" [nesting too deep]");
    return;
  }
  const int depth = nesting++;
  try {
    dissector.print(*this, in);
  } catch (const LayerCut&) {
    truncated();
  }
  nesting = depth;
}

void Printer::truncated() { put(" [|", protocol, ']'); }

void Printer::put_safe(std::uint8_t byte) {
  if (byte >= 0x80) {
    put("M-");
    byte &= 0x7f;
  }
  if (byte < 0x20 || byte == 0x7f) {
    put('^');
    byte ^= 0x40;
  }
  put(static_cast<char>(byte));
}

void Printer::put_string(Slice in) {
  for (const std::uint8_t byte : in.bytes()) put_safe(byte);
  in.need(0, in.length());
}

bool Printer::put_string_to_nul(Slice in) {
  for (const std::uint8_t byte : in.bytes()) {
    if (byte == 0) return true;
    put_safe(byte);
  }
  in.need(0, in.length());
  return false;
}

void Printer::put_payload(Slice in) {
  if (!options.no_payload_dump) append_hex_dump(out, in.bytes(), "\n\t", true);
}

void Printer::unknown_data(std::string_view indent, Slice in) { append_hex_dump(out, in.bytes(), indent, false); }

void Printer::put_relative_time(std::uint32_t seconds) {
  static constexpr struct {
    char suffix;
    std::uint32_t seconds;
  } kUnits[] = {{'y', 31536000}, {'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
  if (seconds == 0) {
    put("0s");
    return;
  }
  for (const auto& unit : kUnits) {
    if (seconds < unit.seconds) continue;
    put(seconds / unit.seconds, unit.suffix);
    seconds %= unit.seconds;
  }
}

void Printer::put_one(Fixed number) {
  constexpr std::size_t kRoom = 512;  // the longest double has 309 digits before the point
  char* at = out.reserve(kRoom);
  out.commit_to(std::to_chars(at, at + kRoom, number.value, std::chars_format::fixed, number.precision).ptr);
}

void Printer::put_one(Ip4 address) {
  if (options.names != nullptr) {
    if (const std::string_view name = options.names->host4(address.bytes); !name.empty())
      return append_escaped(out, name);
  }
  append_ipv4(out, address.bytes);
}

void Printer::put_one(Ip6 address) {
  if (options.names != nullptr) {
    if (const std::string_view name = options.names->host6(address.bytes); !name.empty())
      return append_escaped(out, name);
  }
  append_ipv6(out, address.bytes);
}

void Printer::put_one(MacAddress address) {
  if (options.names != nullptr) {
    if (const std::string_view name = options.names->ethernet(address.bytes); !name.empty())
      return append_escaped(out, name);
  }
  append_mac(out, address.bytes);
  if (!numeric()) put(" (oui ", vendor_of(address.bytes), ')');
}

void Printer::put_one(TcpPort port) {
  if (options.names != nullptr) {
    if (const std::string_view name = options.names->tcp_port(port.number); !name.empty())
      return append_escaped(out, name);
  }
  out.dec(port.number);
}

void Printer::put_one(UdpPort port) {
  if (options.names != nullptr) {
    if (const std::string_view name = options.names->udp_port(port.number); !name.empty())
      return append_escaped(out, name);
  }
  out.dec(port.number);
}

void Printer::put_one(const Named& named) {
  if (const std::string_view text = find_token(named.tokens, named.value); !text.empty()) {
    out.put(text);
  } else {
    put(named.prefix, named.value, named.suffix);
  }
}

void Printer::put_one(const NamedHex& named) {
  if (const std::string_view text = find_token(named.tokens, named.value); !text.empty()) {
    out.put(text);
  } else {
    put(named.prefix, Hex{named.value, named.width}, named.suffix);
  }
}

void Printer::put_one(const Bits& bits) {
  bool first = true;
  for (const Token& token : bits.tokens) {
    if (token.value == 0 || (bits.value & token.value) != token.value) continue;
    if (!first) out.put(bits.separator);
    out.put(token.text);
    first = false;
  }
  if (first) out.put(bits.none);
}

}  // namespace nd::capture
