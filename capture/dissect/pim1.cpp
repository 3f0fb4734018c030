// PIM version 1, which came in IGMP messages (draft-ietf-idmr-pim-spec).
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace pim1 {
namespace {

enum : std::uint8_t { kQuery, kRegister, kRegisterStop, kJoinPrune, kReachable, kAssert, kGraft, kGraftAck };
constexpr std::uint32_t kHostMask = 0xffffffff;
constexpr std::uint32_t kRegisterLength = 28;
constexpr std::uint16_t kDefaultHoldTime = 180;
constexpr Token kTypes[] = {
    {kQuery, "Query"},          {kRegister, "Register"},      {kRegisterStop, "Register-Stop"},
    {kJoinPrune, "Join/Prune"}, {kReachable, "RP-reachable"}, {kAssert, "Assert"},
    {kGraft, "Graft"},          {kGraftAck, "Graft-ACK"},
};
constexpr Token kModes[] = {{0, " Dense-mode"}, {1, " Sparse-mode"}, {2, " Sparse-Dense-mode"}};

void put_mask(Printer& p, Slice in, std::size_t offset) {
  if (in.b32(offset) != kHostMask) p.put('/', Ip4{in.at(offset, 4)});
}

void print_query(Printer& p, Slice in) {
  if (in.has(8, 1)) p.put(Named{kModes, std::uint32_t{in.u8(8)} >> 4, " mode-"});
  if (p.verbose() == 0) return;
  p.put(" (Hold-time ");
  p.put_relative_time(in.b16(10));
  p.put(')');
}

void print_source(Printer& p, Slice source, bool join) {
  const std::uint8_t flags = source.u8(1);
  p.put("\n\t", join ? "Join  " : "Prune ", (source.u8() & 1) != 0 ? "Sparse" : "Dense",
        (flags & 0x80) != 0 ? " WC" : "", (flags & 0x40) != 0 ? " RP" : " SPT");
  p.put(' ', Ip4{source.at(2, 4)}, '/', flags & 0x3f);
}

void print_group(Printer& p, Slice& in) {
  if (in.length() < 4) throw_layer_cut();
  p.put("\n\tGroup: ", Ip4{in.at(0, 4)});
  if (in.length() < 8) throw_layer_cut();
  put_mask(p, in, 4);
  if (in.length() < 12) throw_layer_cut();
  const std::uint32_t joined = in.b16(8);
  const std::uint32_t pruned = in.b16(10);
  p.put(" joined: ", joined, " pruned: ", pruned);
  in.advance(12);
  for (std::uint32_t i = 0; i < joined + pruned; ++i) {
    if (in.length() < 6) throw_layer_cut();
    in.need(0, 6);
    print_source(p, in, i < joined);
    in.advance(6);
  }
}

// Most messages name one source of one group.
bool print_single(Printer& p, Slice in) {
  if (!in.has(30) || in.u8(11) != 1 || in.b16(20) + in.b16(22) != 1) return false;
  const std::uint16_t hold = in.b16(6);
  p.put(" RPF ", Ip4{in.at(0, 4)}, ' ');
  if (hold != kDefaultHoldTime) {
    p.put("Hold ");
    p.put_relative_time(hold);
  }
  p.put(in.b16(20) != 0 ? "Join" : "Prune", " (", Ip4{in.at(26, 4)}, '/', in.u8(25) & 0x3f, ", ", Ip4{in.at(12, 4)});
  put_mask(p, in, 16);
  p.put((in.u8(24) & 1) != 0 ? ") Sparse" : ") Dense", (in.u8(25) & 0x80) != 0 ? " WC" : "",
        (in.u8(25) & 0x40) != 0 ? " RP" : " SPT");
  return true;
}

void print_join_prune(Printer& p, Slice in) {
  if (print_single(p, in)) return;
  if (in.length() < 4) throw_layer_cut();
  if (p.verbose() > 1) p.put('\n');
  p.put(" Upstream Nbr: ", Ip4{in.at(0, 4)});
  if (in.length() < 8) throw_layer_cut();
  if (p.verbose() > 1) p.put('\n');
  p.put(" Hold time: ");
  p.put_relative_time(in.b16(6));
  if (p.verbose() < 2) return;
  if (in.length() < 12) throw_layer_cut();
  const std::uint32_t groups = in.u8(11);
  in.advance(12);
  for (std::uint32_t i = 0; i < groups; ++i) print_group(p, in);
}

void print_body(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kQuery:
      return print_query(p, in);
    case kRegister:
      in.want(20, 8);
      p.put(" for ", Ip4{in.at(20, 4)}, " > ", Ip4{in.at(24, 4)});
      return;
    case kRegisterStop:
      in.need(12, 4);
      p.put(" for ", Ip4{in.at(8, 4)}, " > ", Ip4{in.at(12, 4)});
      return;
    case kReachable:
      if (p.verbose() == 0) return;
      p.put(" group ", Ip4{in.at(8, 4)});
      put_mask(p, in, 12);
      p.put(" RP ", Ip4{in.at(16, 4)}, " hold ");
      return p.put_relative_time(in.b16(22));
    case kAssert:
      in.need(16, 4);
      p.put(" for ", Ip4{in.at(16, 4)}, " > ", Ip4{in.at(8, 4)});
      put_mask(p, in, 12);
      p.put((in.u8(20) & 0x80) != 0 ? " RP-tree" : " SPT", " pref ", in.b32(20) & 0x7fffffff, " metric ", in.b32(24));
      return;
    case kJoinPrune:
    case kGraft:
    case kGraftAck:
      if (p.verbose() == 0) return;
      return print_join_prune(p, in.after(8));
    default:
      return;
  }
}

void print(Printer& p, Slice in) {
  const std::uint8_t type = in.u8(1);
  p.put(' ', Named{kTypes, type, "[type ", "]"});
  if (type == kRegister && in.length() < kRegisterLength) return p.truncated();
  print_body(p, type, in);
  if (const unsigned version = in.u8(4) >> 4; version != 1) p.put(" [v", version, ']');
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("type", in.u8(1));
  json.field("type_name", find_token(kTypes, in.u8(1)));
  json.field("version", in.u8(4) >> 4);
  return {};
}

}  // namespace
}  // namespace pim1

const Dissector kPim1{"pimv1", pim1::print, pim1::json};

}  // namespace nd::capture
