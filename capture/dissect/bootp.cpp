// BOOTP messages (RFC 951), which DHCP's are in shape.
#include "capture/dissect/bootp.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum Offset : std::uint32_t {
  kClientIp = 12,
  kYourIp = 16,
  kServerIp = 20,
  kGatewayIp = 24,
  kHardware = 28,
  kServerName = 44,
  kFile = 108,
  kVendor = 236
};
constexpr std::uint8_t kRequest = 1;
constexpr std::uint32_t kDhcpCookie = 0x63825363;
constexpr std::uint32_t kCmuCookie = 0x434d5500;  // "CMU", before RFC 1048
constexpr Token kOperations[] = {{kRequest, "Request"}, {2, "Reply"}};

bool is_ethernet(Slice in) { return in.u8(1) == 1 && in.u8(2) == 6; }

void put_address(Printer& p, std::string_view label, Slice in, Offset offset) {
  if (in.b32(offset) != 0) p.put("\n\t  ", label, ' ', Ip4{in.at(offset, 4)});
}

// A field of `size` bytes that a NUL may end earlier; false where the capture does.
bool put_text_field(Printer& p, std::string_view label, Slice in, Offset offset, std::uint32_t size) {
  if (in.u8(offset) == 0) return true;
  p.put("\n\t  ", label, " \"");
  const Bytes bytes = in.after(offset).with_length(size).bytes();
  bool ended = false;
  for (const std::uint8_t byte : bytes) {
    ended = byte == 0;
    if (ended) break;
    p.put_safe(byte);
  }
  p.put('"');
  if (!ended) p.truncated();  // nor is a field without a NUL whole
  return ended;
}

void put_cmu(Printer& p, Slice vendor) {
  static constexpr std::uint32_t kMask = 8;
  static constexpr struct {
    std::string_view label;
    std::uint32_t offset;
  } kAddresses[] = {{"DG", 12},   {"SM", kMask}, {"NS1", 16}, {"NS2", 20},
                    {"IEN1", 24}, {"IEN2", 28},  {"TS1", 32}, {"TS2", 36}};
  p.put(" vend-cmu");
  if (!vendor.has(4, 4)) return p.truncated();
  const std::uint8_t flags = vendor.u8(4);
  if ((flags & ~1) != 0) p.put(" F:0x", Hex{flags});
  for (const auto& address : kAddresses) {
    if (!vendor.has(address.offset, 4)) return p.truncated();
    if (vendor.b32(address.offset) != 0)
      p.put(' ', address.label, address.offset == kMask && (flags & 1) == 0 ? "*" : "", ':',
            Ip4{vendor.at(address.offset, 4)});
  }
}

void print_vendor(Printer& p, Slice vendor) {
  if (!vendor.has(4)) return p.truncated();
  const std::uint32_t cookie = vendor.b32();
  if (cookie == kDhcpCookie) return print_dhcp_options(p, vendor);
  if (cookie == kCmuCookie) return put_cmu(p, vendor);
  if (cookie != 0) p.put("\n\t  Vendor-#0x", Hex{cookie});
}

void print_details(Printer& p, Slice in) {
  if (!in.has(8, 2)) return p.truncated();
  if (in.u8(1) != 1) p.put(", htype ", in.u8(1));
  if (!is_ethernet(in)) p.put(", hlen ", in.u8(2));
  if (in.u8(3) != 0) p.put(", hops ", in.u8(3));
  if (in.b32(4) != 0) p.put(", xid 0x", Hex{in.b32(4)});
  if (in.b16(8) != 0) p.put(", secs ", in.b16(8));
  const std::uint16_t flags = in.b16(10);
  p.put(", Flags [", (flags & 0x8000) != 0 ? "Broadcast" : "none", ']');
  if (p.verbose() > 1) p.put(" (0x", Hex{flags, 4}, ')');
  put_address(p, "Client-IP", in, kClientIp);
  put_address(p, "Your-IP", in, kYourIp);
  put_address(p, "Server-IP", in, kServerIp);
  put_address(p, "Gateway-IP", in, kGatewayIp);
  if (is_ethernet(in)) p.put("\n\t  Client-Ethernet-Address ", MacAddress{in.at(kHardware, 6)});
  if (!put_text_field(p, "sname", in, kServerName, 64) || !put_text_field(p, "file", in, kFile, 128)) return;
  print_vendor(p, in.after(kVendor).with_length(in.captured()));
}

void print(Printer& p, Slice in) {
  const std::uint8_t operation = in.u8(0);
  p.put("BOOTP/DHCP, ", NamedHex{kOperations, operation, "unknown (0x", 2, ")"});
  in.need(1, 2);
  if (is_ethernet(in) && operation == kRequest) p.put(" from ", MacAddress{in.at(kHardware, 6)});
  p.put(", length ", in.length());
  if (p.verbose() > 0) print_details(p, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("operation", in.u8(0));
  json.field("hops", in.u8(3));
  json.field("transaction_id", in.b32(4));
  json.field("seconds", in.b16(8));
  json.field("broadcast", (in.b16(10) & 0x8000) != 0);
  json.field("client_address", ipv4_at(in, kClientIp));
  json.field("your_address", ipv4_at(in, kYourIp));
  json.field("server_address", ipv4_at(in, kServerIp));
  json.field("gateway_address", ipv4_at(in, kGatewayIp));
  if (is_ethernet(in)) json.field("hardware_address", mac_at(in, kHardware));
  if (in.b32(kVendor) == kDhcpCookie) json_dhcp_options(json, in.after(kVendor + 4));
  return {};
}

}  // namespace

const Dissector kBootp{"bootp", print, json};

}  // namespace nd::capture
