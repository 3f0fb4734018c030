#include "ping/sweep_icmp_text.h"

#include <array>
#include <string_view>

#include "common/render/address.h"
#include "ping/icmp_text.h"

namespace nd::ping {
namespace {

constexpr std::array<std::string_view, 16> kUnreachable = {
    "ICMP Network Unreachable",
    "ICMP Host Unreachable",
    "ICMP Protocol Unreachable",
    "ICMP Port Unreachable",
    "ICMP Unreachable (Fragmentation Needed)",
    "ICMP Unreachable (Source Route Failed)",
    "ICMP Unreachable (Destination Network Unknown)",
    "ICMP Unreachable (Destination Host Unknown)",
    "ICMP Unreachable (Source Host Isolated)",
    "ICMP Unreachable (Communication with Network Prohibited)",
    "ICMP Unreachable (Communication with Host Prohibited)",
    "ICMP Unreachable (Network Unreachable For Type Of Service)",
    "ICMP Unreachable (Host Unreachable For Type Of Service)",
    "ICMP Unreachable (Communication Administratively Prohibited)",
    "ICMP Unreachable (Host Precedence Violation)",
    "ICMP Unreachable (Precedence cutoff in effect)",
};

void append_what(TextBuffer& out, const SweepCause& cause) {
  const IcmpHeader& header = cause.header;
  if (!cause.from.is_v4()) {
    out.put("ICMPv6 ");
    append_icmp_text(out, Family::kIpv6, header.type, header.code, header.rest);
  } else if (header.type == icmp4::kTimeExceeded) {
    out.put("ICMP Time Exceeded");
  } else {
    out.put(header.code < kUnreachable.size() ? kUnreachable[header.code] : "ICMP Unreachable (Invalid Code)");
  }
}

}  // namespace

void append_cause(TextBuffer& out, const SweepCause& cause, const IpAddress& target) {
  append_what(out, cause);
  out.put(" from ");
  append_address(out, cause.from);
  out.put(" for ICMP Echo sent to ");
  append_address(out, target);
}

}  // namespace nd::ping
