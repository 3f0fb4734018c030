// CLNP, the connectionless network protocol (ISO 8473): a header with addresses, segmentation and options.
#include "capture/dissect/nsap.h"
#include "capture/dissect/osi.h"

namespace nd::capture::osi {
namespace {

constexpr std::uint32_t kFixed = 9;
constexpr std::uint32_t kSegmentation = 6;
constexpr std::uint8_t kSegmented = 0x80;
constexpr std::uint8_t kError = 1;
constexpr Token kTypes[] = {
    {1, "Error Report"}, {0x1c, "Data"}, {0x1d, "MD"}, {0x1e, "Echo Request"}, {0x1f, "Echo Response"}};
constexpr Token kFlags[] = {{0x80, "Segmentation permitted"}, {0x40, "more Segments"}, {0x20, "request Error Report"}};
constexpr Token kOptions[] = {
    {0xc1, "Discard Reason"},  {0xc3, "QoS Maintenance"}, {0xc5, "Security"}, {0xc8, "Source Routing"},
    {0xcb, "Route Recording"}, {0xcc, "Padding"},         {0xcd, "Priority"},
};

struct Header {
  std::uint8_t length = 0;  // of all but the data
  std::uint8_t version = 0;
  std::uint8_t lifetime = 0;  // in half seconds
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::uint16_t segment_length = 0;
};
Header parse(Slice in) {
  in.want(0, kFixed);
  return {.length = in.u8(1),
          .version = in.u8(2),
          .lifetime = in.u8(3),
          .type = static_cast<std::uint8_t>(in.u8(4) & 0x1f),
          .flags = static_cast<std::uint8_t>(in.u8(4) & 0xe0),
          .segment_length = in.b16(5)};
}

// An address behind its length; false where the header ends before it.
bool take_address(Printer& p, Slice& in, Bytes& address) {
  if (in.length() < 1 || in.length() < 1U + in.u8()) {
    p.put("li < size of fixed part of CLNP header and addresses");
    return false;
  }
  const std::uint8_t length = in.u8();
  in.want(1, length);
  address = in.take_bytes(1, length);
  in.advance(1U + length);
  return true;
}

bool print_options(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < 2) {
      p.put(", bad opts/li");
      return false;
    }
    const std::uint8_t type = in.u8();
    const std::uint8_t length = in.u8(1);
    in.advance(2);
    if (length > in.length()) {
      p.put(", opt (", type, ") too long");
      return false;
    }
    in.need(0, length);
    p.put("\n\t  ", NameOr{kOptions, type, "Unknown"}, " Option #", type, ", length ", length, ", value: ");
    if (!print_clnp_option(p, type, in.with_length(length))) {
      p.put(", bad opt len");
      return false;
    }
    if (p.verbose() > 1) p.unknown_data("\n\t  ", in.with_length(length));
    in.advance(length);
  }
  return true;
}

void put_address(Printer& p, std::string_view title, Bytes address) {
  p.put("\n\t", title, " address (length ", address.size(), "): ");
  put_nsap(p, address);
}

void print_addresses(Printer& p, const Header& header, Bytes source, Bytes destination, std::uint32_t length) {
  if (p.verbose() > 0) {
    put_address(p, "source", source);
    put_address(p, "dest  ", destination);
    return;
  }
  if (!p.options.link_header) p.put(", ");
  put_nsap(p, source);
  p.put(" > ");
  put_nsap(p, destination);
  p.put(", ", Named{kTypes, header.type, "unknown (", ")"}, ", length ", length);
}

bool print_details(Printer& p, const Header& header, Slice options, Slice data) {
  if ((header.flags & kSegmented) != 0) {
    if (options.length() < kSegmentation) {
      p.put("li < size of fixed part of CLNP header, addresses, and segment part");
      return false;
    }
    p.put("\n\tData Unit ID: 0x", Hex{options.b16(), 4}, ", Segment Offset: ", options.b16(2),
          ", Total PDU Length: ", options.b16(4));
    options.advance(kSegmentation);
  }
  if (!print_options(p, options)) return false;
  if (header.type == kError) {
    p.protocol = "clnp";
    if (data.u8() == 0x81 && p.nesting < kMaxNesting) {
      p.put("\n\t-----original packet-----\n\t");
      ++p.nesting;
      print_clnp(p, data);
      --p.nesting;
      return true;
    }
  }
  if (data.length() > 0) {
    p.put("\n\t  undecoded non-header data, length ", data.length());
    p.unknown_data("\n\t  ", data);
  }
  return true;
}

}  // namespace

bool print_clnp(Printer& p, Slice in) {
  p.protocol = "clnp";
  const Header header = parse(in);
  const bool titled = p.options.link_header;
  if (!titled) p.put("CLNP");
  if (header.version != 1) {
    p.put("version ", header.version, " packet not supported");
    return false;
  }
  if (header.length < kFixed) {
    p.put(" length indicator ", header.length, " < min PDU size:");
    put_upper_hex(p, in);
    return false;
  }
  if (header.length > in.length()) {
    p.put(" length indicator(", header.length, ") > PDU size (", in.length(), ")!");
    return false;
  }
  Slice rest = in.with_length(header.length).after(kFixed);
  Bytes destination;
  Bytes source;
  if (!take_address(p, rest, destination) || !take_address(p, rest, source)) return false;
  if (p.verbose() > 0) {
    p.put(titled ? "" : ", ", "length ", in.length(), "\n\t", Named{kTypes, header.type, "unknown (", ")"},
          " PDU, hlen: ", header.length, ", v: ", header.version, ", lifetime: ", header.lifetime / 2, '.',
          header.lifetime % 2 * 5, "s, Segment PDU length: ", header.segment_length, ", checksum: ");
    print_checksum(p, in, 7, header.length);
    p.put("\n\tFlags [", Bits{kFlags, header.flags, "none"}, ']');
  }
  print_addresses(p, header, source, destination, in.length());
  return p.verbose() == 0 || print_details(p, header, rest, in.after(header.length));
}

}  // namespace nd::capture::osi
