// ICMP errors about a sweep's probes, in the words of fping, which are not those of ping.
#pragma once

#include "common/base/text_buffer.h"
#include "common/model/address.h"
#include "common/parse/icmp.h"

namespace nd::ping {

// An ICMP error, and who sent it.
struct SweepCause {
  IpAddress from;
  IcmpHeader header;
};

// "ICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 10.0.0.9". fping is silent about those of IPv6: they are
// told in ping's words.
void append_cause(TextBuffer& out, const SweepCause& cause, const IpAddress& target);

}  // namespace nd::ping
