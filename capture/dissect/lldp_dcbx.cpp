// The data centre bridging exchange, revision 1.01: fields inside an LLDP field, in the same format.
#include "capture/dissect/lldp.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kControl = 1, kPriorityGroups = 2, kFlowControl = 3, kApplications = 4 };
constexpr Token kDcbxSubtypes[] = {
    {0x1, "DCB Capability Exchange Protocol Rev 1"},
    {0x2, "DCB Capability Exchange Protocol Rev 1.01"},
};

void put_versions(Printer& p, Slice in) {
  p.put("\n\t      Oper_Version: ", in.u8(), "\n\t      Max_Version: ", in.u8(1));
}

void put_feature(Printer& p, Slice in) {
  put_versions(p, in);
  const std::uint8_t flags = in.u8(2);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  p.put("\n\t      Info block(0x", kDigits[flags >> 4], kDigits[flags & 0xf], "): Enable bit: ", flags >> 7,
        ", Willing bit: ", flags >> 6 & 1, ", Error Bit: ", flags >> 5 & 1, "\n\t      SubType: ", in.u8(3));
}

void put_heading(Printer& p, std::string_view name, std::uint8_t type, Slice in) {
  p.put("\n\t    ", name, " (type 0x", Hex{type}, ", length ", in.length(), ')');
}

void print_control(Printer& p, Slice in) {
  put_heading(p, "Control - Protocol Control", kControl, in);
  put_versions(p, in);
  p.put("\n\t      Sequence Number: ", in.b32(2), "\n\t      Acknowledgement Number: ", in.b32(6));
}

void print_priority_groups(Printer& p, Slice in) {
  put_heading(p, "Feature - Priority Group", kPriorityGroups, in);
  put_feature(p, in);
  p.put("\n\t      Priority Allocation");
  for (unsigned i = 0; i < 8; ++i) p.put("\n\t          PgId_", i, ": ", in.b32(4) >> (28 - 4 * i) & 0xf);
  p.put("\n\t      Priority Group Allocation");
  for (unsigned i = 0; i < 8; ++i) p.put("\n\t          Pg percentage[", i, "]: ", in.u8(8 + i));
  p.put("\n\t      NumTCsSupported: ", in.u8(16));
}

void print_flow_control(Printer& p, Slice in) {
  put_heading(p, "Feature - Priority Flow Control", kFlowControl, in);
  put_feature(p, in);
  const std::uint8_t bits = in.u8(4);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  p.put("\n\t      PFC Config (0x", kDigits[bits >> 4], kDigits[bits & 0xf], ')');
  for (unsigned i = 0; i < 8; ++i)
    p.put("\n\t          Priority Bit ", i, ": ", (bits >> i & 1) != 0 ? "Enabled" : "Disabled");
  p.put("\n\t      NumTCPFCSupported: ", in.u8(5));
}

void print_applications(Printer& p, Slice in) {
  put_heading(p, "Feature - Application", kApplications, in);
  put_feature(p, in);
  for (Slice rest = in.after(4); rest.length() >= 6; rest.advance(6)) {
    const std::uint32_t selector = rest.b24(2);
    p.put("\n\t      Application Value\n\t          Application Protocol ID: 0x", Hex{rest.b16(), 4},
          "\n\t          SF (0x", Hex{selector >> 22}, ") Application Protocol ID is ",
          selector >> 22 != 0 ? "Socket Number" : "L2 EtherType", "\n\t          OUI: 0x", Hex{selector & 0x3fffff, 6},
          "\n\t          User Priority Map: 0x", Hex{rest.u8(5), 2});
  }
}

struct Part {
  std::uint8_t type;
  std::uint32_t least;
  void (*print)(Printer&, Slice);
};
constexpr Part kParts[] = {
    {kControl, 10, print_control},
    {kPriorityGroups, 17, print_priority_groups},
    {kFlowControl, 6, print_flow_control},
    {kApplications, 4, print_applications},
};

const Part* part_of(std::uint8_t type) {
  for (const Part& part : kParts) {
    if (part.type == type) return &part;
  }
  return nullptr;
}

}  // namespace

bool print_lldp_dcbx(Printer& p, Slice in) {
  if (in.length() < 4) return false;
  const std::uint8_t subtype = in.u8(3);
  put_lldp_subtype(p, kDcbxSubtypes, subtype);
  if (subtype == 1) return true;  // the older revision
  bool dump = false;
  for (Slice rest = in.after(4); rest.length() >= 2;) {
    const auto type = static_cast<std::uint8_t>(rest.u8() >> 1);
    const std::uint32_t length = rest.b16() & 0x1ffU;
    rest.advance(2);
    dump = false;
    if (type == 0 || length == 0) break;
    if (length > rest.length()) return dump;
    const Slice value = rest.with_length(length);
    const Part* part = part_of(type);
    if (part != nullptr) {
      if (length < part->least) return dump;
      part->print(p, value);
    }
    dump = part == nullptr;
    if (p.verbose() > 1 || (p.verbose() > 0 && dump)) p.unknown_data("\n\t    ", value);
    rest.advance(length);
  }
  return dump;
}

}  // namespace nd::capture
