// DNS messages (RFC 1035, EDNS RFC 6891, TSIG RFC 8945, multicast DNS RFC 6762).
#pragma once

#include <optional>

#include "capture/dissect/printer.h"

namespace nd::capture {

inline constexpr std::uint32_t kDnsHeader = 12;

struct DnsHeader {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::uint16_t questions = 0;
  std::uint16_t answers = 0;
  std::uint16_t authorities = 0;
  std::uint16_t additionals = 0;

  bool is_response() const { return (flags & 0x8000) != 0; }
  unsigned opcode() const { return flags >> 11 & 0xfU; }
  bool authoritative() const { return (flags & 0x0400) != 0; }
  bool truncated() const { return (flags & 0x0200) != 0; }
  bool recursion_desired() const { return (flags & 0x0100) != 0; }
  bool recursion_available() const { return (flags & 0x0080) != 0; }
  bool authentic_data() const { return (flags & 0x0020) != 0; }
  bool checking_disabled() const { return (flags & 0x0010) != 0; }
};
DnsHeader parse_dns_header(Slice in);  // Truncated below 12 bytes

namespace dns_type {
enum : std::uint16_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kSoa = 6,
  kPtr = 12,
  kMx = 15,
  kTxt = 16,
  kAaaa = 28,
  kSrv = 33,
  kA6 = 38,
  kDname = 39,
  kOpt = 41,
  kUnspecA = 104,
  kTsig = 250,
  kUri = 256
};
}
inline constexpr std::uint16_t kDnsClassIn = 1;
inline constexpr std::uint16_t kDnsTopBit = 0x8000;  // of a class in multicast DNS: unicast wanted, or flush the cache

extern const Tokens kDnsTypes;
extern const Tokens kDnsClasses;
// With the blank in front that the peer prints: " NXDomain", or nothing for success.
void put_dns_rcode(Printer& p, unsigned rcode);
std::string_view dns_opcode(unsigned opcode);  // " update"; empty for a plain query

// The response code with the upper bits that an OPT record holds (RFC 6891 section 6.1.3).
unsigned dns_extended_rcode(Slice message, const DnsHeader& header);

// One entry of a section at `offset`. Returns the offset behind it, or nothing when it is broken or cut off.
std::optional<std::uint32_t> print_dns_question(Printer& p, Slice message, std::uint32_t offset, bool multicast);
std::optional<std::uint32_t> print_dns_record(Printer& p, Slice message, std::uint32_t offset, bool multicast);
// The EDNS options of `message` between `offset` and `end`, without the brackets; false where one is cut off.
bool print_edns_options(Printer& p, Slice message, std::uint32_t offset, std::uint32_t end);

// The JSON side, from the header on.
Next dns_json(JsonWriter& json, Slice message);

}  // namespace nd::capture
