// ES-IS (ISO 9542): end systems and routers tell each other where they are.
#include "capture/dissect/nsap.h"
#include "capture/dissect/osi.h"

namespace nd::capture::osi {
namespace {

constexpr std::uint32_t kFixed = 9;
constexpr std::uint32_t kMinLength = 11;
enum Type : std::uint8_t { kEndSystem = 2, kRouter = 4, kRedirect = 6 };
enum Option : std::uint8_t {
  kProtocolsSupported = 129,
  kQuality = 195,
  kSecurity = 197,
  kHoldingTime = 198,
  kPriority = 205
};
constexpr Token kTypes[] = {{6, "redirect"}, {2, "ESH"}, {4, "ISH"}};
constexpr Token kOptions[] = {
    {129, "Protocols supported"},
    {195, "QoS Maintenance"},
    {197, "Security"},
    {198, "ES Configuration Time"},
    {205, "Priority"},
    {225, "Addressk Mask"},
    {226, "SNPA Mask"},
};

// A network entity behind its length byte. False: the header ends first, as was said.
bool take_address(Printer& p, Slice& in, Bytes& address) {
  in.need(0, 1);
  if (in.length() < 1) {
    p.put(", bad ish/li");
    return false;
  }
  const std::uint8_t length = in.u8();
  in.advance(1);
  in.need(0, length);
  if (in.length() < length) {
    p.put(", bad ish/li");
    return false;
  }
  address = in.take_bytes(0, length);
  in.advance(length);
  return true;
}

void put_entity(Printer& p, Bytes address, std::string_view colon) {
  p.put("\n\t  NET (length: ", address.size(), ')', colon, ' ');
  put_nsap(p, address);
}

bool print_end_system(Printer& p, Slice& in) {
  in.need(0, 1);
  if (in.length() < 1) {
    p.put(", bad esh/li");
    return false;
  }
  std::uint32_t count = in.u8();
  in.advance(1);
  p.put("\n\t  Number of Source Addresses: ", count);
  for (; in.length() > 0 && count > 0; --count) {
    in.need(0, 1U + in.u8());
    if (in.length() < 1U + in.u8()) {
      p.put(", bad esh/li");
      return false;
    }
    const std::uint8_t length = in.u8();
    put_entity(p, in.take_bytes(1, length), ":");
    in.advance(1U + length);
  }
  return true;
}

bool print_redirect(Printer& p, Slice& in) {
  Bytes destination;
  Bytes point;
  Bytes network;
  if (!take_address(p, in, destination)) return false;
  p.put("\n\t  ");
  put_nsap(p, destination);
  if (!take_address(p, in, point) || !take_address(p, in, network)) return false;
  p.put("\n\t  SNPA (length: ", point.size(), "): ");
  if (point.empty()) p.put("<empty>");
  for (std::size_t i = 0; i < point.size(); ++i) p.put(i == 0 ? "" : ":", Hex{point[i], 2});
  if (!network.empty()) put_entity(p, network, "");
  in = in.with_length(in.length() + 1);  // the peer forgets the byte of this last length
  return true;
}

void print_option(Printer& p, std::uint8_t type, Slice value) {
  switch (type) {
    case kHoldingTime:
      if (value.length() == 2) {
        p.put(value.b16(), 's');
      } else {
        p.put("(bad length)");
      }
      return;
    case kProtocolsSupported:
      for (std::uint32_t i = 0; i < value.length(); ++i)
        p.put(NameOr{kProtocols, value.u8(i), "unknown"}, " (0x", Hex{value.u8(i), 2}, ')',
              i + 1 < value.length() ? ", " : "");
      return;
    default:
      p.unknown_data("\n\t  ", value);
  }
}

void print_options(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < 2) {
      p.put(", bad opts/li");
      return;
    }
    const std::uint8_t type = in.u8();
    const std::uint8_t length = in.u8(1);
    in.advance(2);
    if (length > in.length()) {
      p.put(", opt (", type, ") too long");
      return;
    }
    p.put("\n\t  ", NameOr{kOptions, type, "Unknown"}, " Option #", type, ", length ", length, ", value: ");
    print_option(p, type, in.with_length(length));
    if (p.verbose() > 1 && type != kProtocolsSupported) p.unknown_data("\n\t  ", in.with_length(length));
    in.advance(length);
  }
}

void print_body(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kRedirect:
      if (!print_redirect(p, in)) return;
      break;
    case kEndSystem:
      if (!print_end_system(p, in)) return;
      break;
    case kRouter: {
      Bytes entity;
      if (!take_address(p, in, entity)) return;
      put_entity(p, entity, ":");
      break;
    }
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t  ", in);
      return;
  }
  print_options(p, in);
}

}  // namespace

void print_esis(Printer& p, Slice in) {
  p.protocol = "esis";
  const bool titled = p.options.link_header;
  if (!titled) p.put("ES-IS");
  if (in.length() <= 2) {
    p.put(p.options.quiet > 0 ? "bad pkt!" : "no header at all!");
    return;
  }
  in.need(0, kFixed);
  if (in.u8(2) != 1) {
    p.put(" version ", in.u8(2), " packet not supported");
    return;
  }
  const std::uint8_t length = in.u8(1);
  if (length > in.length()) {
    p.put(" length indicator(", length, ") > PDU size (", in.length(), ")!");
    return;
  }
  if (length < kMinLength) {
    p.put(" length indicator ", length, " < min PDU size:");
    put_upper_hex(p, in);
    return;
  }
  const std::uint8_t type = in.u8(4) & 0x1f;
  if (p.verbose() == 0) {
    p.put(titled ? "" : ", ", Named{kTypes, type, "unknown type (", ")"}, ", length ", in.length());
    return;
  }
  p.put(titled ? "" : ", ", "length ", in.length(), "\n\t", Named{kTypes, type, "unknown type: "}, " (", type,
        "), v: ", in.u8(2), ", checksum: ");
  print_checksum(p, in, 7, length);
  p.put(", holding time: ", in.b16(5), "s, length indicator: ", length);
  if (p.verbose() > 1) p.unknown_data("\n\t", in.with_length(kFixed));
  print_body(p, type, in.with_length(length).after(kFixed));
}

}  // namespace nd::capture::osi
