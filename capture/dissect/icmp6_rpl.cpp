// RPL, the routing protocol for low-power and lossy networks (RFC 6550), whose messages are ICMPv6's.
#include "capture/dissect/icmp6.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kInformationObject = 24;  // bytes of a DIO before its options
constexpr std::uint32_t kAdvertisement = 4;       // of a DAO or its acknowledgement without the DODAG's address
constexpr std::uint32_t kFullAdvertisement = 20;  // and with it
constexpr std::uint8_t kSecured = 0x80;

enum : std::uint8_t { kDis = 0, kDio = 1, kDao = 2, kDaoAck = 3 };

constexpr Token kModes[] = {{0, "nonstoring"}, {1, "storing"}, {2, "nonstoring-multicast"}, {3, "storing-multicast"}};
constexpr Token kOptionNames[] = {
    {0, "pad1"},      {1, "padN"},        {2, "metrics"},    {3, "routinginfo"},   {4, "config"},
    {5, "rpltarget"}, {6, "transitinfo"}, {8, "destprefix"}, {9, "rpltargetdesc"},
};

void print_options(Printer& p, Slice in) {
  while (in.length() > 0) {
    const std::uint8_t type = in.u8();
    if (type == 0) {
      p.put(" opt:pad1");
      in.advance(1);
      continue;
    }
    if (in.length() < 2) return p.truncated();
    const std::uint32_t length = in.u8(1) + 2U;
    p.put(" opt:", Named{kOptionNames, type, "subopt:"}, " len:", length, ' ');
    if (!in.has(length) || in.length() < length) return p.truncated();
    if (p.verbose() > 2) p.unknown_data(" ", in.after(2).with_length(length - 2));
    in.advance(length);
  }
}

void print_information_object(Printer& p, Slice in) {
  if (in.length() < kInformationObject) {
    p.put(" [length ", in.length(), " < ", kInformationObject, ']');
    return p.invalid();
  }
  const std::uint8_t mode = in.u8(4);
  p.put(" [dagid:", Ip6{in.at(8, 16)}, ",seq:", in.u8(5), ",instance:", in.u8(0), ",rank:", in.b16(2), ',',
        (mode & 0x80) != 0 ? "grounded," : "", "mop:", Named{kModes, mode >> 3 & 7U, "mop"}, ",prf:", mode & 7, ']');
  if (p.verbose() > 1) print_options(p, in.after(kInformationObject));
}

// What a DAO and its acknowledgement have in common: a flag says whether the DODAG's address is there.
bool has_dodag(Slice in, std::uint8_t flag) { return (in.u8(1) & flag) != 0; }

void put_dodag(Printer& p, Slice in, bool present) {
  p.put(" [dagid:");
  if (present) {
    p.put(Ip6{in.at(4, 16)});
  } else {
    p.put("<elided>");
  }
}

void print_advertisement(Printer& p, Slice in) {
  if (!in.has(kFullAdvertisement) || in.length() < kAdvertisement) return p.truncated();
  const bool dodag = has_dodag(in, 0x40);
  if (dodag && in.length() < kFullAdvertisement) return p.truncated();
  put_dodag(p, in, dodag);
  const std::uint8_t flags = in.u8(1);
  p.put(",seq:", in.u8(3), ",instance:", in.u8(0), (flags & 0x80) != 0 ? ",acK" : "", dodag ? ",Dagid" : "", ',',
        Hex{flags, 2}, ']');
  if (p.verbose() > 1) print_options(p, in.after(dodag ? kFullAdvertisement : kAdvertisement));
}

void print_acknowledgement(Printer& p, Slice in) {
  if (!in.has(kAdvertisement) || in.length() < kAdvertisement) return p.truncated();
  const bool dodag = has_dodag(in, 0x80);
  if (dodag && (!in.has(kFullAdvertisement) || in.length() < kFullAdvertisement)) return p.truncated();
  put_dodag(p, in, dodag);
  p.put(",seq:", in.u8(2), ",instance:", in.u8(0), ",status:", in.u8(3), ']');
  if (p.verbose() > 1) print_options(p, in.after(dodag ? kFullAdvertisement : kAdvertisement));
}

}  // namespace

void print_rpl(Printer& p, Slice message) {
  const std::uint8_t code = message.u8(1);
  if ((code & kSecured) != 0) {
    p.put(", (SEC) [worktodo]");
    return;
  }
  p.put(", (CLR)");
  const Slice in = message.after(4);
  const bool details = p.verbose() > 0;
  switch (code) {
    case kDis:
      p.put("DODAG Information Solicitation");
      break;
    case kDio:
      p.put("DODAG Information Object");
      if (details) print_information_object(p, in);
      break;
    case kDao:
      p.put("Destination Advertisement Object");
      if (details) print_advertisement(p, in);
      break;
    case kDaoAck:
      p.put("Destination Advertisement Object Ack");
      if (details) print_acknowledgement(p, in);
      break;
    default:
      p.put("RPL message, unknown code ", code);
  }
}

}  // namespace nd::capture
