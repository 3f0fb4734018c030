// LLC (IEEE 802.2): who sends to which service access point, and what it carries.
#include "capture/dissect/llc.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kSapIp = 0x06,
  kSapStp = 0x42,
  kSapSnap = 0xaa,
  kSapIpx = 0xe0,
  kSapIso = 0xfe,
  kSapGlobal = 0xff
};
constexpr std::uint16_t kUi = 0x03;
constexpr std::uint16_t kXid = 0xaf;
constexpr std::uint8_t kXidFormat = 0x81;
constexpr std::uint32_t kSnapLength = 5;

constexpr Token kSaps[] = {
    {0x00, "Null"},   {0xff, "Global"},    {0x02, "802.1B I"}, {0x03, "802.1B G"}, {0x06, "IP"},
    {0x04, "SNA"},    {0x0e, "ProWay NM"}, {0x42, "STP"},      {0x4e, "RS511"},    {0x7e, "ISO8208"},
    {0x8e, "ProWay"}, {0xaa, "SNAP"},      {0xe0, "IPX"},      {0xf0, "NetBeui"},  {0xfe, "OSI"},
};
constexpr Token kCommands[] = {
    {0x03, "ui"},   {0xe3, "test"}, {0xaf, "xid"},   {0x63, "ua"},
    {0x43, "disc"}, {0x0f, "dm"},   {0x6f, "sabme"}, {0x87, "frmr"},
};
constexpr Token kSupervisory[] = {{0, "Receiver Ready"}, {1, "Receiver not Ready"}, {2, "Reject"}};
constexpr std::string_view kIndividualGroup[] = {"Individual", "Group"};

// The command/response bit of the SSAP and the poll/final bit of the control field, as one phrase.
std::string_view flags_of(const LlcHeader& header) {
  const bool response = (header.ssap & 1) != 0;
  const bool poll = (header.control & (header.unnumbered ? 0x10 : 0x100)) != 0;
  if (poll) return response ? "Final" : "Poll";
  return response ? "Response" : "Command";
}

std::uint8_t dsap_of(const LlcHeader& header) { return header.dsap & 0xfe; }
std::uint8_t ssap_of(const LlcHeader& header) { return header.ssap & 0xfe; }
bool is_ui_between(const LlcHeader& header, std::uint8_t sap) {
  return dsap_of(header) == sap && ssap_of(header) == sap && header.unnumbered && header.control == kUi;
}

void put_sap(Printer& p, std::uint8_t sap) {
  const std::string_view name = find_token(kSaps, sap);
  p.put(name.empty() ? "Unknown" : name, " (0x", Hex{sap, 2}, ')');
}

void put_header(Printer& p, const LlcHeader& header) {
  p.put("LLC, dsap ");
  put_sap(p, dsap_of(header));
  p.put(' ', kIndividualGroup[header.dsap & 1], ", ssap ");
  put_sap(p, ssap_of(header));
  p.put((header.ssap & 1) != 0 ? " Response" : " Command", ", ctrl 0x",
        Hex{header.control, header.unnumbered ? 2U : 4U}, ": ");
}

// Without -e nobody has printed who talks to whom.
void put_parties(Printer& p, const LlcHeader& header) {
  const bool addressed = p.ethernet_source != nullptr && p.ethernet_destination != nullptr;
  const auto dsap = NamedHex{kSaps, dsap_of(header), "Unknown DSAP 0x", 2};
  const auto ssap = NamedHex{kSaps, ssap_of(header), "Unknown SSAP 0x", 2};
  const bool same = dsap_of(header) == ssap_of(header);
  if (!addressed) {
    if (!same) p.put(ssap, " > ");
    p.put(dsap, ' ');
    return;
  }
  p.put(MacAddress{p.ethernet_source}, ' ');
  if (!same) p.put(ssap, ' ');
  p.put("> ", MacAddress{p.ethernet_destination}, ' ', dsap, ' ');
}

