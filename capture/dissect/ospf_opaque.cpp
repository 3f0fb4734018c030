// The contents of OSPF's opaque LSAs: values with type and length, some with others inside.
#include <bit>

#include "capture/dissect/gmpls_names.h"
#include "capture/dissect/ospf.h"
#include "capture/dissect/ospf_names.h"

namespace nd::capture::ospf {
namespace {

enum SubTlv : std::uint16_t {
  kLinkType = 1,
  kLinkId,
  kLocalAddress,
  kRemoteAddress,
  kMetric,
  kMaxBandwidth,
  kMaxReservable,
  kUnreserved,
  kAdminGroup,
  kLocalRemoteId = 11,
  kProtection = 14,
  kSwitching,
  kSharedRisk,
  kConstraints
};

constexpr std::uint32_t padded(std::uint32_t length) { return (length + 3) / 4 * 4; }

void put_bandwidth(Printer& p, Slice in) {  // an IEEE float, in bytes per second
  p.put(Fixed{std::bit_cast<float>(in.b32()) * 8.0F / 1000000.0F, 3}, " Mbps");
}

void put_id(Printer& p, Slice in) { p.put(", ", Ip4{in.at(0, 4)}, " (0x", Hex{in.b32(), 8}, ')'); }

// Prints what is wrong with a value's length; false then.
bool length_is(Printer& p, bool good, std::string_view complaint) {
  if (!good) p.put(complaint);
  return good;
}

bool print_constraints(Printer& p, Slice value) {
  const std::uint32_t length = value.length();
  if (!length_is(p, length >= 4, " < 4")) return false;
  p.put("\n\t\tBandwidth Constraints Model ID: ", NameOr{kBandwidthModels, value.u8(), "unknown"}, " (", value.u8(),
        ')');
  if (length % 4 != 0) {
    p.put("\n\t\tlength ", length, " != N x 4");
    return false;
  }
  if (length > 36) {
    p.put("\n\t\tlength ", length, " > 36");
    return false;
  }
  for (std::uint32_t i = 0; i < length / 4 - 1; ++i) {
    p.put("\n\t\t  Bandwidth constraint CT", i, ": ");
    put_bandwidth(p, value.after(4 + 4 * i));
  }
  return true;
}

void print_switching(Printer& p, Slice value) {
  p.put("\n\t\tInterface Switching Capability: ", NameOr{kGmplsSwitching, value.u8(), "Unknown"},
        "\n\t\tLSP Encoding: ", NameOr{kGmplsEncodings, value.u8(1), "Unknown"}, "\n\t\tMax LSP Bandwidth:");
  for (std::uint32_t i = 0; i < 8; ++i) {
    p.put("\n\t\t  priority level ", i, ": ");
    put_bandwidth(p, value.after(4 + 4 * i));
  }
}

bool print_link_value(Printer& p, std::uint32_t type, Slice value) {
  const std::uint32_t length = value.length();
  switch (type) {
    case kAdminGroup:
      if (!length_is(p, length == 4, " != 4")) return false;
      p.put(", 0x", Hex{value.b32(), 8});
      return true;
    case kLinkId:
    case kLocalRemoteId:
      if (!length_is(p, length == 4 || length == 8, " != 4 && != 8")) return false;
      put_id(p, value);
      if (length == 8) put_id(p, value.after(4));
      return true;
    case kLocalAddress:
    case kRemoteAddress:
      if (!length_is(p, length == 4, " != 4")) return false;
      p.put(", ", Ip4{value.at(0, 4)});
      return true;
    case kMaxBandwidth:
    case kMaxReservable:
      if (!length_is(p, length == 4, " != 4")) return false;
      p.put(", ");
      put_bandwidth(p, value);
      return true;
    case kUnreserved:
      if (!length_is(p, length == 32, " != 32")) return false;
      for (std::uint32_t i = 0; i < 8; ++i) {
        p.put("\n\t\tTE-Class ", i, ": ");
        put_bandwidth(p, value.after(4 * i));
      }
      return true;
    case kConstraints:
      return print_constraints(p, value);
    case kMetric:
      if (!length_is(p, length == 4, " != 4")) return false;
      p.put(", Metric ", value.b32());
      return true;
    case kProtection:
      if (!length_is(p, length == 4, " != 4")) return false;
      p.put(", ", Bits{kGmplsProtections, value.u8(), "none"});
      return true;
    case kSwitching:
      if (!length_is(p, length >= 36, " < 36")) return false;
      print_switching(p, value);
      return true;
    case kLinkType:
      if (!length_is(p, length == 1, " != 1")) return false;
      p.put(", ", NameOr{kTeLinkTypes, value.u8(), "unknown"}, " (", value.u8(), ')');
      return true;
    case kSharedRisk:
      if (!length_is(p, length % 4 == 0, " != N x 4")) return false;
      p.put("\n\t\t  Shared risk group: ");
      for (std::uint32_t i = 0; i < length; i += 4) p.put(i == 0 ? "" : ", ", value.b32(i));
      return true;
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t\t", value);
      return true;
  }
}

bool print_te_link(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < 4) {
      p.put("\n\t    Remaining TLV length ", in.length(), " < 4");
      return false;
    }
    const std::uint32_t type = in.b16();
    const std::uint32_t length = in.b16(2);
    in.advance(4);
    if (type == 0 || length == 0) {
      p.invalid();
      return false;
    }
    p.put("\n\t      ", NameOr{kTeSubTlvs, type, "unknown"}, " subTLV (", type, "), length: ", length);
    if (in.length() < length) {
      p.put("\n\t    Remaining TLV length ", in.length() + 4, " < ", length + 4);
      return false;
    }
    if (!in.has(length)) return false;
    // With -vv the peer ends an LSA at a value it does not know, without a word.
    if (p.verbose() > 1 && find_token(kTeSubTlvs, type).empty()) return false;
    if (!print_link_value(p, type, in.with_length(length))) {
      p.invalid();
      return false;
    }
    if (in.length() < padded(length)) {
      p.put("\n\t    Remaining TLV length ", in.length() + 4, " < ", padded(length) + 4);
      return false;
    }
    // The peer reads a list of risks with the cursor it then moves by the list's length once more.
    const std::uint32_t left = in.length() - padded(length);
    in = in.after(padded(length)).with_length(left);
    if (type == kSharedRisk) in = in.after(length).with_length(left);
  }
  return true;
}

