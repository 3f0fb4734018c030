#include "ping/icmp_text.h"

#include <array>
#include <string_view>

#include "common/parse/icmp.h"
#include "common/render/address.h"

namespace nd::ping {
namespace {

// RFC 792, RFC 1122 section 3.2.2.1 and RFC 1812 section 5.2.7.1; the empty one carries a number.
constexpr std::array<std::string_view, 16> kUnreachable = {
    "Destination Net Unreachable",
    "Destination Host Unreachable",
    "Destination Protocol Unreachable",
    "Destination Port Unreachable",
    "",
    "Source Route Failed",
    "Destination Net Unknown",
    "Destination Host Unknown",
    "Source Host Isolated",
    "Destination Net Prohibited",
    "Destination Host Prohibited",
    "Destination Net Unreachable for Type of Service",
    "Destination Host Unreachable for Type of Service",
    "Packet filtered",
    "Precedence Violation",
    "Precedence Cutoff",
};

constexpr std::array<std::string_view, 4> kRedirect = {
    "Redirect Network",
    "Redirect Host",
    "Redirect Type of Service and Network",
    "Redirect Type of Service and Host",
};

// RFC 4443 section 3.1.
constexpr std::array<std::string_view, 5> kUnreachable6 = {
    "No route",         "Administratively prohibited", "Beyond scope of source address", "Address unreachable",
    "Port unreachable",
};

IpAddress to_address(std::uint32_t host_order) {
  return IpAddress::v4(static_cast<std::uint8_t>(host_order >> 24), static_cast<std::uint8_t>(host_order >> 16),
                       static_cast<std::uint8_t>(host_order >> 8), static_cast<std::uint8_t>(host_order));
}

void append_unreachable(TextBuffer& out, std::uint8_t code, std::uint32_t info) {
  if (code == icmp4::kFragmentationNeeded) {
    out.put("Frag needed and DF set (mtu = ").dec(info).put(')');
  } else if (code < kUnreachable.size()) {
    out.put(kUnreachable[code]);
  } else {
    out.put("Dest Unreachable, Bad Code: ").dec(code);
  }
}

void append_redirect(TextBuffer& out, std::uint8_t code, std::uint32_t gateway) {
  if (code < kRedirect.size()) {
    out.put(kRedirect[code]);
  } else {
    out.put("Redirect, Bad Code: ").dec(code);
  }
  out.put("(New nexthop: ");
  append_address(out, to_address(gateway));
  out.put(')');
}

void append_time_exceeded(TextBuffer& out, std::uint8_t code) {
  if (code == 0) {
    out.put("Time to live exceeded");
  } else if (code == 1) {
    out.put("Frag reassembly time exceeded");
  } else {
    out.put("Time exceeded, Bad Code: ").dec(code);
  }
}

void append_icmp4(TextBuffer& out, std::uint8_t type, std::uint8_t code, std::uint32_t info) {
  switch (type) {
    case icmp4::kEchoReply:
      out.put("Echo Reply");
      break;
    case icmp4::kUnreachable:
      append_unreachable(out, code, info);
      break;
    case icmp4::kSourceQuench:
      out.put("Source Quench");
      break;
    case icmp4::kRedirect:
      append_redirect(out, code, info);
      break;
    case icmp4::kEcho:
      out.put("Echo Request");
      break;
    case icmp4::kTimeExceeded:
      append_time_exceeded(out, code);
      break;
    case icmp4::kParameterProblem:
      out.put("Parameter problem: pointer = ").dec(info);
      break;
    case icmp4::kTimestamp:
      out.put("Timestamp");
      break;
    case icmp4::kTimestampReply:
      out.put("Timestamp Reply");
      break;
    case 15:
      out.put("Information Request");
      break;
    case 16:
      out.put("Information Reply");
      break;
    case icmp4::kAddressMask:
      out.put("Address Mask Request");
      break;
    case icmp4::kAddressMaskReply:
      out.put("Address Mask Reply");
      break;
    default:
      out.put("Bad ICMP type: ").dec(type);
      break;
  }
}

void append_parameter_problem6(TextBuffer& out, std::uint8_t code, std::uint32_t pointer) {
  out.put("Parameter problem: ");
  switch (code) {
    case 0:
      out.put("Wrong header field ");
      break;
    case 1:
      out.put("Unknown header ");
      break;
    case 2:
      out.put("Unknown option ");
      break;
    default:
      out.put("code ").dec(code).put(' ');
      break;
  }
  out.put("at ").dec(pointer);
}

void append_icmp6(TextBuffer& out, std::uint8_t type, std::uint8_t code, std::uint32_t info) {
  switch (type) {
    case icmp6::kUnreachable:
      out.put("Destination unreachable: ");
      if (code < kUnreachable6.size()) {
        out.put(kUnreachable6[code]);
      } else {
        out.put("Unknown code ").dec(code);
      }
      break;
    case icmp6::kPacketTooBig:
      out.put("Packet too big: mtu=").dec(info);
      if (code != 0) out.put(", code=").dec(code);
      break;
    case icmp6::kTimeExceeded:
      out.put("Time exceeded: ");
      if (code == 0) out.put("Hop limit");
      if (code == 1) out.put("Defragmentation failure");
      if (code > 1) out.put("code ").dec(code);
      break;
    case icmp6::kParameterProblem:
      append_parameter_problem6(out, code, info);
      break;
    case icmp6::kEcho:
      out.put("Echo request");
      break;
    case icmp6::kEchoReply:
      out.put("Echo reply");
      break;
    case 130:
      out.put("MLD Query");
      break;
    case 131:
      out.put("MLD Report");
      break;
    case 132:
      out.put("MLD Reduction");
      break;
    default:
      out.put("unknown icmp type: ").dec(type);
      break;
  }
}

}  // namespace

void append_icmp_text(TextBuffer& out, Family family, std::uint8_t type, std::uint8_t code, std::uint32_t info) {
  if (family == Family::kIpv6) {
    append_icmp6(out, type, code, info);
  } else {
    append_icmp4(out, type, code, info);
  }
}

}  // namespace nd::ping
