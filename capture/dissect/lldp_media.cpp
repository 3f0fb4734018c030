// LLDP for media endpoints (ANSI/TIA-1057): telephones say what they are, where they are and how much power they want.
#include "capture/dissect/lldp.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kCapabilities = 1,
  kPolicy = 2,
  kLocation = 3,
  kExtendedPower = 4,
  kFirstInventory = 5,
  kLastInventory = 11
};
enum : std::uint8_t { kCoordinates = 1, kCivicAddress = 2, kElin = 3 };
constexpr Token kTiaSubtypes[] = {
    {0x1, "LLDP-MED Capabilities"},         {0x2, "Network policy"},
    {0x3, "Location identification"},       {0x4, "Extended power-via-MDI"},
    {0x5, "Inventory - hardware revision"}, {0x6, "Inventory - firmware revision"},
    {0x7, "Inventory - software revision"}, {0x8, "Inventory - serial number"},
    {0x9, "Inventory - manufacturer name"}, {0xa, "Inventory - model name"},
    {0xb, "Inventory - asset ID"},
};
constexpr Token kMedCapabilities[] = {
    {0x1, "LLDP-MED capabilities"},      {0x2, "network policy"},
    {0x4, "location identification"},    {0x8, "extended power via MDI-PSE"},
    {0x10, "extended power via MDI-PD"}, {0x20, "Inventory"},
};
constexpr Token kDeviceTypes[] = {
    {0x1, "endpoint class 1"},
    {0x2, "endpoint class 2"},
    {0x3, "endpoint class 3"},
    {0x4, "network connectivity"},
};
constexpr Token kApplications[] = {
    {0x1, "voice"},           {0x2, "voice signaling"},    {0x3, "guest voice"},     {0x4, "guest voice signaling"},
    {0x5, "softphone voice"}, {0x6, "video conferencing"}, {0x7, "streaming video"}, {0x8, "video signaling"},
};
constexpr Token kPolicyFlags[] = {
    {0x80, "Unknown"},
    {0x40, "Tagged"},
    {0x20, "reserved"},
};
constexpr Token kLocationFormats[] = {
    {0x1, "coordinate-based LCI"},
    {0x2, "civic address LCI"},
    {0x3, "ECS ELIN"},
};
constexpr Token kAltitudes[] = {
    {0x1, "meters"},
    {0x2, "floors"},
};
constexpr Token kDatums[] = {
    {0x1, "World Geodesic System 1984"},
    {0x2, "North American Datum 1983 (NAVD88)"},
    {0x3, "North American Datum 1983 (MLLW)"},
};
constexpr Token kLciWhat[] = {
    {0x0, "location of DHCP server"},
    {0x1, "location of the network element believed to be closest to the client"},
    {0x2, "location of the client"},
};
constexpr Token kCivic[] = {
    {0x1, "national subdivisions (state,canton,region,province,prefecture)"},
    {0x2, "county, parish, gun, district"},
    {0x3, "city, township, shi"},
    {0x4, "city division, borough, city district, ward chou"},
    {0x5, "neighborhood, block"},
    {0x6, "street"},
};
constexpr Token kPowerSources[] = {
    {0x1, "PSE - primary power source"},
    {0x2, "local - backup power source"},
    {0x3, "PSE+local - reserved"},
};
constexpr Token kPowerPriorities[] = {
    {0x1, "critical"},
    {0x2, "high"},
    {0x3, "low"},
};
constexpr Token kInventory[] = {
    {0x5, "Hardware revision"}, {0x6, "Firmware revision"}, {0x7, "Software revision"}, {0x8, "Serial number"},
    {0x9, "Manufacturer name"}, {0xa, "Model name"},        {0xb, "Asset ID"},
};

void print_policy(Printer& p, Slice in) {
  if (in.length() < 8) return;
  p.put("\n\t    Application type [", NameOr{kApplications, in.u8(4), "none"}, "] (0x", Hex{in.u8(4), 2}, "), Flags [",
        Bits{kPolicyFlags, in.u8(5), "none"}, "]\n\t    Vlan id ", (in.b16(5) & 0x1ffe) >> 1, ", L2 priority ",
        (in.b16(6) & 0x01ff) >> 6, ", DSCP value ", in.b16(6) & 0x3f);
}

// 34 bits of fixed point behind six of resolution (RFC 3825).
std::uint64_t degrees(Slice in, std::size_t at) { return (in.u8(at) & 3ULL) << 32 | in.b32(at + 1); }

