// The Distance Vector Multicast Routing Protocol (RFC 1075, draft-ietf-idmr-dvmrp-v3), which comes in IGMP messages.
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace dvmrp {
namespace {

enum : std::uint8_t {
  kProbe = 1,
  kReport = 2,
  kAskNeighbors = 3,
  kNeighbors = 4,
  kAskNeighbors2 = 5,
  kNeighbors2 = 6,
  kPrune = 7,
  kGraft = 8,
  kGraftAck = 9
};
constexpr Token kCodes[] = {
    {kProbe, "Probe"},
    {kReport, "Report"},
    {kAskNeighbors, "Ask-neighbors(old)"},
    {kNeighbors, "Neighbors(old)"},
    {kAskNeighbors2, "Ask-neighbors2"},
    {kNeighbors2, "Neighbors2"},
    {kPrune, "Prune"},
    {kGraft, "Graft"},
    {kGraftAck, "Graft-ACK"},
};
constexpr Token kNeighborFlags[] = {
    {0x01, "/tunnel"}, {0x02, "/srcrt"}, {0x40, "/querier"}, {0x20, "/disabled"}, {0x10, "/down"}};
constexpr std::uint32_t kHeader = 8;

struct Invalid {};
void claim(Printer& p, Slice in, std::uint32_t n, std::string_view what = "length") {
  if (in.length() >= n) return;
  p.put(" [", what, ' ', in.length(), " < ", n, ']');
  throw Invalid{};
}

void print_probe(Printer& p, Slice in) {
  claim(p, in, 4, "full length");
  p.put(p.verbose() > 1 ? "\n\t" : " ");
  p.put("genid ", in.b32());
  if (p.verbose() <= 1) return;
  in.advance(4);
  while (in.length() > 0) {
    claim(p, in, 4);
    p.put("\n\tneighbor ", Ip4{in.at(0, 4)});
    in.advance(4);
  }
}

// One mask and the networks of that mask, each with as many bytes as the mask has, up to one whose metric says that it
// is the last.
void print_mask(Printer& p, Slice& in) {
  claim(p, in, 3);
  const std::uint32_t mask = 0xff000000U | in.b24();
  std::uint32_t width = 1;
  for (std::uint32_t i = 0; i < 3; ++i) {
    if (in.u8(i) != 0) width = i + 2;
  }
  p.put("\n\tMask ", mask >> 24, '.', mask >> 16 & 0xff, '.', mask >> 8 & 0xff, '.', mask & 0xff);
  in.advance(3);
  for (bool last = false; !last;) {
    if (in.length() < width + 1) {
      p.put("\n\t  [Truncated Report]");
      throw Invalid{};
    }
    in.need(0, width + 1);
    p.put("\n\t  ");
    for (std::uint32_t i = 0; i < 4; ++i) p.put(i == 0 ? "" : ".", i < width ? in.u8(i) : 0);
    const std::uint8_t metric = in.u8(width);
    p.put(" metric ", metric & 0x7f);
    in.advance(width + 1);
    last = (metric & 0x80) != 0;
  }
}

void print_report(Printer& p, Slice in) {
  while (in.length() > 0) print_mask(p, in);
}

void print_neighbors(Printer& p, Slice in) {
  while (in.length() > 0) {
    claim(p, in, 7);
    const Slice head = in;
    in.advance(7);
    for (std::uint32_t left = in.length() > 0 ? head.u8(6) : 0; left > 0 && in.length() > 0; --left) {
      claim(p, in, 4);
      p.put(" [", Ip4{head.at(0, 4)}, " ->");
      p.put(' ', Ip4{in.at(0, 4)}, ", (", head.u8(4), '/', head.u8(5), ")]");
      in.advance(4);
    }
  }
}

void print_neighbors2(Printer& p, Slice in, std::uint8_t major, std::uint8_t minor) {
  p.put(" (v ", major, '.', minor, "):");
  while (in.length() > 0) {
    claim(p, in, 8);
    const Slice head = in;
    const std::uint8_t flags = head.u8(6);
    in.need(0, 8);
    in.advance(8);
    for (std::uint32_t left = head.u8(7); left > 0; --left) {
      if (in.length() == 0) {
        p.put(" [invalid ncount]");
        throw Invalid{};
      }
      claim(p, in, 4);
      p.put(" [", Ip4{head.at(0, 4)}, " -> ");
      p.put(Ip4{in.at(0, 4)}, " (", head.u8(4), '/', head.u8(5), Bits{kNeighborFlags, flags, "", ""}, ")]");
      in.advance(4);
    }
  }
}

void print_prune(Printer& p, Slice in) {
  claim(p, in, 12);
  p.put(" src ", Ip4{in.at(0, 4)}, " grp ", Ip4{in.at(4, 4)}, " timer ");
  p.put_relative_time(in.b32(8));
}

void print_graft(Printer& p, Slice in) {
  claim(p, in, 8);
  p.put(" src ", Ip4{in.at(0, 4)}, " grp ", Ip4{in.at(4, 4)});
}

void print_body(Printer& p, std::uint8_t code, Slice in) {
  const Slice body = in.after(kHeader);
  switch (code) {
    case kProbe:
      if (p.verbose() > 0) print_probe(p, body);
      return;
    case kReport:
      if (p.verbose() > 1) print_report(p, body);
      return;
    case kNeighbors:
      return print_neighbors(p, body);
    case kNeighbors2:
      return print_neighbors2(p, body, in.u8(7), in.u8(6));
    case kPrune:
      return print_prune(p, body);
    case kGraft:
    case kGraftAck:
      return print_graft(p, body);
    default:
      return;
  }
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader) {
    p.put(" [length ", in.length(), " < ", kHeader, ']');
    return p.invalid();
  }
  const std::uint8_t code = in.u8(1);
  p.put(' ', Named{kCodes, code, "[type ", "]"});
  try {
    print_body(p, code, in);
  } catch (const Invalid&) {
    p.invalid();
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("code", in.u8(1));
  json.field("code_name", find_token(kCodes, in.u8(1)));
  json.field("minor_version", in.u8(6));
  json.field("major_version", in.u8(7));
  return {};
}

}  // namespace
}  // namespace dvmrp

const Dissector kDvmrp{"dvmrp", dvmrp::print, dvmrp::json};

}  // namespace nd::capture
