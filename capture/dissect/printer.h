// What a dissector prints with: tcpdump's conventions (addresses, names, " [|proto]", " (invalid)", bit lists, hex
// dumps) on top of the output block. put() takes any mix of text, numbers and the wrappers below, checked at compile
// time and without format strings.
#pragma once

#include <concepts>
#include <string_view>

#include "capture/dissect/context.h"
#include "capture/dissect/dissector.h"
#include "capture/dissect/token.h"
#include "common/base/text_buffer.h"

namespace nd::capture {

struct Hex {  // lower case, at least `width` digits: %x, %02x, %04x …
  std::uint64_t value;
  std::size_t width = 1;
};
struct Oct {  // %o
  std::uint32_t value;
};
struct Dec {  // right-aligned: %2u, or %02u with pad '0'
  std::uint64_t value;
  std::size_t width;
  char pad = ' ';
};
struct Fixed {  // %.2f
  double value;
  int precision;
};
struct Ip4 {  // the name without -n, else dotted
  const std::uint8_t* bytes;
};
struct Ip6 {
  const std::uint8_t* bytes;
};
struct MacAddress {  // six bytes; without -n the name or "(oui Vendor)"
  const std::uint8_t* bytes;
};
struct TcpPort {
  std::uint16_t number;
};
struct UdpPort {
  std::uint16_t number;
};
// tok2str: the name of `value`, or `prefix` value `suffix`.
struct Named {
  Tokens tokens;
  std::uint32_t value;
  std::string_view prefix = "#";
  std::string_view suffix = "";
};
// The same with a text for the unknown that does not tell the number.
struct NameOr {
  Tokens tokens;
  std::uint32_t value;
  std::string_view otherwise;
};
struct NamedHex {  // the same with 0x%0*x for the unknown; the 0x is part of `prefix`
  Tokens tokens;
  std::uint32_t value;
  std::string_view prefix;
  std::size_t width = 1;
  std::string_view suffix = "";
};
// bittok2str: every token whose bits are all set, joined; `none` when no bit of any is.
struct Bits {
  Tokens tokens;
  std::uint32_t value;
  std::string_view none = "";
  std::string_view separator = ", ";
};

class Printer : public Context {
 public:
  Printer(TextBuffer& text, const PrintOptions& print_options) : Context(print_options), out(text) {}

  TextBuffer& out;
  std::string_view protocol;      // what [|…] names: that of the dissector called last
  std::uint32_t link_length = 0;  // of the link header, which -x and -X leave out

  template <typename... Parts>
  Printer& put(const Parts&... parts) {
    (put_one(parts), ...);
    return *this;
  }

  // Runs `part`. Where the capture ends in it, that is said, and the layers around go on as if it had returned: the
  // link header is then known, and the dump of -x leaves it out.
  template <typename Part>
  void ending_here(const Part& part) {
    const int depth = nesting;
    try {
      part();
    } catch (const Truncated&) {
      nesting = depth;
      truncated();
    }
  }
  // Runs another layer's printer on `in`.
  void call(const Dissector& dissector, Slice in);
  // The packet is cut here, and the layers around this one go on: " [|proto]" without throwing.
  void truncated();
  void invalid() { put(" (invalid)"); }
  // One byte of a packet's string: M-x for bytes from 128 on, ^X for control characters.
  void put_safe(std::uint8_t byte);
  // All of `in` that is claimed, each byte by put_safe; Truncated at the capture's end, after what is there.
  void put_string(Slice in);
  // The same up to a NUL; returns whether one was found.
  bool put_string_to_nul(Slice in);
  // Payload without a printer: nothing with -q or when -x or -X follow, else a hex dump of what was captured.
  void put_payload(Slice in);
  // What -v dissectors show for unknown parts: indented hex without ASCII ("\n\t  0x0000:  …").
  void unknown_data(std::string_view indent, Slice in);
  // tcpdump's relative times, "1w2d03:04:05".
  void put_relative_time(std::uint32_t seconds);

  int verbose() const { return options.verbose; }
  bool numeric() const { return options.names == nullptr; }

 private:
  void put_one(std::string_view text) { out.put(text); }
  void put_one(const char* text) { out.put(std::string_view(text)); }
  template <std::size_t kSize>
  void put_one(const char (&text)[kSize]) {
    out.put(std::string_view(text, kSize - 1));
  }
  void put_one(char c) { out.put(c); }
  template <std::integral T>
  void put_one(T number) {
    if constexpr (std::is_signed_v<T>) {
      out.dec(static_cast<std::int64_t>(number));
    } else {
      out.dec(static_cast<std::uint64_t>(number));
    }
  }
  void put_one(Hex number) { out.hex(number.value, number.width); }
  void put_one(Dec number) { out.dec(number.value, number.width, number.pad); }
  void put_one(Oct number) {
    for (unsigned shift = 33; shift > 0; shift -= 3) {
      if (const std::uint64_t rest = std::uint64_t{number.value} >> (shift - 3); rest != 0 || shift == 3)
        out.put(static_cast<char>('0' + (rest & 7)));
    }
  }
  void put_one(Fixed number);
  void put_one(Ip4 address);
  void put_one(Ip6 address);
  void put_one(MacAddress address);
  void put_one(TcpPort port);
  void put_one(UdpPort port);
  void put_one(const Named& named);
  void put_one(const NameOr& named) {
    const std::string_view text = find_token(named.tokens, named.value);
    put(text.data() == nullptr ? named.otherwise : text);
  }
  void put_one(const NamedHex& named);
  void put_one(const Bits& bits);
};

// Text that stands only if it could be made whole: taken back when the scope is left without keep(), be it because the
// packet was cut.
class Tentative {
 public:
  explicit Tentative(Printer& p) : out_(p.out), start_(p.out.size()) {}
  ~Tentative() {
    if (!kept_) out_.truncate(start_);
  }
  Tentative(const Tentative&) = delete;
  Tentative& operator=(const Tentative&) = delete;
  void keep() { kept_ = true; }

 private:
  TextBuffer& out_;
  std::size_t start_;
  bool kept_ = false;
};

// "\n\t0x0000:  4500 003c …", 16 bytes a line; `ascii` adds the text column.
void append_hex_dump(TextBuffer& out, Bytes bytes, std::string_view indent, bool ascii, std::size_t offset = 0);

}  // namespace nd::capture