void print_coordinates(Printer& p, Slice in) {
  if (in.length() < 21) return;
  p.put("\n\t    Latitude resolution ", in.u8(5) >> 2, ", latitude value ", degrees(in, 5),
        "\n\t    Longitude resolution ", in.u8(10) >> 2, ", longitude value ", degrees(in, 10),
        "\n\t    Altitude type ", NameOr{kAltitudes, std::uint32_t{in.u8(15)} >> 4, "unknown"}, " (", in.u8(15) >> 4,
        ")\n\t    Altitude resolution ", (in.b16(15) >> 6) & 0x3f, ", altitude value 0x",
        Hex{(in.u8(16) & 0x3fU) << 24 | in.b24(17)});
  p.put("\n\t    Datum ", NameOr{kDatums, in.u8(20), "unknown"}, " (0x", Hex{in.u8(20), 2}, ')');
}

void print_civic_address(Printer& p, Slice in) {
  if (in.length() < 6) return;
  const std::uint32_t length = in.u8(5);
  if (length < 3 || in.length() < 7 + length) return;
  p.put("\n\t    LCI length ", length, ", LCI what ", NameOr{kLciWhat, in.u8(6), "unknown"}, " (0x", Hex{in.u8(6), 2},
        "), Country-code ");
  p.put_string_to_nul(in.after(7).with_length(2));
  Slice rest = in.with_length(6 + length).after(9);
  while (rest.length() >= 2) {
    const std::uint8_t type = rest.u8();
    const std::uint8_t size = rest.u8(1);
    rest.advance(2);
    p.put("\n\t      CA type '", NameOr{kCivic, type, "unknown"}, "' (", type, "), length ", size, ": ");
    if (type == 0 || size == 0 || rest.length() < size) return;
    p.put_string_to_nul(rest.with_length(size));
    rest.advance(size);
  }
}

void print_location(Printer& p, Slice in) {
  if (in.length() < 5) return;
  const std::uint8_t format = in.u8(4);
  p.put("\n\t    Location data format ", NameOr{kLocationFormats, format, "unknown"}, " (0x", Hex{format, 2}, ')');
  switch (format) {
    case kCoordinates:
      return print_coordinates(p, in);
    case kCivicAddress:
      return print_civic_address(p, in);
    case kElin:
      p.put("\n\t    ECS ELIN id ");
      p.put_string_to_nul(in.after(5));
      return;
    default:
      p.put("\n\t    Location ID ");
      p.unknown_data("\n\t      ", in.after(5));
  }
}

void print_power(Printer& p, Slice in) {
  constexpr std::uint16_t kReserved = 1024;
  if (in.length() < 7) return;
  const std::uint32_t flags = in.u8(4);
  const std::uint16_t power = in.b16(5);
  p.put("\n\t    Power type [", (flags & 3) != 0 ? "PD device" : "PSE device", "], Power source [",
        NameOr{kPowerSources, flags >> 4 & 3U, "none"}, "]\n\t    Power priority [",
        NameOr{kPowerPriorities, flags & 0xfU, "none"}, "] (0x", Hex{flags & 0xfU, 2}, ')');
  if (power < kReserved) {
    p.put(", Power ", Fixed{power / 10.0, 1}, " Watts");
  } else {
    p.put(", Power ", power, " (Reserved)");
  }
}

}  // namespace

bool print_lldp_media(Printer& p, Slice in) {
  if (in.length() < 4) return false;
  const std::uint8_t subtype = in.u8(3);
  put_lldp_subtype(p, kTiaSubtypes, subtype);
  switch (subtype) {
    case kCapabilities:
      if (in.length() < 7) break;
      p.put("\n\t    Media capabilities [", Bits{kMedCapabilities, in.b16(4), "none"}, "] (0x", Hex{in.b16(4), 4},
            ")\n\t    Device type [", NameOr{kDeviceTypes, in.u8(6), "unknown"}, "] (0x", Hex{in.u8(6), 2}, ')');
      break;
    case kPolicy:
      print_policy(p, in);
      break;
    case kLocation:
      print_location(p, in);
      break;
    case kExtendedPower:
      print_power(p, in);
      break;
    default:
      if (subtype < kFirstInventory || subtype > kLastInventory) return true;
      p.put("\n\t  ", NameOr{kInventory, subtype, "unknown"}, ' ');
      p.put_string_to_nul(in.after(4));
  }
  return false;
}

}  // namespace nd::capture
