// Packets without a link header (RAW, IPV4, IPV6), or with four bytes of address family before them (NULL, LOOP).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kFamilyLength = 4;
// Every BSD numbered IPv6 differently.
constexpr Token kFamilies[] = {{2, "IPv4"},  {7, "ISO"},   {16, "Appletalk"}, {23, "IPX"},
                               {24, "IPv6"}, {28, "IPv6"}, {30, "IPv6"}};

const Dissector* by_version(Slice in) {
  switch (in.u8() >> 4) {
    case 4:
      return &kIpv4;
    case 6:
      return &kIpv6;
    default:
      return nullptr;
  }
}

const Dissector* by_family(std::uint32_t family) {
  switch (family) {
    case 2:
      return &kIpv4;
    case 24:
    case 28:
    case 30:
      return &kIpv6;
    case 7:
      return by_ethertype(0x00fe);
    case 16:
      return by_ethertype(0x809b);
    case 23:
      return by_ethertype(0x8137);
    default:
      return nullptr;
  }
}

// In the byte order of whoever captured: a family that needs more than 16 bits was written the other way round.
std::uint32_t family_of(Slice in) {
  const std::uint32_t family = in.l32(0);
  return (family & 0xffff0000) != 0 ? in.b32(0) : family;
}

void print_raw(Printer& p, Slice in) {
  if (p.options.link_header) p.put("ip: ");
  if (in.length() < 1) {
    p.put("truncated-ip ", in.length());
    return;
  }
  if (const Dissector* next = by_version(in); next != nullptr) return p.call(*next, in);
  p.put("unknown ip ", in.u8() >> 4);
}

void put_family(Printer& p, std::uint32_t family, std::uint32_t length) {
  if (p.options.quiet == 0) {
    p.put("AF ", NameOr{kFamilies, family, "Unknown"}, " (", family, ')');
  } else {
    p.put(Named{kFamilies, family, "Unknown AF "});
  }
  p.put(", length ", length, ": ");
}

void print_null(Printer& p, Slice in) {
  if (!in.has(kFamilyLength)) return p.truncated();
  const std::uint32_t family = family_of(in);
  const Slice payload = in.after(kFamilyLength);
  if (p.nesting == 1) p.link_length = kFamilyLength;
  if (p.options.link_header) put_family(p, family, in.length());
  if (const Dissector* next = by_family(family); next != nullptr) return p.call(*next, payload);
  if (!p.options.link_header) put_family(p, family, in.length());
  p.put_payload(payload);
}

Next json_raw(JsonWriter&, Context&, Slice in) { return {by_version(in), in}; }

Next json_null(JsonWriter& json, Context&, Slice in) {
  const std::uint32_t family = family_of(in);
  json.field("family", family);
  return {by_family(family), in.after(kFamilyLength)};
}

}  // namespace

const Dissector kNull{"null", print_null, json_null};
const Dissector kRawIp{"raw", print_raw, json_raw};

}  // namespace nd::capture
