// Multicast listener discovery, version 1 (RFC 2710) and 2 (RFC 3810).
#include "capture/dissect/icmp6.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kRecordHeader = 20;
constexpr std::uint32_t kQueryHeader = 28;
constexpr std::uint32_t kAddress = 16;

constexpr Token kRecordTypes[] = {{1, "is_in"}, {2, "is_ex"}, {3, "to_in"}, {4, "to_ex"}, {5, "allow"}, {6, "block"}};

void put_sources(Printer& p, Slice in, std::uint32_t at, std::uint32_t count) {
  p.put(" {");
  for (std::uint32_t i = 0; i < count; ++i) {
    p.put(' ', Ip6{in.at(at + i * kAddress, kAddress)});
  }
  p.put(" }");
}

// The codes from 32768 and 128 on are floating-point numbers (RFC 3810 sections 5.1.3 and 5.1.9).
std::uint32_t response_delay(std::uint16_t code) {
  return code < 0x8000 ? code : (0x1000U | (code & 0x0fffU)) << ((code >> 12 & 7U) + 3);
}
std::uint32_t query_interval(std::uint8_t code) {
  return code < 0x80 ? code : (0x10U | (code & 0x0fU)) << ((code >> 4 & 7U) + 3);
}

// A group's record at `at`; returns where the next one is, or 0 when the message says more than it has.
std::uint32_t put_record(Printer& p, Slice in, std::uint32_t at) {
  if (in.length() < at + kRecordHeader) {
    p.put(" [invalid number of groups]");
    return 0;
  }
  p.put(" [gaddr ", Ip6{in.at(at + 4, kAddress)});
  p.put(' ', Named{kRecordTypes, in.u8(at), " [v2-report-#", "]"});
  const std::uint32_t sources = in.b16(at + 2);
  const std::uint32_t end = at + kRecordHeader + sources * kAddress;
  if (in.length() < end) {
    p.put(" [invalid number of sources ", sources, ']');
    return 0;
  }
  if (p.verbose() == 1) {
    p.put(", ", sources, " source(s)");
  } else {
    put_sources(p, in, at + kRecordHeader, sources);
  }
  p.put(']');
  return end;
}

}  // namespace

void print_mld_v1(Printer& p, Slice in) {
  if (!in.has(24)) return;
  p.put("max resp delay: ", in.b16(4), " addr: ", Ip6{in.at(8, kAddress)});
}

void print_mld_report(Printer& p, Slice in) {
  if (in.length() < 8) {
    p.put(" [invalid len ", in.length(), ']');
    return;
  }
  const std::uint16_t groups = in.b16(6);
  p.put(", ", groups, " group record(s)");
  if (p.verbose() == 0) return;
  std::uint32_t at = 8;
  for (unsigned i = 0; i < groups && at != 0; ++i) at = put_record(p, in, at);
}

void print_mld_query(Printer& p, Slice in) {
  if (in.length() < kQueryHeader) {
    p.put(" [invalid len ", in.length(), ']');
    return;
  }
  if (p.verbose() > 0) p.put(" [max resp delay=", response_delay(in.b16(4)), ']');
  p.put(" [gaddr ", Ip6{in.at(8, kAddress)});
  if (p.verbose() > 0) {
    if ((in.u8(24) & 8) != 0) p.put(" sflag");
    if ((in.u8(24) & 7) != 0) p.put(" robustness=", in.u8(24) & 7);
    p.put(" qqi=", query_interval(in.u8(25)));
  }
  const std::uint32_t sources = in.b16(26);
  if (sources > 0) {
    if (in.length() < kQueryHeader + sources * kAddress) {
      p.put(" [invalid number of sources]");
    } else if (p.verbose() > 1) {
      put_sources(p, in, kQueryHeader, sources);
    } else {
      p.put(", ", sources, " source(s)");
    }
  }
  p.put(']');
}

}  // namespace nd::capture
