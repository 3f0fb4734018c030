// DHCP options with a form of their own: names (RFC 4702), client identifiers, relay agents (RFC 3046), classless
// routes (RFC 3442), user classes (RFC 3004). All of their data has been captured when they are called.
#include "capture/dissect/bootp.h"

namespace nd::capture {
namespace {

using namespace dhcp_tag;

constexpr Token kNodeTypes[] = {{1, "b-node"}, {2, "p-node"}, {4, "m-node"}, {8, "h-node"}};
constexpr Token kOverloads[] = {{1, "file"}, {2, "sname"}, {3, "file+sname"}};
constexpr Token kHardware[] = {{1, "ether"},   {6, "ieee802"}, {7, "arcnet"},
                               {15, "frelay"}, {23, "strip"},  {24, "ieee1394"}};
constexpr Token kAgentOptions[] = {{1, "Circuit-ID"}, {2, "Remote-ID"}, {6, "Subscriber-ID"}};

void put_text(Printer& p, Slice text) {
  for (const std::uint8_t byte : text.bytes()) p.put_safe(byte);
}

void put_quoted(Printer& p, Slice text) {
  p.put('"');
  put_text(p, text);
  p.put('"');
}

void put_too_short(Printer& p, Slice& data, unsigned minimum) {
  p.put("[ERROR: length < ", minimum, " bytes]");
  data.advance(data.length());
}

void put_client_name(Printer& p, Slice& data) {
  if (data.length() < 3) return put_too_short(p, data, 3);
  const std::uint8_t flags = data.u8();
  if ((flags & 0xf0) != 0) p.put("[ERROR: MBZ nibble 0x", Hex{static_cast<unsigned>(flags >> 4)}, " != 0] ");
  if ((flags & 0x0f) != 0) {
    p.put('[', (flags & 1) != 0 ? "S" : "", (flags & 2) != 0 ? "O" : "", (flags & 4) != 0 ? "E" : "",
          (flags & 8) != 0 ? "N" : "", "] ");
  }
  if (data.u8(1) != 0 || data.u8(2) != 0) p.put(data.u8(1), '/', data.u8(2), ' ');
  put_quoted(p, data.after(3));
  data.advance(data.length());
}

void put_client_id(Printer& p, Slice& data) {
  if (data.length() < 1) return put_too_short(p, data, 1);
  const std::uint8_t type = data.u8();
  data.advance(1);
  if (type == 0) {
    put_quoted(p, data);
  } else {
    p.put(Named{kHardware, type, "hardware-type ", ","});
    for (std::uint32_t i = 0; i < data.length(); ++i) p.put(i == 0 ? ' ' : ':', Hex{data.u8(i), 2});
  }
  data.advance(data.length());
}

void put_agent(Printer& p, Slice& data) {
  while (data.length() >= 2) {
    const std::uint8_t type = data.u8(0);
    const std::uint32_t length = data.u8(1);
    data.advance(2);
    p.put("\n\t      ", NameOr{kAgentOptions, type, "Unknown"}, " SubOption ", type, ", length ", length, ": ");
    if (length > data.length()) {
      p.put("length goes past end of option");
      return data.advance(data.length());
    }
    const Slice value = data.with_length(length);
    if (find_token(kAgentOptions, type).empty()) {
      p.unknown_data("\n\t\t", value);
    } else {
      put_text(p, value);
    }
    data.advance(length);
  }
}

// A prefix and its router; false where the option is broken.
bool put_route(Printer& p, Slice& data) {
  const std::uint32_t width = data.u8();
  data.advance(1);
  if (width > 32) {
    p.put("[ERROR: Mask width (", width, ") > 32]");
    return false;
  }
  const std::uint32_t octets = (width + 7) / 8;
  if (data.length() < octets + 4) {
    p.put("[ERROR: Remaining length (", data.length(), ") < ", octets + 4, " bytes]");
    return false;
  }
  p.put('(');
  if (width == 0) {
    p.put("default");
  } else {
    for (std::uint32_t i = 0; i < 4; ++i) p.put(i > 0 ? "." : "", i < octets ? data.u8(i) : std::uint8_t{0});
    p.put('/', width);
  }
  p.put(':', Ip4{data.at(octets, 4)}, ')');
  data.advance(octets + 4);
  return true;
}

void put_routes(Printer& p, Slice& data) {
  if (data.length() < 5) return put_too_short(p, data, 5);
  for (bool first = true; data.length() > 0; first = false) {
    if (!first) p.put(',');
    if (!put_route(p, data)) return data.advance(data.length());
  }
}

void put_user_class(Printer& p, Slice& data) {
  if (data.length() < 2) return put_too_short(p, data, 2);
  for (unsigned number = 1; data.length() > 0; ++number) {
    const std::uint32_t length = data.u8();
    data.advance(1);
    p.put("\n\t      instance#", number, ": ");
    if (length == 0 || data.length() < length) {
      p.put(length == 0 ? "[ERROR: suboption length must be non-zero]" : "[ERROR: invalid option]");
      return data.advance(data.length());
    }
    put_quoted(p, data.with_length(length));
    p.put(", length ", length);
    data.advance(length);
  }
}

void put_number(Printer& p, Slice& data, Tokens names) {
  if (data.length() < 1) return put_too_short(p, data, 1);
  p.put(Named{names, data.u8()});
  data.advance(1);
}

}  // namespace

void print_special_dhcp_option(Printer& p, std::uint8_t tag, Slice& data) {
  switch (tag) {
    case kNetbiosNode:
      put_number(p, data, kNodeTypes);
      break;
    case kOverload:
      put_number(p, data, kOverloads);
      break;
    case kClientName:
      put_client_name(p, data);
      break;
    case kClientId:
      put_client_id(p, data);
      break;
    case kAgent:
      put_agent(p, data);
      break;
    case kClasslessRoute:
    case kClasslessRouteMicrosoft:
      put_routes(p, data);
      break;
    case kUserClass:
      put_user_class(p, data);
      break;
    default:
      break;
  }
}

}  // namespace nd::capture
