// OSI packets on a link: the first byte names the protocol. Their checksum (ISO 8473, annex C) is of the whole suite.
#include "capture/dissect/osi.h"

#include "capture/dissect/dissectors.h"
#include "common/render/json.h"

namespace nd::capture {
namespace osi {
namespace {

enum Protocol : std::uint8_t {
  kNull = 0x00,
  kClnp = 0x81,
  kEsis = 0x82,
  kIsis = 0x83,
  kIp6 = 0x8e,
  kSpb = 0xc1,
  kIp = 0xcc
};
constexpr Token kNames[] = {{0x00, "NULL"},  {0x08, "Q.933"},  {0x09, "LMI"},      {0x80, "SNAP"}, {0x81, "CLNP"},
                            {0x82, "ES-IS"}, {0x83, "IS-IS"},  {0x84, "CONS"},     {0x85, "IDRP"}, {0x8a, "X25 ES-IS"},
                            {0x8e, "IPv6"},  {0xb1, "FRF.15"}, {0xc1, "ISIS_SPB"}, {0xcc, "IPv4"}, {0xcf, "PPP"}};

const Dissector* network_protocol(std::uint8_t id) {
  return id == kIp ? &kIpv4 : id == kIp6 ? &capture::kIpv6 : nullptr;
}

void print(Printer& p, Slice in) {
  if (in.length() < 1) throw_truncated();
  const std::uint8_t id = in.u8();
  const bool titled = p.options.link_header;
  if (titled) p.put("OSI NLPID ", NameOr{kNames, id, "Unknown"}, " (0x", Hex{id, 2}, "): ");
  switch (id) {
    case kClnp:
      if (!print_clnp(p, in)) p.unknown_data("\n\t", in.with_length(in.bytes().size()));
      return;
    case kEsis:
      return p.ending_here([&] { print_esis(p, in); });
    case kNull:
      p.put(titled ? "" : ", ", "length: ", in.length());
      return;
    default:
      break;
  }
  if (const Dissector* next = network_protocol(id)) return p.call(*next, in.after(1));
  if (!titled) p.put("OSI NLPID 0x", Hex{id, 2}, " unknown, ");
  p.put("length: ", in.length());
  if (in.length() > 1) p.unknown_data("\n\t", in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t id = in.u8();
  json.field("network_protocol", id);
  if (const std::string_view name = find_token(kNames, id); !name.empty()) json.field("network_protocol_name", name);
  return {network_protocol(id), in.after(1)};
}

void print_framed(Printer& p, Slice in) {
  if (in.length() == 0 || !in.has(1)) return p.truncated();
  print(p, in.after(1));
}
Next json_framed(JsonWriter& writer, Context& context, Slice in) { return json(writer, context, in.after(1)); }

// What stands at `offset` when the sums over `bytes`, the checksum's own bytes left out, are to become zero.
std::uint16_t right_checksum_of(Bytes bytes, std::uint32_t offset) {
  constexpr std::int32_t kModulus = 255;
  std::int32_t first = 0;
  std::int32_t second = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool own = i == offset || i == offset + 1;
    first = (first + (own ? 0 : bytes[i])) % kModulus;
    second = (second + first) % kModulus;
  }
  const auto left = static_cast<std::int32_t>((bytes.size() - offset) % kModulus);
  const auto reduced = [](std::int32_t number) {
    number %= kModulus;
    if (number <= 0) number += kModulus;
    return static_cast<std::uint16_t>(number);
  };
  const std::uint16_t x = reduced((left - 1) * first - second);
  const std::uint16_t y = reduced(second - left * first);
  return static_cast<std::uint16_t>(x << 8 | y);
}

}  // namespace

const Tokens kProtocols{kNames};

void print_checksum(Printer& p, Slice in, std::uint32_t offset, std::uint32_t length) {
  const std::uint16_t found = in.b16(offset);
  p.put("0x", Hex{found, 4});
  if (found == 0 || !in.has(length) || length > in.length() || length < offset + 2) {
    p.put(" (unverified)");
    return;
  }
  const std::uint16_t right = right_checksum_of(in.take_bytes(0, length), offset);
  if (right == found) {
    p.put(" (correct)");
  } else {
    p.put(" (incorrect should be 0x", Hex{right, 4}, ')');
  }
}

void put_upper_hex(Printer& p, Slice in) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const std::uint8_t byte : Bytes{in.data(), in.captured()}) p.put(kDigits[byte >> 4], kDigits[byte & 0xf]);
}

}  // namespace osi

const Dissector kOsi{"isoclns", osi::print, osi::json};
const Dissector kOsiEthernet{"isoclns", osi::print_framed, osi::json_framed};

}  // namespace nd::capture
