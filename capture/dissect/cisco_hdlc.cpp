// Cisco's HDLC framing: an address byte, an EtherType, and SLARP, which asks for addresses and keeps the line alive.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeaderLength = 4;
constexpr std::uint32_t kSlarpMin = 14;
constexpr std::uint32_t kSlarpMax = 18;
constexpr std::uint16_t kSlarp = 0x8035;
constexpr Token kAddresses[] = {{0x0f, "unicast"}, {0x8f, "bcast"}};

void put_uptime(Printer& p, std::uint32_t milliseconds) {
  const std::uint32_t seconds = milliseconds / 1000;
  p.put(", link uptime=", seconds / 86400, 'd', seconds / 3600 % 24, 'h', seconds / 60 % 60, 'm', seconds % 60, 's');
}

void print_slarp(Printer& p, Slice in) {
  p.protocol = "chdlc_slarp";
  p.put("SLARP (length: ", in.length(), "), ");
  if (in.length() < kSlarpMin || !in.has(kSlarpMin)) return p.truncated();
  switch (const std::uint32_t code = in.b32(); code) {
    case 0:
      p.put("request");
      break;
    case 1:
      p.put("reply ", Ip4{in.at(4, 4)}, '/', Ip4{in.at(8, 4)});
      break;
    case 2:
      p.put("keepalive: mineseen=0x", Hex{in.b32(4), 8}, ", yourseen=0x", Hex{in.b32(8), 8}, ", reliability=0x",
            Hex{in.b16(12), 4});
      if (in.length() >= kSlarpMax) put_uptime(p, in.b32(kSlarpMin));
      break;
    default:
      p.put("0x", Hex{code, 2}, " unknown");
      if (p.verbose() <= 1) p.unknown_data("\n\t", in.after(4));
  }
  if (in.length() > kSlarpMax && p.verbose() > 0) p.put(", (trailing junk: ", in.length() - kSlarpMax, " bytes)");
  if (p.verbose() <= 1) return;
  const bool uptime = in.b32() == 2 && in.length() >= kSlarpMax;
  p.unknown_data("\n\t", in.after(uptime ? kSlarpMax : 4U));
}

void print_frame(Printer& p, Slice in) {
  p.protocol = "chdlc";
  if (in.length() < kHeaderLength) return p.truncated();
  const std::uint16_t type = in.b16(2);
  if (p.options.link_header) {
    const std::string_view name = find_token(kEtherTypes, type);
    p.put(NamedHex{kAddresses, in.u8(), "0x", 2}, ", ethertype ", name.empty() ? "Unknown" : name, " (0x", Hex{type, 4},
          "), length ", in.length(), ": ");
  }
  const Slice payload = in.after(kHeaderLength);
  if (type == kSlarp) return print_slarp(p, payload);
  if (type == 0x0800 || type == 0x86dd || type == 0x8847 || type == 0x8848) {
    if (const Dissector* next = by_ethertype(type)) return p.call(*next, payload);
  }
  if (!p.options.link_header) p.put("unknown CHDLC protocol (0x", Hex{type, 4}, ')');
}

void print(Printer& p, Slice in) {
  print_frame(p, in);
  p.link_length = kHeaderLength;
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint16_t type = in.b16(2);
  json.field("address", in.u8());
  json.field("ether_type", type);
  const Slice payload = in.after(kHeaderLength);
  return {type == kSlarp ? nullptr : by_ethertype(type), payload};
}

}  // namespace

const Dissector kCiscoHdlc{"chdlc", print, json};

}  // namespace nd::capture
