// Spanning tree (IEEE 802.1D), its rapid and multiple variants (802.1w, 802.1s) and shortest path bridging (802.1aq):
// one BPDU whose versions each add a part behind the former.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kClassic = 0, kRapid = 2, kMultiple = 3, kShortestPath = 4 };  // protocol version
enum : std::uint8_t { kConfig = 0, kRapidConfig = 2 };                               // BPDU type
constexpr std::uint32_t kBpduLength = 36;
constexpr std::uint32_t kMultipleMinLength = 102;
constexpr std::uint32_t kVersion3LengthAt = 36;
constexpr std::uint32_t kInstancesAt = 102;
constexpr std::uint32_t kInstanceLength = 16;
constexpr std::uint32_t kConfigurationLength = 64;  // of version 3's part, before the instances
constexpr std::uint32_t kShortestPathMinLength = 87;

constexpr Token kVersions[] = {{0, "802.1d"}, {2, "802.1w"}, {3, "802.1s"}, {4, "802.1aq"}};
constexpr Token kTypes[] = {{0, "Config"}, {2, "Rapid STP"}, {0x80, "Topology Change"}};
constexpr Token kFlags[] = {
    {0x01, "Topology change"}, {0x02, "Proposal"},  {0x10, "Learn"},
    {0x20, "Forward"},         {0x40, "Agreement"}, {0x80, "Topology change ACK"},
};
constexpr std::string_view kPortRoles[] = {"Unknown", "Alternate", "Root", "Designated"};

std::string_view port_role(std::uint8_t flags) { return kPortRoles[flags >> 2 & 3]; }

// "8000.00:16:46:b5:8c:80": priority and MAC. What follows `at` up to `needed` has to be there too: the peer prints
// nothing of a phrase of which a part is missing.
void put_bridge_id(Printer& p, std::string_view before, Slice in, std::size_t at, std::size_t needed) {
  in.need(0, needed);
  const std::uint8_t* id = in.at(at, 8);
  p.put(before);
  p.put(Hex{id[0], 2}, Hex{id[1], 2}, '.', Hex{id[2], 2});
  for (std::size_t i = 3; i < 8; ++i) p.put(':', Hex{id[i], 2});
}

void put_timers(Printer& p, Slice in) {
  const auto seconds = [in](std::size_t at) { return Fixed{in.b16(at) / 256.0, 2}; };
  p.put("\n\tmessage-age ", seconds(27), "s, max-age ", seconds(29), "s, hello-time ", seconds(31),
        "s, forwarding-delay ", seconds(33), 's');
}

void put_digest(Printer& p, Slice in, std::size_t at, std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) p.put(Hex{in.b32(at + 4 * i), 8});
}

void print_config(Printer& p, Slice in) {
  p.put(", Flags [", Bits{kFlags, in.u8(4), "none"}, ']');
  put_bridge_id(p, ", bridge-id ", in, 17, 27);
  p.put('.', Hex{in.b16(25), 4}, ", length ", in.length());
  if (p.verbose() == 0) return;
  put_timers(p, in);
  put_bridge_id(p, "\n\troot-id ", in, 5, 17);
  p.put(", root-pathcost ", in.b32(13));
  if (in.u8(2) == kRapid) p.put(", port-role ", port_role(in.u8(4)));
}

void print_instance(Printer& p, Slice instance) {
  const std::uint8_t flags = instance.u8();
  p.put("\n\tMSTI ", instance.b16(1) & 0xfff, ", Flags [", Bits{kFlags, flags, "none"}, "], port-role ",
        port_role(flags));
  put_bridge_id(p, "\n\t\tMSTI regional-root-id ", instance, 1, 13);
  p.put(", pathcost ", instance.b32(9));
  p.put("\n\t\tMSTI bridge-prio ", instance.u8(13) >> 4, ", port-prio ", instance.u8(14) >> 4, ", hops ",
        instance.u8(15));
}

void print_multiple(Printer& p, Slice in) {
  p.put(", CIST Flags [", Bits{kFlags, in.u8(4), "none"}, "], length ", in.length());
  if (p.verbose() == 0) return;
  p.put("\n\tport-role ", port_role(in.u8(4)), ", ");
  put_bridge_id(p, "CIST root-id ", in, 5, 17);
  p.put(", CIST ext-pathcost ", in.b32(13));
  put_bridge_id(p, "\n\tCIST regional-root-id ", in, 17, 25);
  p.put(", ");
  p.put("CIST port-id ", Hex{in.b16(25), 4}, ',');
  put_timers(p, in);
  const std::uint16_t part_length = in.b16(kVersion3LengthAt);
  p.put("\n\tv3len ", part_length, ", MCID Name ");
  p.put_string_to_nul(in.after(39).with_length(32));
  in.need(0, 89);
  p.put(", rev ", in.b16(71), ",\n\t\tdigest ");
  put_digest(p, in, 73, 4);
  p.put(", ");
  p.put("CIST int-root-pathcost ", in.b32(89), ',');
  put_bridge_id(p, "\n\tCIST bridge-id ", in, 93, 101);
  p.put(", ");
  p.put("CIST remaining-hops ", in.u8(101));
  if (part_length < kConfigurationLength) return;
  Slice instances = in.after(kInstancesAt).with_length(part_length - kConfigurationLength);
  for (; instances.length() >= kInstanceLength; instances.advance(kInstanceLength)) print_instance(p, instances);
}

