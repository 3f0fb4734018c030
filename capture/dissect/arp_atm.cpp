// ARP over ATM (RFC 2225): the same questions, but the two sides' lengths differ and subaddresses come along.
#include "capture/dissect/arp.h"
#include "capture/dissect/registry.h"

namespace nd::capture {
namespace {

using namespace arp_operation;

constexpr std::uint32_t kHeader = 12;
constexpr std::uint8_t kLengthMask = 0x3f;  // above it: whether the address is E.164

void put_protocol_address(Printer& p, const AtmArpHeader& header, Slice address, std::string_view wrong_length) {
  if (header.protocol_type != 0x0800 && header.protocol_type != 0x1000) {
    p.put("<wrong proto type>");
  } else if (address.length() != 4) {
    p.put(wrong_length);
  } else {
    p.put(Ip4{address.data()});
  }
}
void put_sender(Printer& p, const AtmArpHeader& header) {
  put_protocol_address(p, header, header.sender_protocol, "<wrong splen>");
}
void put_target(Printer& p, const AtmArpHeader& header) {
  put_protocol_address(p, header, header.target_protocol, "<wrong tplen>");
}

void put_bytes(Printer& p, Slice address) {
  bool first = true;
  for (const std::uint8_t byte : address.bytes()) {
    if (!first) p.put(':');
    p.put(Hex{byte, 2});
    first = false;
  }
}

void put_hardware(Printer& p, Slice address, Slice subaddress) {
  if (address.length() == 0) {
    p.put("<No address>");
    return;
  }
  put_bytes(p, address);
  if (subaddress.length() == 0) return;
  p.put(',');
  put_bytes(p, subaddress);
}

bool put_operation(Printer& p, const AtmArpHeader& header) {
  switch (header.operation) {
    case kRequest:
      p.put("who-has ");
      put_target(p, header);
      if (header.target_hardware.length() != 0) {
        p.put(" (");
        put_hardware(p, header.target_hardware, header.target_subaddress);
        p.put(')');
      }
      p.put(" tell ");
      put_sender(p, header);
      return true;
    case kReply:
      put_sender(p, header);
      p.put(" is-at ");
      put_hardware(p, header.sender_hardware, header.sender_subaddress);
      return true;
    case kInverseRequest:
      p.put("who-is ");
      put_hardware(p, header.target_hardware, header.target_subaddress);
      p.put(" tell ");
      put_hardware(p, header.sender_hardware, header.sender_subaddress);
      return true;
    case kInverseReply:
      put_hardware(p, header.sender_hardware, header.sender_subaddress);
      p.put("at ");  // the peer has no blank before it
      put_sender(p, header);
      return true;
    case kNak:
      p.put("for ");
      put_sender(p, header);
      return true;
    default:
      return false;
  }
}

}  // namespace

AtmArpHeader parse_atm_arp(Slice in) {
  in.need(0, kHeader);
  AtmArpHeader header{.hardware_type = in.b16(0), .protocol_type = in.b16(2), .operation = in.b16(6)};
  Slice rest = in.with_length(in.captured()).after(kHeader);
  const auto take = [&rest](std::size_t n) {
    rest.need(0, n);
    const Slice taken = rest.with_length(n);
    rest.advance(n);
    return taken;
  };
  header.sender_hardware = take(in.u8(4) & kLengthMask);
  header.sender_subaddress = take(in.u8(5) & kLengthMask);
  header.sender_protocol = take(in.u8(8));
  header.target_hardware = take(in.u8(9) & kLengthMask);
  header.target_subaddress = take(in.u8(10) & kLengthMask);
  header.target_protocol = take(in.u8(11));
  return header;
}

void print_atm_arp(Printer& p, Slice in) {
  const AtmArpHeader header = parse_atm_arp(in);
  if (!p.options.link_header) p.put("ARP, ");
  const bool plain = (header.protocol_type == 0x0800 || header.protocol_type == 0x1000) &&
                     header.sender_protocol.length() == 4 && header.target_protocol.length() == 4;
  if (!plain || p.verbose() > 0) {
    p.put(Named{kArpHardwareTypes, header.hardware_type, "Unknown Hardware (", ")"}, ", ",
          NamedHex{kEtherTypes, header.protocol_type, "Unknown Protocol (0x", 4, ")"}, " (len ",
          header.sender_protocol.length(), '/', header.target_protocol.length(), ')');
  }
  if (plain || p.verbose() > 0) {
    p.put(p.verbose() > 0 ? ", " : "", Named{kArpOperations, header.operation, "Unknown (", ")"}, ' ');
    if (!put_operation(p, header)) return append_hex_dump(p.out, in.with_length(in.captured()).bytes(), "\n\t", true);
  }
  p.put(", length ", in.length());
}

}  // namespace nd::capture
