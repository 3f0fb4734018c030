// ARP and its kin for reverse look-ups and ATM (RFC 826, RFC 903, RFC 2225, RFC 2390).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct ArpHeader {
  std::uint16_t hardware_type = 0;
  std::uint16_t protocol_type = 0;
  std::uint8_t hardware_length = 0;
  std::uint8_t protocol_length = 0;
  std::uint16_t operation = 0;
  Slice sender_hardware{};
  Slice sender_protocol{};
  Slice target_hardware{};
  Slice target_protocol{};
};
ArpHeader parse_arp(Slice in);  // Truncated where the four addresses do not all fit

// ATM's form has a subaddress beside each hardware address (RFC 2225 section 5).
struct AtmArpHeader {
  std::uint16_t hardware_type = 0;
  std::uint16_t protocol_type = 0;
  std::uint16_t operation = 0;
  Slice sender_hardware{};
  Slice sender_subaddress{};
  Slice sender_protocol{};
  Slice target_hardware{};
  Slice target_subaddress{};
  Slice target_protocol{};
};
AtmArpHeader parse_atm_arp(Slice in);  // Truncated as above

// A link-layer address of any length: "02:00:00:00:00:01", or "<empty>".
void put_link_address(Printer& p, Slice address);
// A frame relay address: "DLCI 17" (Q.922 section 3.3).
void put_dlci(Printer& p, Slice address);

namespace arp_operation {
enum : std::uint16_t {
  kRequest = 1,
  kReply = 2,
  kReverseRequest = 3,
  kReverseReply = 4,
  kInverseRequest = 8,
  kInverseReply = 9,
  kNak = 10
};
}
inline constexpr std::uint16_t kArpHardwareFrameRelay = 15;
inline constexpr std::uint16_t kArpHardwareAtm = 19;
extern const Tokens kArpHardwareTypes;
extern const Tokens kArpOperations;

void print_atm_arp(Printer& p, Slice in);

}  // namespace nd::capture