// 802.1aq: the auxiliary configuration identifier and the agreement of the neighbours' topologies.
void print_shortest_path(Printer& p, Slice part) {
  if (p.verbose() == 0) return;
  p.put("\n\tv4len ", part.b16(), ", AUXMCID Name ");
  p.put_string_to_nul(part.after(3).with_length(32));
  part.need(0, 53);
  p.put(", Rev ", part.b16(35), ",\n\t\tdigest ");
  put_digest(p, part, 37, 4);
  part.need(0, 87);
  const std::uint8_t agreement = part.u8(53);
  p.put("\n\tAgreement num ", agreement >> 6, ", Discarded Agreement num ", agreement >> 4 & 3,
        ", Agreement valid-flag ", agreement >> 3 & 1, ",\n\tRestricted role-flag: ", agreement >> 2 & 1,
        ", Format id ", part.u8(55) >> 4, " cap ", part.u8(55), ", Convention id ", part.u8(56) >> 4, " cap ",
        part.u8(56), ",\n\tEdge count ", part.b16(57), ", Agreement digest ");
  put_digest(p, part, 67, 5);
}

// Rapid BPDUs carry the versions' parts one behind the other, each with its length in front.
void print_rapid(Printer& p, Slice in, std::uint8_t version) {
  if (version == kRapid) return in.length() < kBpduLength ? p.invalid() : print_config(p, in);
  if (version == kClassic) return;
  if (in.length() < kMultipleMinLength || in.u8(35) != 0) return p.invalid();
  const std::uint32_t third = in.b16(kVersion3LengthAt) + 2U;
  if (in.length() < kBpduLength + third) return p.invalid();
  print_multiple(p, in);
  if (version != kShortestPath) return;
  const std::uint32_t fourth = in.b16(kVersion3LengthAt + third) + 2U;
  if (in.length() < kBpduLength + third + fourth || fourth < kShortestPathMinLength) return p.invalid();
  print_shortest_path(p, in.after(kBpduLength + third));
}

void print(Printer& p, Slice in) {
  if (in.length() < 4) return p.invalid();
  if (in.b16() != 0) {
    p.put("unknown STP version, length ", in.length());
    return;
  }
  const std::uint8_t version = in.u8(2);
  p.put("STP ", NamedHex{kVersions, version, "Unknown STP protocol (0x", 2, ")"});
  if (find_token(kVersions, version).empty()) return;
  const std::uint8_t type = in.u8(3);
  p.put(", ", NamedHex{kTypes, type, "Unknown BPDU Type (0x", 2, ")"});
  if (type == kConfig) {
    if (in.length() < kBpduLength - 1) return p.invalid();
    print_config(p, in);
  } else if (type == kRapidConfig) {
    print_rapid(p, in, version);
  }
}

void bridge_field(JsonWriter& json, std::string_view name, Slice in, std::size_t at) {
  json.begin_object(name);
  json.field("priority", in.b16(at));
  json.field("mac", Mac{std::to_array<std::uint8_t>(
                        {in.u8(at + 2), in.u8(at + 3), in.u8(at + 4), in.u8(at + 5), in.u8(at + 6), in.u8(at + 7)})});
  json.end_object();
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8(2));
  json.field("bpdu_type", in.u8(3));
  if (in.u8(3) != kConfig && in.u8(3) != kRapidConfig) return {};
  json.field("flags", in.u8(4));
  json.field("port_role", port_role(in.u8(4)));
  bridge_field(json, "root", in, 5);
  json.field("root_path_cost", in.b32(13));
  bridge_field(json, "bridge", in, 17);
  json.field("port_id", in.b16(25));
  json.field("message_age", in.b16(27) / 256.0);
  json.field("max_age", in.b16(29) / 256.0);
  json.field("hello_time", in.b16(31) / 256.0);
  json.field("forwarding_delay", in.b16(33) / 256.0);
  return {};
}

}  // namespace

const Dissector kStp{"stp", print, json};

}  // namespace nd::capture
