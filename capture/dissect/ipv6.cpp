// IPv6 (RFC 8200): the fixed header and the walk over extension headers (RFC 2675 for jumbograms).
#include "capture/dissect/ipv6.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/ip_numbers.h"
#include "capture/dissect/ipv4.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeader = 40;

bool is_extension(std::uint8_t protocol) {
  return protocol == ip_number::kHopByHop || protocol == ip_number::kDestinationOptions ||
         protocol == ip_number::kFragment || protocol == ip_number::kRouting;
}

void put_details(Printer& p, const Ipv6Header& header) {
  p.put('(');
  if (header.traffic_class != 0) p.put("class 0x", Hex{header.traffic_class, 2}, ", ");
  if (header.flow_label != 0) p.put("flowlabel 0x", Hex{header.flow_label, 5}, ", ");
  const std::string_view name = find_token(kIpProtocols, header.next_header);
  p.put("hlim ", header.hop_limit, ", next-header ", name.empty() ? "unknown" : name, " (", header.next_header,
        ") payload length: ", header.payload_length, ") ");
}

// The walk over the headers behind the fixed one.
class HeaderWalk {
 public:
  HeaderWalk(Printer& p, const Ipv6Header& header, Slice datagram)
      : p_(p), datagram_(datagram), payload_length_(header.payload_length), next_(header.next_header) {}

  void run() {
    Slice at = datagram_.after(kHeader);
    std::uint32_t advance = kHeader;
    std::uint32_t offset = 0;
    while (advance > 0) {
      if (length_left() < advance) return p_.truncated();
      offset += advance;
      used_ += advance;
      at = datagram_.after(offset);
      if (!is_extension(next_)) return finish(at);
      advance = extension(at, offset);
      p_.protocol = kIpv6.name;
      if (stopped_) return;
      next_ = at.u8();
    }
  }

 private:
  std::uint32_t length_left() const { return kHeader + payload_length_ - used_; }
  std::uint32_t stop() {
    stopped_ = true;
    return 0;
  }

  std::uint32_t extension(Slice at, std::uint32_t offset) {
    std::uint32_t advance = 0;
    switch (next_) {
      case ip_number::kHopByHop:
        return hop_by_hop(at);
      case ip_number::kDestinationOptions:
        advance = print_destination_options(p_, at);
        break;
      case ip_number::kRouting:
        if (!at.has(1)) {
          p_.truncated();
          return stop();
        }
        advance = print_routing(p_, at);
        if (const std::uint8_t* final = final_destination(at); final != nullptr) p_.ip.checksum_destination = final;
        break;
      default:
        advance = print_fragment(p_, at, kHeader + payload_length_ - offset);
        p_.ip.fragmented = true;
        if (at.captured() <= advance) return stop();
    }
    found_extension_ = true;
    return advance == 0 ? stop() : advance;
  }

  std::uint32_t hop_by_hop(Slice at) {
    if (found_hop_by_hop_ || found_extension_) {
      p_.put(found_hop_by_hop_ ? "[The Hop-by-Hop Options header was already found]"
                               : "[The Hop-by-Hop Options header don't follow the IPv6 header]");
      p_.invalid();
      return stop();
    }
    found_hop_by_hop_ = true;
    bool found_jumbo = false;
    const std::uint32_t advance = print_hop_by_hop(p_, at, found_jumbo, payload_length_);
    if (payload_length_ == 0) {
      p_.put("[No valid Jumbo Payload Hop-by-Hop option found]");
      p_.invalid();
      return stop();
    }
    return advance == 0 ? stop() : advance;
  }

  void finish(Slice at) {
    at = at.with_length(length_left());
    print_ip_payload(p_, next_, payload_length_ == 0 && next_ != ip_number::kMobility ? at.clipped(at.length()) : at);
  }

  Printer& p_;
  Slice datagram_;
  std::uint32_t payload_length_;
  std::uint32_t used_ = 0;
  std::uint8_t next_;
  bool found_hop_by_hop_ = false;
  bool found_extension_ = false;
  bool stopped_ = false;
};

void print(Printer& p, Slice in) {
  if (!in.has(kHeader)) return p.truncated();
  if (!p.options.link_header) p.put("IP6 ");
  if (in.length() < kHeader) {
    p.put("truncated-ip6 ", in.length());
    return;
  }
  const Ipv6Header header = parse_ipv6(in);
  if (header.version != 6) {
    p.put("version error: ", header.version, " != 6");
    return;
  }
  const std::uint32_t length = kHeader + header.payload_length;
  if (in.length() < length) p.put("truncated-ip6 - ", length - in.length(), " bytes missing!");
  // A length of zero may be a jumbogram's: what follows is read to its own end.
  const Slice datagram = header.payload_length == 0 ? in : in.clipped(length);
  if (p.options.verbose > 0) put_details(p, header);
  if (!transport_prints_addresses(header.next_header)) p.put(Ip6{header.source}, " > ", Ip6{header.destination}, ": ");
  const IpLayer outer = p.ip;
  p.ip = {.version = 6,
          .ttl = header.hop_limit,
          .fragmented = false,
          .protocol = header.next_header,
          .header = datagram,
          .source = header.source,
          .destination = header.destination,
          .checksum_destination = header.destination};
  HeaderWalk(p, header, datagram).run();
  p.ip = outer;
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const Ipv6Header header = parse_ipv6(in);
  json.field("version", header.version);
  json.field("traffic_class", header.traffic_class);
  json.field("flow_label", header.flow_label);
  json.field("payload_length", header.payload_length);
  json.field("next_header", header.next_header);
  json.field("hop_limit", header.hop_limit);
  json.field("source", IpAddress::v6(std::span<const std::uint8_t, 16>(header.source, 16)));
  json.field("destination", IpAddress::v6(std::span<const std::uint8_t, 16>(header.destination, 16)));
  context.ip = {.version = 6,
                .ttl = header.hop_limit,
                .fragmented = false,
                .protocol = header.next_header,
                .header = in,
                .source = header.source,
                .destination = header.destination,
                .checksum_destination = header.destination};
  Slice payload = in.clipped(kHeader + header.payload_length).after(kHeader);
  std::uint8_t next = header.next_header;
  bool later_fragment = false;
  if (is_extension(next)) {
    json.begin_array("extension_headers");
    while (is_extension(next) && payload.has(8)) {
      const bool fragment = next == ip_number::kFragment;
      const std::uint32_t length = fragment ? 8 : (payload.u8(1) + 1U) * 8;
      json.begin_object();
      json.field("number", next);
      json.field("length", length);
      if (fragment) {
        json.field("fragment_offset", payload.b16(2) & 0xfff8U);
        json.field("more_fragments", (payload.u8(3) & 1) != 0);
        json.field("id", payload.b32(4));
        later_fragment = (payload.b16(2) & 0xfff8U) != 0;
      }
      json.end_object();
      next = payload.u8();
      payload.advance(length);
    }
    json.end_array();
  }
  return {later_fragment ? nullptr : by_ip_protocol(next), payload};
}

}  // namespace

Ipv6Header parse_ipv6(Slice in) {
  in.need(0, kHeader);
  const std::uint32_t word = in.b32(0);
  return {.version = static_cast<std::uint8_t>(word >> 28),
          .traffic_class = static_cast<std::uint8_t>(word >> 20),
          .flow_label = word & 0xfffff,
          .payload_length = in.b16(4),
          .next_header = in.u8(6),
          .hop_limit = in.u8(7),
          .source = in.at(8, 16),
          .destination = in.at(24, 16)};
}

const Dissector kIpv6{"ip6", print, json};

}  // namespace nd::capture
