// How the values of RADIUS attributes are written.
#include <ctime>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/enterprise.h"
#include "capture/dissect/radius.h"

namespace nd::capture::radius {
namespace {

constexpr Token kEgress[] = {{0x31, "Tagged"}, {0x32, "Untagged"}};
constexpr Token kNamespaces[] = {{'0', "TADIG"}, {'1', "REALM"}, {'2', "E212"}, {'3', "ICC"}};
constexpr Token kMobilityLow[] = {{1, "MIP6_INTEGRATED"}, {2, "LOCAL_HOME_AGENT_ASSIGNMENT"}};
// RFC 5447 and its kin: bits 40 to 49.
constexpr Token kMobilityHigh[] = {
    {0x001, "PMIP6_SUPPORTED"},
    {0x002, "IP4_HOA_SUPPORTED"},
    {0x004, "LOCAL_MAG_ROUTING_SUPPORTED"},
    {0x008, "ASSIGN_LOCAL_IP"},
    {0x010, "MIP4_SUPPORTED"},
    {0x020, "OPTIMIZED_IDLE_MODE_MOBILITY"},
    {0x040, "GTPv2_SUPPORTED"},
    {0x080, "IP4_TRANSPORT_SUPPORTED"},
    {0x100, "IP4_HOA_ONLY_SUPPORTED"},
    {0x200, "INTER_MAG_ROUTING_SUPPORTED"},
};
constexpr std::uint8_t kMaxTag = 0x1f;
constexpr std::uint8_t kIpxNetwork = 23;

// Up to a NUL; what is not printable is a dot.
void put_text(Printer& p, Slice in) {
  if (!in.has(in.length())) return p.truncated();
  for (std::uint32_t i = 0; i < in.length() && in.u8(i) != 0; ++i) {
    const std::uint8_t byte = in.u8(i);
    p.put(byte < 32 || byte > 126 ? '.' : static_cast<char>(byte));
  }
}

void put_upper_hex(Printer& p, Slice in, std::uint32_t from, std::uint32_t to) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (std::uint32_t i = from; i < to; ++i) p.put(kDigits[in.u8(i) >> 4], kDigits[in.u8(i) & 0xf]);
}

void put_tag(Printer& p, std::uint8_t tag) {
  if (tag == 0) {
    p.put("Tag[Unused] ");
  } else {
    p.put("Tag[", tag, "] ");
  }
}

bool length_is(Printer& p, Slice value, std::uint32_t length) {
  if (value.length() == length) return true;
  p.put("ERROR: length ", value.length(), " != ", length);
  return false;
}

void print_tagged_text(Printer& p, Slice value) {
  if (!value.has(value.length())) return p.truncated();
  if (value.u8() > kMaxTag) return put_text(p, value);
  put_tag(p, value.u8());
  put_text(p, value.after(1));
}

void print_salted(Printer& p, Slice value) {
  if (value.length() < 3 || !value.has(value.length())) return p.truncated();
  put_tag(p, value.u8() > kMaxTag ? std::uint8_t{0} : value.u8());
  p.put("Salt ", value.b16(1), ' ');
  put_text(p, value.after(3));
}

void print_number(Printer& p, const Attribute& attribute, Slice value) {
  if (!length_is(p, value, 4)) return;
  if (attribute.format == Format::kTaggedNumber) put_tag(p, value.u8());
  std::uint32_t number = value.b32();
  if (attribute.format == Format::kTaggedNumber) number &= 0xffffff;
  if (attribute.type == kIpxNetwork && number == 0xfffffffe) {
    p.put("NAS Select");
  } else if (attribute.values.empty()) {
    p.put(number);
  } else {
    p.put(Named{attribute.values, number});
  }
}

void print_address(Printer& p, Slice value, bool chosen) {
  if (!length_is(p, value, 4)) return;
  if (chosen && value.b32() == 0xffffffff) {
    p.put("User Selected");
  } else if (chosen && value.b32() == 0xfffffffe) {
    p.put("NAS Select");
  } else {
    p.put(Ip4{value.at(0, 4)});
  }
}

void print_prefix(Printer& p, Slice value) {
  const std::uint32_t length = value.length();
  if (length < 2 || length > 18) {
    p.put("ERROR: length ", length, " not in range (2..18)");
    return;
  }
  if (!value.has(length)) return p.truncated();
  const std::uint8_t bits = value.u8(1);
  if (bits > 128) {
    p.put("ERROR: netmask ", bits, " not in range (0..128)");
    return;
  }
  std::uint8_t address[16] = {};
  for (std::uint32_t i = 2; i < length; ++i) address[i - 2] = value.u8(i);
  p.put(Ip6{address}, '/', bits);
  if (bits > 8 * (length - 2)) p.put(" (inconsistent prefix length)");
}

void print_duration(Printer& p, Slice value) {
  if (!length_is(p, value, 4)) return;
  const std::uint32_t seconds = value.b32();
  const Dec second{seconds % 60, 2, '0'};
  const Dec minute{seconds / 60 % 60, 2, '0'};
  if (seconds < 60) {
    p.put(second, " secs");
  } else if (seconds < 3600) {
    p.put(minute, ':', second, " min");
  } else {
    p.put(Dec{seconds / 3600, 2, '0'}, ':', minute, ':', second, " hours");
  }
}

// As ctime(3) writes it, in local time.
void print_date(Printer& p, Slice value) {
  if (!length_is(p, value, 4)) return;
  const std::time_t seconds = value.b32();
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr) return;
  constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto two = [](int number, char pad = '0') { return Dec{static_cast<std::uint64_t>(number), 2, pad}; };
  p.put(kDays[local.tm_wday], ' ', kMonths[local.tm_mon], ' ', two(local.tm_mday, ' '), ' ', two(local.tm_hour), ':',
        two(local.tm_min), ':', two(local.tm_sec), ' ', local.tm_year + 1900);
}

