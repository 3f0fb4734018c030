// SNAP (IEEE 802, RFC 1042, RFC 2684): an organisation code and that organisation's protocol number.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/llc.h"
#include "capture/dissect/oui.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint32_t {
  kEncapsulated = 0,
  kCisco = 0x00000c,
  kCisco90 = 0x0000f8,
  kBridged = 0x0080c2,
  kAppleTalk = 0x080007
};
constexpr std::uint16_t kEtherTypeAppleTalk = 0x809b;
constexpr std::uint32_t kHeaderLength = 5;

constexpr Token kBridgedPids[] = {
    {1, "Ethernet + FCS"},   {7, "Ethernet w/o FCS"},   {2, "802.4 + FCS"}, {8, "802.4 w/o FCS"},
    {3, "Token Ring + FCS"}, {9, "Token Ring w/o FCS"}, {4, "FDDI + FCS"},  {10, "FDDI w/o FCS"},
    {5, "802.6 + FCS"},      {11, "802.6 w/o FCS"},     {14, "BPDU"},
};
constexpr Token kCiscoPids[] = {
    {0x2000, "CDP"}, {0x2003, "VTP"}, {0x2004, "DTP"}, {0x0111, "UDLD"}, {0x010b, "PVST"}, {0x010c, "VLAN Bridge"},
};

Tokens names_of_pids(std::uint32_t oui) {
  switch (oui) {
    case kEncapsulated:
    case kCisco90:
    case kAppleTalk:
      return kEtherTypes;
    case kCisco:
      return kCiscoPids;
    case kBridged:
      return kBridgedPids;
    default:
      return {};
  }
}

const Dissector* cisco_protocol(std::uint16_t pid) {
  switch (pid) {
    case 0x0111:
      return &kUdld;
    case 0x2000:
      return &kCdp;
    case 0x2003:
      return &kVtp;
    case 0x2004:
      return &kDtp;
    case 0x010b:
    case 0x010c:
      return &kStp;
    default:
      return nullptr;
  }
}

// The dissector and how many bytes of padding stand before its frame.
struct Inner {
  const Dissector* dissector = nullptr;
  std::uint32_t skip = 0;
};
Inner bridged_frame(std::uint16_t pid, std::uint32_t bridge_pad) {
  switch (pid) {
    case 1:
    case 7:
      return {&kEthernet, bridge_pad};
    case 14:
      return {&kStp, 0};
    default:
      return {};
  }
}

Inner carried_by(std::uint32_t oui, std::uint16_t pid, std::uint32_t bridge_pad) {
  switch (oui) {
    case kEncapsulated:
    case kCisco90:
      return {by_ethertype(pid), 0};
    case kAppleTalk:
      return {pid == kEtherTypeAppleTalk ? by_ethertype(pid) : nullptr, 0};
    case kCisco:
      return {cisco_protocol(pid), 0};
    case kBridged:
      return bridged_frame(pid, bridge_pad);
    default:
      return {};
  }
}

std::string_view or_unknown(std::string_view name) { return name.empty() ? "Unknown" : name; }

void put_header(Printer& p, std::uint32_t oui, std::uint16_t pid, std::uint32_t length) {
  p.put("oui ", or_unknown(find_token(kOuis, oui)), " (0x", Hex{oui, 6}, "), ",
        oui == kEncapsulated ? "ethertype" : "pid", ' ', or_unknown(find_token(names_of_pids(oui), pid)), " (0x",
        Hex{pid, 4}, "), length ", length, ": ");
}

void put_unknown(Printer& p, std::uint32_t oui, std::uint16_t pid, std::uint32_t length) {
  if (p.ethernet_source != nullptr && p.ethernet_destination != nullptr)
    p.put(MacAddress{p.ethernet_source}, " > ", MacAddress{p.ethernet_destination}, ' ');
  p.put("SNAP, ");
  if (oui != kEncapsulated) return put_header(p, oui, pid, length);
  p.put("ethertype ", or_unknown(find_token(kEtherTypes, pid)), " (0x", Hex{pid, 4}, "), length ", length, ": ");
}

void print(Printer& p, Slice in) {
  if (print_snap(p, in, 2) == Carried::kUnknown) p.put_payload(in.after(kHeaderLength));
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint32_t oui = in.b24();
  const std::uint16_t pid = in.b16(3);
  json.field("oui", oui);
  json.field("pid", pid);
  const Inner inner = carried_by(oui, pid, 2);
  return {inner.dissector, in.after(kHeaderLength + inner.skip)};
}

}  // namespace

Carried print_snap(Printer& p, Slice in, std::uint32_t bridge_pad) {
  p.protocol = "snap";
  if (in.bytes().size() < kHeaderLength) {
    p.truncated();
    return Carried::kPrinted;
  }
  const std::uint32_t oui = in.b24();
  const std::uint16_t pid = in.b16(3);
  const Slice payload = in.after(kHeaderLength);
  if (p.options.link_header) put_header(p, oui, pid, payload.length());
  if (const Inner inner = carried_by(oui, pid, bridge_pad); inner.dissector != nullptr) {
    if (payload.bytes().size() < inner.skip) {
      p.truncated();
    } else {
      p.call(*inner.dissector, payload.after(inner.skip));
    }
    return Carried::kPrinted;
  }
  if (!p.options.link_header) put_unknown(p, oui, pid, payload.length());
  return Carried::kUnknown;
}

const Dissector kSnap{"snap", print, json};

}  // namespace nd::capture
