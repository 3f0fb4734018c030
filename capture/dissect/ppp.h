// The Point-to-Point Protocol (RFC 1661): a protocol number and one of many payloads.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

enum : std::uint16_t {
  kPppIp = 0x0021,
  kPppOsi = 0x0023,
  kPppIpx = 0x002b,
  kPppVjUncompressed = 0x002f,
  kPppMultilink = 0x003d,
  kPppIpv6 = 0x0057,
  kPppCompressed = 0x00fd,
  kPppMpls = 0x0281,
  kPppMplsMulticast = 0x0283,
  kPppIpcp = 0x8021,
  kPppOsicp = 0x8023,
  kPppIpv6cp = 0x8057,
  kPppCcp = 0x80fd,
  kPppMplscp = 0x8281,
  kPppLcp = 0xc021,
  kPppPap = 0xc023,
  kPppLqm = 0xc025,
  kPppSpap = 0xc027,
  kPppBacp = 0xc02b,
  kPppBap = 0xc02d,
  kPppOldSpap = 0xc123,
  kPppChap = 0xc223,
  kPppEap = 0xc227,
};
extern const Tokens kPppProtocols;

// From the address and control bytes, where they are, to the payload. Returns the header's length.
std::uint32_t print_ppp(Printer& p, Slice in);
// What follows the protocol number, at `offset` of `packet`: some dumps show the number as well.
void print_ppp_payload(Printer& p, std::uint16_t protocol, Slice packet, std::size_t offset);
// The same for JSON: the dissector of the payload, or null.
const Dissector* by_ppp_protocol(std::uint16_t protocol);

// LCP, IPCP and the other negotiating protocols (RFC 1661 section 5). `packet` starts with the protocol number.
void print_ppp_control(Printer& p, std::uint16_t protocol, Slice packet);
// One option of a configure request and its like; returns its length, 0 to stop.
std::uint32_t print_ppp_option(Printer& p, std::uint16_t protocol, Slice options);
bool has_ppp_options(std::uint16_t protocol);

}  // namespace nd::capture