struct Tlv {
  std::uint32_t type = 0;
  Slice value;
};

// Moves behind the value's padding; false where the list ends in it.
bool skip_tlv(Printer& p, const Tlv& tlv, Slice& in) {
  const std::uint32_t length = padded(tlv.value.length());
  if (length > in.length()) {
    p.put("\n\t    Bogus padded length ", length, " > ", in.length());
    return false;
  }
  in.advance(length);
  return true;
}

bool print_grace_value(Printer& p, const Tlv& tlv) {
  const std::uint32_t length = tlv.value.length();
  const std::uint32_t wanted = tlv.type == 2 ? 1 : 4;
  if (tlv.type >= 1 && tlv.type <= 3 && length != wanted) {
    p.put("\n\t    Bogus length ", length, " != ", wanted);
    return false;
  }
  switch (tlv.type) {
    case 1:
      p.put(tlv.value.b32(), 's');
      break;
    case 2:
      p.put(NameOr{kGraceReasons, tlv.value.u8(), "Unknown"}, " (", tlv.value.u8(), ')');
      break;
    case 3:
      p.put(Ip4{tlv.value.at(0, 4)});
      break;
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t      ", tlv.value);
  }
  return true;
}

bool print_te_value(Printer& p, const Tlv& tlv) {
  switch (tlv.type) {
    case 1:
      if (tlv.value.length() < 4) {
        p.put("\n\t    TLV length ", tlv.value.length(), " < 4");
        return false;
      }
      p.put(", ", Ip4{tlv.value.at(0, 4)});
      return true;
    case 2:
      return print_te_link(p, tlv.value);
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t      ", tlv.value);
      return true;
  }
}

// What an LSA's outer values look like: both kinds walk the same list.
struct TlvStyle {
  Tokens names;
  std::string_view length;  // before the length
  std::string_view value;   // behind it
  bool whole;               // a value that the capture cuts is not begun
  bool (*print)(Printer& p, const Tlv& tlv);
};
bool print_tlvs(Printer& p, Slice in, const TlvStyle& style) {
  while (in.length() > 0) {
    if (!in.has(4)) return false;
    if (in.length() < 4) {
      p.put("\n\t    Remaining LS length ", in.length(), " < 4");
      return false;
    }
    const std::uint32_t length = in.b16(2);
    const Tlv tlv{in.b16(), in.after(4).with_length(length)};
    in.advance(4);
    p.put("\n\t    ", NameOr{style.names, tlv.type, "unknown"}, " TLV (", tlv.type, style.length, length, style.value);
    if (length > in.length()) {
      p.put("\n\t    Bogus length ", length, " > ", in.length());
      return false;
    }
    if (tlv.type == 0 || length == 0 || (style.whole && !in.has(length))) return false;
    if (!style.print(p, tlv) || !skip_tlv(p, tlv, in)) return false;
  }
  return true;
}

}  // namespace

bool print_te_lsa(Printer& p, Slice in) {
  return print_tlvs(p, in, {kTeTlvs, "), length: ", "", false, print_te_value});
}
bool print_grace_lsa(Printer& p, Slice in) {
  return print_tlvs(p, in, {kGraceTlvs, "), length ", ", value: ", true, print_grace_value});
}

bool print_router_information(Printer& p, Slice in) {
  while (in.length() > 0) {
    in.need(0, 4);
    if (in.length() < 4) {
      p.put("\n\t    Remaining LS length ", in.length(), " < 4");
      return false;
    }
    const std::uint32_t type = in.b16();
    const std::uint32_t length = in.b16(2);
    in.advance(4);
    p.put("\n\t    ", NameOr{kRouterInformationTlvs, type, "unknown"}, " TLV (", type, "), length: ", length,
          ", value: ");
    if (length > in.length()) {
      p.put("\n\t    Bogus length ", length, " > remaining LS length ", in.length());
      return false;
    }
    in.need(0, length);
    if (type == 1) {
      if (length != 4) {
        p.put("\n\t    Bogus length ", length, " != 4");
        return false;
      }
      p.put("Capabilities: ", Bits{kRouterCapabilities, in.b32(), "none"});
    } else if (p.verbose() <= 1) {
      p.unknown_data("\n\t      ", in.with_length(length));
    }
    in.advance(length);
  }
  return true;
}

}  // namespace nd::capture::ospf
