// IPv4 (RFC 791, RFC 3168 for ECN). The header's length ends the capture for what is inside: bytes behind the
// datagram, such as Ethernet's padding, are not the transport's.
#include "capture/dissect/ipv4.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/ip_numbers.h"
#include "capture/dissect/names.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kMinHeader = 20;
constexpr Token kFragmentFlags[] = {{0x2000, "+"}, {0x4000, "DF"}, {0x8000, "rsvd"}};
constexpr std::string_view kEcn[] = {"", ",ECT(1)", ",ECT(0)", ",CE"};

void put_addresses(Printer& p, const Ipv4Header& header) { p.put(Ip4{header.source}, " > ", Ip4{header.destination}); }

// -v: "(tos 0x0, ttl 64, id 7, offset 0, flags [DF], proto UDP (17), length 32)" and the next line's indent. False: the
// capture ends in the options.
bool put_details(Printer& p, const Ipv4Header& header, Slice datagram) {
  p.put("(tos 0x", Hex{header.tos}, kEcn[header.tos & 3]);
  if (header.ttl >= 1) p.put(", ttl ", header.ttl);
  p.put(", id ", header.id, ", offset ", header.offset(), ", flags [",
        Bits{kFragmentFlags, header.fragment & 0xe000U, "none"}, "], proto ");
  const std::string_view name = find_token(kIpProtocols, header.protocol);
  p.put(name.empty() ? "unknown" : name, " (", header.protocol, "), length ", header.total_length);
  bool whole = true;
  if (header.header_length > kMinHeader) {
    p.put(", options (");
    whole = print_ipv4_options(p, datagram.after(kMinHeader).with_length(header.header_length - kMinHeader));
    if (!whole) p.put(" [truncated-option]");
    p.put(')');
  }
  if (!p.options.skip_checksums && datagram.has(header.header_length)) {
    const std::uint16_t sum = internet_checksum({datagram.data(), header.header_length});
    if (sum != 0) p.put(", bad cksum ", Hex{header.checksum}, " (->", Hex{right_checksum(header.checksum, sum)}, ")!");
  }
  p.put(p.options.ip_oneline ? ") " : ")\n    ");
  return whole;
}

// IPv6's mobility header is nothing that IPv4 carries.
const Dissector* carried(std::uint8_t protocol, std::uint8_t version) {
  const bool mobility = protocol == ip_number::kMobility || protocol == ip_number::kMobilityDraft;
  return mobility && version != 6 ? nullptr : by_ip_protocol(protocol);
}

void print_later_fragment(Printer& p, const Ipv4Header& header) {
  if (p.options.quiet > 1) return;
  put_addresses(p, header);
  const std::string_view name =
      p.options.names != nullptr ? p.options.names->protocol(header.protocol) : std::string_view{};
  if (name.empty()) {
    p.put(": ip-proto-", header.protocol);
  } else {
    p.put(": ", name);
  }
}

IpLayer layer_of(const Ipv4Header& header, Slice datagram) {
  const std::uint8_t* final = nullptr;
  if (header.header_length > kMinHeader)
    final = last_hop(datagram.after(kMinHeader).with_length(header.header_length - kMinHeader));
  return {.version = 4,
          .ttl = header.ttl,
          .fragmented = header.more_fragments(),
          .protocol = header.protocol,
          .header = datagram,
          .source = header.source,
          .destination = header.destination,
          .checksum_destination = final != nullptr ? final : header.destination};
}

void print_first_fragment(Printer& p, const Ipv4Header& header, Slice datagram, std::uint32_t payload_length) {
  if (!transport_prints_addresses(header.protocol)) {
    put_addresses(p, header);
    p.put(": ");
  }
  if (!datagram.has(header.header_length)) {
    p.put(" [remaining caplen(", datagram.captured(), ") < header length(", header.header_length, ")]");
    throw_truncated();
  }
  const IpLayer outer = p.ip;
  p.ip = layer_of(header, datagram);
  print_ip_payload(p, header.protocol, datagram.after(header.header_length).with_length(payload_length));
  p.ip = outer;
}