// Returns whether the payload is told of as well.
bool put_unnumbered(Printer& p, const LlcHeader& header, Slice payload) {
  const std::uint16_t command = header.control & 0xef;
  p.put("Unnumbered, ", NamedHex{kCommands, command, "", 2}, ", Flags [", flags_of(header), "], length ",
        payload.length() + header.length);
  if (command != kXid) return false;
  if (payload.length() == 0) return true;  // such as SNA's short XID
  if (!payload.has(1)) {
    p.truncated();
    return true;
  }
  if (payload.u8() != kXidFormat) return false;
  if (payload.bytes().size() < 3) {
    p.truncated();
    append_hex_dump(p.out, payload.bytes(), "\n\t", true);
  } else {
    p.put(": ", Hex{payload.u8(1), 2}, ' ', Hex{payload.u8(2), 2});
  }
  return true;
}

bool put_numbered(Printer& p, const LlcHeader& header, Slice payload) {
  const unsigned received = header.control >> 9 & 0x7f;
  const bool supervisory = (header.control & 3) == 1;
  if (supervisory) {
    const std::string_view command = find_token(kSupervisory, header.control >> 2 & 3);
    p.put("Supervisory, ", command.empty() ? "?" : command, ", rcv seq ", received);
  } else {
    p.put("Information, send seq ", header.control >> 1 & 0x7f, ", rcv seq ", received);
  }
  p.put(", Flags [", flags_of(header), "], length ", payload.length() + header.length);
  return supervisory;
}

const Dissector* carried_by(const LlcHeader& header) {
  if (is_ui_between(header, kSapStp)) return &kStp;
  if (is_ui_between(header, kSapIp)) return &kIpv4;
  if (is_ui_between(header, kSapIso)) return &kOsi;
  if (is_ui_between(header, kSapIpx)) return by_ethertype(0x8137);
  return nullptr;
}

bool print_carried(Printer& p, const LlcHeader& header, Slice payload) {
  if (is_ui_between(header, kSapIpx) && p.options.link_header) p.put("IPX 802.2: ");
  const Dissector* next = carried_by(header);
  if (next != nullptr) p.call(*next, payload);
  return next != nullptr;
}

void print(Printer& p, Slice in) {
  if (print_llc(p, in).carried == Carried::kUnknown) p.put_payload(in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const LlcHeader header = parse_llc(in);
  json.field("dsap", dsap_of(header));
  json.field("dsap_group", (header.dsap & 1) != 0);
  json.field("ssap", ssap_of(header));
  json.field("response", (header.ssap & 1) != 0);
  json.field("control", header.control);
  const Slice payload = in.after(header.length);
  if (is_ui_between(header, kSapSnap)) return {&kSnap, payload};
  return {carried_by(header), payload};
}

}  // namespace

LlcHeader parse_llc(Slice in) {
  LlcHeader header{.dsap = in.u8(0), .ssap = in.u8(1), .unnumbered = (in.u8(2) & 3) == 3, .control = in.u8(2)};
  if (!header.unnumbered) {
    header.control = in.l16(2);
    header.length = 4;
  }
  return header;
}

LlcResult print_llc(Printer& p, Slice in) {
  p.protocol = "llc";
  const std::size_t there = in.bytes().size();
  if (there < 3 || ((in.u8(2) & 3) != 3 && there < 4)) {
    p.truncated();
    append_hex_dump(p.out, {in.data(), in.captured()}, "\n\t", true);
    return {Carried::kPrinted, static_cast<std::uint32_t>(there)};
  }
  const LlcHeader header = parse_llc(in);
  if (header.dsap == kSapGlobal && header.ssap == kSapGlobal) {  // Novell's raw 802.3: no LLC header at all
    if (const Dissector* ipx = by_ethertype(0x8137)) {
      if (p.options.link_header) p.put("IPX 802.3: ");
      p.call(*ipx, in);
      return {};
    }
  }
  if (p.options.link_header) put_header(p, header);
  const Slice payload = in.after(header.length);
  if (is_ui_between(header, kSapSnap)) return {print_snap(p, payload, 2), header.length + kSnapLength};
  if (print_carried(p, header, payload)) return {Carried::kPrinted, header.length};
  if (!p.options.link_header) put_parties(p, header);
  const bool done = header.unnumbered ? put_unnumbered(p, header, payload) : put_numbered(p, header, payload);
  return {done ? Carried::kPrinted : Carried::kUnknown, header.length};
}

const Dissector kLlc{"llc", print, json};

}  // namespace nd::capture
