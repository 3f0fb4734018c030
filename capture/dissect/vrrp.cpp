// VRRP (RFC 3768, RFC 5798) and OpenBSD's CARP, which took its protocol number. -T carp decides between them.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint8_t kProtocol = 112;
constexpr unsigned kAdvertisement = 1;
constexpr std::uint8_t kSimplePassword = 1;
constexpr Token kAuthentications[] = {{0, "none"}, {1, "simple"}, {2, "ah"}};

bool has_bad_checksum(Printer& p, unsigned version, Slice in) {
  if (!in.has(in.length())) return false;
  if (version == 2) return internet_checksum(in.bytes()) != 0;
  return version == 3 && transport_checksum(p.ip, kProtocol, in.bytes()) != 0;
}

void print_addresses(Printer& p, Slice in, bool password) {
  const std::uint32_t count = in.u8(3);
  p.put(", addrs");
  if (count > 1) p.put('(', count, ')');
  p.put(':');
  Slice rest = in.after(8);
  for (std::uint32_t i = 0; i < count; ++i) {
    const char before = i == 0 ? ' ' : ',';
    if (p.ip.version == 6) {
      p.put(before, Ip6{rest.at(0, 16)});
      rest.advance(16);
    } else {
      p.put(before, Ip4{rest.at(0, 4)});
      rest.advance(4);
    }
  }
  if (!password) return;
  p.put(" auth \"");
  p.put_string_to_nul(rest.with_length(8));
  p.put('"');
}

void print_vrrp(Printer& p, Slice in) {
  p.put("VRRP");
  const unsigned version = in.u8() >> 4;
  const unsigned type = in.u8() & 0xf;
  p.put('v', version, ", ");
  if (type == kAdvertisement) {
    p.put("Advertisement");
  } else {
    p.put("unknown type (", type, ')');
  }
  if (p.ip.ttl != 255) p.put(", (ttl ", p.ip.ttl, ')');
  if (version < 2 || version > 3 || type != kAdvertisement) return;
  p.put(", vrid ", in.u8(1), ", prio ", in.u8(2));
  std::uint8_t authentication = 0;
  if (version == 2) {
    authentication = in.u8(4);
    p.put(", authtype ", Named{kAuthentications, authentication, "#"});
    p.put(", intvl ", in.u8(5), "s, length ", in.length());
  } else {
    p.put(", intvl ", in.b16(4) & 0xfff, "cs, length ", in.length());
  }
  if (p.verbose() == 0) return;
  if (has_bad_checksum(p, version, in)) p.put(", (bad vrrp cksum ", Hex{in.b16(6)}, ')');
  print_addresses(p, in, authentication == kSimplePassword);
}

void print_carp(Printer& p, Slice in) {
  const unsigned version = in.u8() >> 4;
  const unsigned type = in.u8() & 0xf;
  p.put("CARPv", version, '-');
  if (type == kAdvertisement) {
    p.put("advertise");
  } else {
    p.put("#", type);
  }
  p.put(' ', in.length(), ": ");
  if (p.ip.ttl != 255) p.put("[ttl=", p.ip.ttl, "!] ");
  if (version != 2 || type != kAdvertisement) return;
  p.put("vhid=", in.u8(1), " advbase=", in.u8(5), " advskew=", in.u8(2), " authlen=", in.u8(3), ' ');
  if (p.verbose() > 0 && in.has(in.length()) && internet_checksum(in.bytes()) != 0)
    p.put(" (bad carp cksum ", Hex{in.b16(6)}, "!)");
  p.put("counter=", in.b64(8));
}

void print(Printer& p, Slice in) {
  if (p.options.packet_type != PacketType::kCarp) return print_vrrp(p, in);
  p.protocol = "carp";
  print_carp(p, in);
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const unsigned version = in.u8() >> 4;
  json.field("version", version);
  json.field("type", in.u8() & 0xf);
  json.field("virtual_router_id", in.u8(1));
  json.field("priority", in.u8(2));
  if (version == 2) {
    json.field("authentication_type", in.u8(4));
    json.field("interval_seconds", in.u8(5));
  } else {
    json.field("interval_centiseconds", in.b16(4) & 0xfff);
  }
  json.field("checksum", in.b16(6));
  json.begin_array("addresses");
  const bool six = context.ip.version == 6;
  for (std::size_t i = 0; i < in.u8(3); ++i) json.value(six ? ipv6_at(in, 8 + 16 * i) : ipv4_at(in, 8 + 4 * i));
  json.end_array();
  return {};
}

}  // namespace

const Dissector kVrrp{"vrrp", print, json};

}  // namespace nd::capture