// The datagram's length as its header claims it, even where the frame is shorter. 0: it makes no sense, as printed.
std::uint32_t usable_length(Printer& p, const Ipv4Header& header, std::uint32_t frame_length) {
  if (frame_length < kMinHeader) {
    p.put("truncated-ip ", frame_length);
    return 0;
  }
  if (header.header_length < kMinHeader) {
    p.put("bad-hlen ", header.header_length);
    return 0;
  }
  const std::uint32_t length = header.total_length;
  if (frame_length < length) {
    p.put("truncated-ip - ", length - frame_length, " bytes missing! ");
  }
  if (length < header.header_length) {
    p.put("bad-len ", length);
    return 0;
  }
  return length;
}

void print(Printer& p, Slice in) {
  const unsigned version = in.u8() >> 4;
  if (version != 4) {
    if (version == 6) {
      p.put("IP6, wrong link-layer encapsulation");
    } else {
      p.put("IP", version);
    }
    return p.invalid();
  }
  if (!p.options.link_header) p.put("IP ");
  if (!in.has(kMinHeader)) return p.truncated();
  const Ipv4Header header = parse_ipv4(in);
  const std::uint32_t length = usable_length(p, header, in.length());
  if (length == 0) return;
  const Slice datagram = in.clipped(length);
  if (p.options.verbose > 0 && !put_details(p, header, datagram)) {
    put_addresses(p, header);
    p.put(": ");
    return p.truncated();
  }
  if (header.offset() == 0) {
    print_first_fragment(p, header, datagram, length - header.header_length);
  } else {
    print_later_fragment(p, header);
  }
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const Ipv4Header header = parse_ipv4(in);
  json.field("header_length", header.header_length);
  json.field("tos", header.tos);
  json.field("total_length", header.total_length);
  json.field("id", header.id);
  json.field("dont_fragment", (header.fragment & 0x4000) != 0);
  json.field("more_fragments", header.more_fragments());
  json.field("fragment_offset", header.offset());
  json.field("ttl", header.ttl);
  json.field("protocol_number", header.protocol);
  json.field("checksum", header.checksum);
  json.field("source", ipv4_at(in, 12));
  json.field("destination", ipv4_at(in, 16));
  if (header.header_length > kMinHeader)
    json.hex_field("options_hex", as_text(in.take_bytes(kMinHeader, header.header_length - kMinHeader)));
  const Slice datagram = in.clipped(header.total_length);
  context.ip = layer_of(header, datagram);
  const bool readable = header.offset() == 0 && header.header_length >= kMinHeader;
  return {readable ? carried(header.protocol, 4) : nullptr, datagram.after(header.header_length)};
}

}  // namespace

Ipv4Header parse_ipv4(Slice in) {
  in.need(0, kMinHeader);
  return {.header_length = (in.u8() & 0xfU) * 4,
          .tos = in.u8(1),
          .total_length = in.b16(2),
          .id = in.b16(4),
          .fragment = in.b16(6),
          .ttl = in.u8(8),
          .protocol = in.u8(9),
          .checksum = in.b16(10),
          .source = in.at(12, 4),
          .destination = in.at(16, 4)};
}

bool transport_prints_addresses(std::uint8_t protocol) {
  return protocol == ip_number::kTcp || protocol == ip_number::kUdp || protocol == ip_number::kSctp ||
         protocol == ip_number::kDccp;
}

void print_ip_payload(Printer& p, std::uint8_t protocol, Slice payload) {
  if (protocol == ip_number::kNoNext) {
    p.put("no next header");
    return;
  }
  if (protocol == ip_number::kEthernet && p.ip.version != 6) {  // RFC 8986, 10.1: segment routing over IPv6
    p.put("[Ethernet requires IPv6]");
    return p.invalid();
  }
  if (const Dissector* next = carried(protocol, p.ip.version)) return p.call(*next, payload);
  const std::string_view name = p.options.names != nullptr ? p.options.names->protocol(protocol) : std::string_view{};
  if (name.empty()) {
    p.put(" ip-proto-", protocol);
  } else {
    p.put(' ', name);
  }
  p.put(' ', payload.length());
}

const Dissector kIpv4{"ip", print, json};

}  // namespace nd::capture