void print_egress(Printer& p, Format format, Slice value) {
  if (format == Format::kVlanId && !length_is(p, value, 4)) return;
  p.put(NameOr{kEgress, value.u8(), "Unknown tag"}, " (0x", Hex{value.u8(), 2}, ") ");
  if (format == Format::kVlanId) {
    p.put(value.b24(1));
  } else {
    put_text(p, value.after(1));
  }
}

void print_arap(Printer& p, Format format, Slice value) {
  const std::uint32_t length = format == Format::kArapPassword ? 16 : format == Format::kArapFeatures ? 14 : 8;
  const bool longer = format == Format::kArapResponse && value.length() > length;
  if (!longer && !length_is(p, value, length)) return;
  if (format == Format::kArapPassword) {
    p.put("User_challenge (");
    put_upper_hex(p, value, 0, 8);
    p.put(") User_resp(");
    put_upper_hex(p, value, 8, 16);
    p.put(')');
    return;
  }
  if (format == Format::kArapResponse) return put_upper_hex(p, value, 0, 8);
  p.put(value.u8() != 0 ? "User can change password" : "User cannot change password");
  p.put(", Min password length: ", value.u8(1), ", created at: ");
  put_upper_hex(p, value, 2, 6);
  p.put(", expires in: ");
  put_upper_hex(p, value, 6, 10);
  p.put(", Current Time: ");
  put_upper_hex(p, value, 10, 14);
}

void print_vendor(Printer& p, Slice value) {
  if (value.length() < 4) return p.truncated();
  p.put("Vendor: ", NameOr{kEnterprises, value.b32(), "Unknown"}, " (", value.b32(), ')');
  value.advance(4);
  while (value.length() >= 2) {
    const std::uint8_t length = value.u8(1);
    if (length <= value.length() && !value.has(length)) return p.truncated();
    p.put("\n\t    Vendor Attribute: ", value.u8(), ", Length: ");
    if (length < 2) {
      p.put(length, " (bogus, must be >= 2)");
      return;
    }
    if (length > value.length()) {
      p.put(length, " (bogus, goes past end of vendor-specific attribute)");
      return;
    }
    p.put(length - 2, ", Value: ");
    for (std::uint32_t i = 2; i < length; ++i) {
      const std::uint8_t byte = value.u8(i);
      p.put(byte < 32 || byte > 126 ? '.' : static_cast<char>(byte));
    }
    value.advance(length);
  }
}

void print_operator(Printer& p, Slice value) {
  if (value.length() < 2) {
    p.put("ERROR: length ", value.length(), " < 2");
    return;
  }
  if (!value.has(value.length())) return p.truncated();
  p.put('[', Named{kNamespaces, value.u8(), "unknown namespace "}, "] ");
  p.put_string(value.after(1));
}

void print_mobility(Printer& p, Slice value) {
  if (!length_is(p, value, 8)) return;
  p.put('[');
  const std::uint64_t bits = value.b64();
  const auto low = static_cast<std::uint32_t>(bits & 3);
  const auto high = static_cast<std::uint32_t>(bits >> 40 & 0x3ff);
  p.put(Bits{kMobilityLow, low}, low != 0 && high != 0 ? ", " : "", Bits{kMobilityHigh, high}, ']');
}

}  // namespace

void print_value(Printer& p, const Attribute& attribute, Slice value) {
  switch (attribute.format) {
    case Format::kHidden:
      return;
    case Format::kText:
      return put_text(p, value);
    case Format::kTaggedText:
      return print_tagged_text(p, value);
    case Format::kSaltedText:
      return print_salted(p, value);
    case Format::kNumber:
    case Format::kTaggedNumber:
      return print_number(p, attribute, value);
    case Format::kAddress:
    case Format::kChosenAddress:
      return print_address(p, value, attribute.format == Format::kChosenAddress);
    case Format::kAddress6:
      if (length_is(p, value, 16)) p.put(Ip6{value.at(0, 16)});
      return;
    case Format::kPrefix6:
      return print_prefix(p, value);
    case Format::kDuration:
      return print_duration(p, value);
    case Format::kDate:
      return print_date(p, value);
    case Format::kVlanId:
    case Format::kVlanName:
      return print_egress(p, attribute.format, value);
    case Format::kArapPassword:
    case Format::kArapFeatures:
    case Format::kArapResponse:
      return print_arap(p, attribute.format, value);
    case Format::kVendor:
      return print_vendor(p, value);
    case Format::kEap:
      if (value.length() < 4) throw_truncated();
      if (!value.has(value.length())) return p.truncated();
      return kEap.print(p, value);
    case Format::kError:
      if (value.length() != 4) {
        p.put("Error: length ", value.length(), " != 4");
        return;
      }
      p.put("Error cause ", value.b32(), ": ", Named{attribute.values, value.b32(), "Error-Cause ", " not known"});
      return;
    case Format::kMobility:
      return print_mobility(p, value);
    case Format::kHomePrefix:
      if (!length_is(p, value, 17)) return;
      if (!value.has(17)) return p.truncated();
      p.put(Ip6{value.at(1, 16)}, '/', value.u8());
      return;
    case Format::kOperator:
      return print_operator(p, value);
    case Format::kLocationInfo:
    case Format::kLocationData:
    case Format::kLocationRules:
      return print_location(p, attribute.format, value);
  }
}

}  // namespace nd::capture::radius
