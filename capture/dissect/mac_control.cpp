// MAC control frames of Ethernet (IEEE 802.3, clauses 31 and 64): pauses, and who may send when on a passive optical
// network (MPCP).
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace mac_control {
namespace {

enum Opcode : std::uint16_t { kPause = 1, kGate, kReport, kRegisterRequest, kRegister, kRegisterAck };
constexpr Token kNames[] = {{kPause, "Pause"},       {kGate, "Gate"},
                            {kReport, "Report"},     {kRegisterRequest, "Register Request"},
                            {kRegister, "Register"}, {kRegisterAck, "Register ACK"}};
constexpr Token kGrantFlags[] = {{0x08, "Discovery"},
                                 {0x10, "Force Grant #1"},
                                 {0x20, "Force Grant #2"},
                                 {0x40, "Force Grant #3"},
                                 {0x80, "Force Grant #4"}};
constexpr Token kQueues[] = {{0x01, "Q0"}, {0x02, "Q1"}, {0x04, "Q2"}, {0x08, "Q3"},
                             {0x10, "Q4"}, {0x20, "Q5"}, {0x40, "Q6"}, {0x80, "Q7"}};
constexpr Token kRequestFlags[] = {{1, "Register"}, {3, "De-Register"}};
constexpr Token kRegisterFlags[] = {{1, "Re-Register"}, {2, "De-Register"}, {3, "ACK"}, {4, "NACK"}};
constexpr Token kAckFlags[] = {{0, "NACK"}, {1, "ACK"}};
constexpr std::uint32_t kHeader = 6;

void print_gate(Printer& p, Slice in) {
  const std::uint8_t flags = in.u8();
  const std::uint32_t grants = flags & 7U;
  p.put("\n\tGrant Numbers ", grants, ", Flags [ ", Bits{kGrantFlags, flags & 0xf8U, "?"}, " ]");
  in.advance(1);
  for (std::uint32_t i = 1; i <= grants; ++i, in.advance(6)) {
    in.need(0, 6);
    p.put("\n\tGrant #", i, ", Start-Time ", in.b32(), " ticks, duration ", in.b16(4), " ticks");
  }
  p.put("\n\tSync-Time ", in.b16(), " ticks");
}

void print_report(Printer& p, Slice in) {
  const std::uint32_t sets = in.u8();
  p.put("\n\tTotal Queue-Sets ", sets);
  in.advance(1);
  for (std::uint32_t i = 1; i < sets; ++i) {  // the peer's count
    const std::uint32_t present = in.u8();
    p.put("\n\t  Queue-Set #", sets, ", Report-Bitmap [ ", Bits{kQueues, present, "Unknown"}, " ]");
    in.advance(1);
    for (std::uint32_t queue = 0; queue < 8; ++queue) {
      if ((present >> queue & 1) == 0) continue;
      p.put("\n\t    Q", queue + 1, " Report, Duration ", in.b16(), " ticks");
      in.advance(2);
    }
  }
}

void print_body(Printer& p, std::uint16_t opcode, Slice frame, Slice in) {
  switch (opcode) {
    case kPause:
      return;
    case kGate:
      return print_gate(p, in);
    case kReport:
      return print_report(p, in);
    case kRegisterRequest:
      in.need(0, 2);
      p.put("\n\tFlags [ ", Bits{kRequestFlags, in.u8(), "Reserved"}, " ], Pending-Grants ", in.u8(1));
      return;
    case kRegister:
      in.need(0, 6);
      p.put("\n\tAssigned-Port ", in.b16(), ", Flags [ ", Bits{kRegisterFlags, in.u8(2), "Reserved"},
            " ]\n\tSync-Time ", in.b16(3), " ticks, Echoed-Pending-Grants ", in.u8(5));
      return;
    case kRegisterAck:
      in.need(0, 5);
      p.put("\n\tEchoed-Assigned-Port ", in.b16(1), ", Flags [ ", Bits{kAckFlags, in.u8(), "Reserved"},
            " ]\n\tEchoed-Sync-Time ", in.b16(3), " ticks");
      return;
    default:
      p.unknown_data("\n\t", frame);
  }
}

void print(Printer& p, Slice in) {
  const std::uint16_t opcode = in.b16();
  in.need(0, kHeader);
  p.put("MPCP, Opcode ", Named{kNames, opcode, "Unknown (", ")"});
  if (opcode != kPause) p.put(", Timestamp ", in.b32(2), " ticks");
  p.put(", length ", in.length());
  if (p.verbose() == 0) return;
  print_body(p, opcode, in, in.after(kHeader));
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint16_t opcode = in.b16();
  json.field("opcode", opcode);
  if (const std::string_view name = find_token(kNames, opcode); !name.empty()) json.field("opcode_name", name);
  if (opcode == kPause) {
    json.field("quanta", in.b16(2));
  } else {
    json.field("timestamp", in.b32(2));
  }
  return {};
}

}  // namespace
}  // namespace mac_control

const Dissector kMacControl{"mpcp", mac_control::print, mac_control::json};

}  // namespace nd::capture
