// The bodies of 802.11's management frames: capabilities, information elements, statuses, actions.
#include "capture/dissect/ieee80211.h"

namespace nd::capture::ieee80211 {
namespace {

enum Subtype : unsigned {
  kAssociationRequest = 0,
  kAssociationResponse = 1,
  kReassociationRequest = 2,
  kReassociationResponse = 3,
  kProbeRequest = 4,
  kProbeResponse = 5,
  kBeacon = 8,
  kAtim = 9,
  kDisassociation = 10,
  kAuthentication = 11,
  kDeauthentication = 12,
  kAction = 13
};
constexpr std::uint16_t kEss = 1;
constexpr std::uint16_t kPrivacy = 0x10;
constexpr std::uint16_t kEndOfStatuses = 108;

constexpr Token kSubtypes[] = {
    {0, "Assoc Request"},
    {1, "Assoc Response"},
    {2, "ReAssoc Request"},
    {3, "ReAssoc Response"},
    {4, "Probe Request"},
    {5, "Probe Response"},
    {8, "Beacon"},
    {9, "ATIM"},
    {10, "Disassociation"},
    {11, "Authentication"},
    {12, "DeAuthentication"},
    {13, "Action"},
};
constexpr Token kAlgorithms[] = {{0, "Open System"}, {1, "Shared Key"}, {2, "EAP"}};
constexpr std::uint16_t kSharedKey = 1;
constexpr Token kCategories[] = {
    {0, "Spectrum Management"},
    {1, "QoS"},
    {2, "DLS"},
    {3, "BA"},
    {7, "HT"},
    {13, "MeshAction"},
    {14, "MultiohopAction"},
    {15, "SelfprotectAction"},
    {127, "Vendor"},
};
constexpr Token kBlockAck[] = {{0, "ADDBA Request"}, {1, "ADDBA Response"}, {2, "DELBA"}};
constexpr Token kHt[] = {{0, "TxChWidth"}, {1, "MIMOPwrSave"}};
constexpr Token kMesh[] = {
    {0, "MeshLink"},
    {1, "HWMP"},
    {2, "Gate Announcement"},
    {3, "Congestion Control"},
    {4, "MCCA Setup Request"},
    {5, "MCCA Setup Reply"},
    {6, "MCCA Advertisement Request"},
    {7, "MCCA Advertisement"},
    {8, "MCCA Teardown"},
};
constexpr Token kMultihop[] = {{0, "Proxy Update"}, {1, "Proxy Update Confirmation"}};
constexpr Token kSelfProtect[] = {
    {1, "Peering Open"},     {2, "Peering Confirm"},       {3, "Peering Close"},
    {4, "Group Key Inform"}, {5, "Group Key Acknowledge"},
};

// The elements that a line shows, each as it stands first.
struct Elements {
  Slice name;
  Slice rates;
  Slice channel;
  bool has_name = false;
  bool whole = true;
};

void keep_element(Elements& found, std::uint8_t id, Slice value) {
  switch (id) {
    case 0:
      if (found.has_name) return;
      found.has_name = true;
      found.name = value;
      return;
    case 1:
      if (found.rates.length() == 0) found.rates = value;
      return;
    case 3:
      if (value.length() == 1 && found.channel.length() == 0) found.channel = value;
      return;
    default:
      return;
  }
}

Elements parse_elements(Slice in) {
  constexpr std::uint32_t kMaxName = 32;
  constexpr std::uint32_t kMaxRates = 16;
  Elements found;
  while (in.length() > 0) {
    const bool cut = !in.has(2) || in.length() < 2 || !in.has(2 + in.u8(1)) || in.length() < 2U + in.u8(1);
    if (cut || (in.u8() == 0 && in.u8(1) > kMaxName) || (in.u8() == 1 && in.u8(1) > kMaxRates)) {
      found.whole = false;
      break;
    }
    const std::uint32_t length = in.u8(1);
    keep_element(found, in.u8(), in.after(2).with_length(length));
    in.advance(2 + length);
  }
  return found;
}

void put_name(Printer& p, const Elements& found) {
  if (!found.has_name) return;
  p.put(" (");
  p.put_string_to_nul(found.name);
  p.put(')');
}

void put_rates(Printer& p, const Elements& found) {
  if (found.rates.length() == 0) return;
  p.put(" [");
  for (std::uint32_t i = 0; i < found.rates.length(); ++i) {
    const std::uint8_t rate = found.rates.u8(i);
    p.put(i == 0 ? "" : " ", (rate & 0x7f) / 2, '.', (rate & 1) != 0 ? '5' : '0', (rate & 0x80) != 0 ? "*" : "");
  }
  p.put(" Mbit]");
}

void put_channel(Printer& p, const Elements& found, std::uint16_t capability) {
  if (found.channel.length() > 0) p.put(" CH: ", found.channel.u8());
  if ((capability & kPrivacy) != 0) p.put(", PRIVACY");
}

bool print_beacon(Printer& p, Slice body, bool probe) {
  if (body.bytes().size() < 12) return false;
  const std::uint16_t capability = body.l16(10);
  const Elements found = parse_elements(body.after(12));
  put_name(p, found);
  put_rates(p, found);
  if (!probe) p.put((capability & kEss) != 0 ? " ESS" : " IBSS");
  put_channel(p, found, capability);
  return found.whole;
}

// What a station says of itself: a fixed part, then its network and its rates.
bool print_request(Printer& p, Slice body, std::uint32_t fixed) {
  if (body.bytes().size() < fixed) return false;
  const Elements found = parse_elements(body.after(fixed));
  put_name(p, found);
  put_rates(p, found);
  return found.whole;
}

bool print_reassociation(Printer& p, Slice body) {
  if (body.bytes().size() < 10) return false;
  const Elements found = parse_elements(body.after(10));
  put_name(p, found);
  p.put(" AP : ", MacAddress{body.at(4, 6)});
  return found.whole;
}

void put_status(Printer& p, std::uint16_t status) {
  p.put(NameOr{kStatuses, status, status < kEndOfStatuses ? "Reserved" : "n/a"});
}

bool print_response(Printer& p, Slice body) {
  if (body.bytes().size() < 6) return false;
  p.put(" AID(", Hex{body.l16(4) & 0x3fffU}, ") :", (body.l16() & kPrivacy) != 0 ? " PRIVACY " : "", ": ");
  put_status(p, body.l16(2));
  return parse_elements(body.after(6)).whole;
}

bool print_authentication(Printer& p, Slice body) {
  if (body.bytes().size() < 6) return false;
  const std::uint16_t algorithm = body.l16();
  const std::uint16_t step = body.l16(2);
  const Elements found = parse_elements(body.after(6));
  p.put(" (", NameOr{kAlgorithms, algorithm, "Reserved"}, ")-", Hex{step});
  p.put(algorithm == kSharedKey && (step == 2 || step == 3) ? " [Challenge Text] " : ": ");
  if (step % 2 == 1) put_status(p, body.l16(4));
  return found.whole;
}

void put_sender(Printer& p, const std::uint8_t* sender) {
  if (!p.options.link_header) p.put(" (", MacAddress{sender}, ')');
  p.put(": ");
}

Tokens actions_of(std::uint8_t category) {
  switch (category) {
    case 3:
      return kBlockAck;
    case 7:
      return kHt;
    case 13:
      return kMesh;
    case 14:
      return kMultihop;
    case 15:
      return kSelfProtect;
    default:
      return {};
  }
}

bool print_action(Printer& p, const std::uint8_t* sender, Slice body) {
  if (body.bytes().size() < 2) return false;
  put_sender(p, sender);
  const std::uint8_t category = body.u8();
  p.put(Named{kCategories, category, "Reserved(", ")"}, ' ', Named{actions_of(category), body.u8(1), "Act#"});
  return true;
}

bool print_reason(Printer& p, Slice body, const std::uint8_t* sender) {
  if (body.bytes().size() < 2) return false;
  if (sender != nullptr) {
    put_sender(p, sender);
  } else {
    p.put(": ");
  }
  p.put(NameOr{kReasons, body.l16(), "Reserved"});
  return true;
}

}  // namespace

bool print_privacy(Printer& p, Slice body) {
  if (body.bytes().size() < 4) return false;
  const std::uint32_t word = body.l32();
  const std::uint32_t vector = word & 0xffffff;
  p.put(" IV:",
        vector < 0x10    ? "  "
        : vector < 0x100 ? " "
                         : "",
        Hex{vector}, " Pad ", Hex{word >> 24 & 0x3f}, " KeyID ", Hex{word >> 30});
  return true;
}

bool print_management(Printer& p, FrameControl control, const std::uint8_t* sender, Slice body) {
  if (const std::string_view name = find_token(kSubtypes, control.subtype()); !name.empty()) {
    p.put(name);
  } else {
    p.put("Unhandled Management subtype(", Hex{control.subtype()}, ')');
  }
  if (control.is_protected()) return print_privacy(p, body);
  switch (control.subtype()) {
    case kAssociationRequest:
      return print_request(p, body, 4);
    case kAssociationResponse:
    case kReassociationResponse:
      return print_response(p, body);
    case kReassociationRequest:
      return print_reassociation(p, body);
    case kProbeRequest:
      return print_request(p, body, 0);
    case kProbeResponse:
    case kBeacon:
      return print_beacon(p, body, control.subtype() == kProbeResponse);
    case kDisassociation:
      return print_reason(p, body, nullptr);
    case kAuthentication:
      return print_authentication(p, body);
    case kDeauthentication:
      return print_reason(p, body, sender);
    case kAction:
      return print_action(p, sender, body);
    default:
      return true;
  }
}

}  // namespace nd::capture::ieee80211
