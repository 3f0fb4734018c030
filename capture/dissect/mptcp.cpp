#include "capture/dissect/mptcp.h"

#include "capture/dissect/tcp.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace tcp_flag;

enum Subtype : std::uint8_t { kCapable, kJoin, kDss, kAddAddress, kRemoveAddress, kPriority, kFail, kFastClose };
constexpr std::string_view kSubtypes[] = {"capable",  "join", "dss",  "add-addr",
                                          "rem-addr", "prio", "fail", "fast-close"};
enum DssFlag : std::uint8_t { kAckPresent = 1, kAck8 = 2, kMapPresent = 4, kSequence8 = 8, kDataFin = 16 };
constexpr std::uint8_t kChecksumRequired = 0x80;
constexpr Token kAddressForms[] = {{6, "v0-ip6"}, {4, "v0-ip4"}, {1, "v1-echo"}, {0, "v1"}};

bool capable_length_fits(std::uint32_t length, std::uint8_t flags) {
  if ((flags & kSyn) != 0) return length == 12 || length == 4;
  return (flags & kAck) != 0 && (length == 20 || length == 22);
}

bool print_capable(Printer& p, Slice option, std::uint8_t flags) {
  const std::uint32_t length = option.length();
  const unsigned version = option.u8(2) & 0xf;
  if (!capable_length_fits(length, flags)) return false;
  if (version > 1) {
    p.put(" Unknown Version (", version, ')');
    return true;
  }
  p.put(" v", version);
  if ((option.u8(3) & kChecksumRequired) != 0) p.put(" csum");
  if (length < 12) return true;
  p.put(" {0x", Hex{option.b64(4)});
  if (length >= 20) p.put(",0x", Hex{option.b64(12)});
  p.put('}');
  return true;
}

bool print_join(Printer& p, Slice option, std::uint8_t flags) {
  const std::uint32_t length = option.length();
  const bool syn = (flags & kSyn) != 0;
  const bool ack = (flags & kAck) != 0;
  if (!(syn && length == 12) && !(syn && ack && length == 16) && !(ack && length == 24)) return false;
  if (length != 24) {
    if ((option.u8(2) & 1) != 0) p.put(" backup");
    p.put(" id ", option.u8(3));
  }
  if (length == 12) {
    p.put(" token 0x", Hex{option.b32(4)}, " nonce 0x", Hex{option.b32(8)});
  } else if (length == 16) {
    p.put(" hmac 0x", Hex{option.b64(4)}, " nonce 0x", Hex{option.b32(12)});
  } else {
    p.put(" hmac 0x");
    for (std::uint32_t i = 4; i < 24; ++i) p.put(Hex{option.u8(i), 2});
  }
  return true;
}

// A number of four or eight bytes, as a flag says; false when the option ends before it.
bool print_dss_number(Printer& p, Slice& in, bool wide) {
  const std::uint32_t size = wide ? 8 : 4;
  if (in.length() < size) return false;
  if (wide) {
    p.put(in.b64());
  } else {
    p.put(in.b32());
  }
  in.advance(size);
  return true;
}

bool print_mapping(Printer& p, Slice& in, bool wide) {
  p.put(" seq ");
  if (!print_dss_number(p, in, wide)) return false;
  if (in.length() < 4) return false;
  p.put(" subseq ", in.b32());
  in.advance(4);
  if (in.length() < 2) return false;
  p.put(" len ", in.b16());
  in.advance(2);
  if (in.length() >= 2) {  // the checksum is there when it was negotiated, which only the length shows
    p.put(" csum 0x", Hex{in.b16()});
    in.advance(2);
  }
  return true;
}

bool print_dss(Printer& p, Slice option, std::uint8_t segment_flags) {
  if (option.length() < 4 || (segment_flags & kSyn) != 0) return false;
  const std::uint8_t flags = option.u8(3);
  if ((flags & kDataFin) != 0) p.put(" fin");
  Slice in = option.after(4);
  if ((flags & kAckPresent) != 0) {
    p.put(" ack ");
    if (!print_dss_number(p, in, (flags & kAck8) != 0)) return false;
  }
  if ((flags & kMapPresent) != 0 && !print_mapping(p, in, (flags & kSequence8) != 0)) return false;
  return in.length() == 0;
}

struct AddressForm {
  std::uint32_t address = 0;  // bytes; 0: the length fits no form
  bool port = false;
  bool hmac = false;
};

AddressForm address_form(std::uint32_t length) {
  switch (length) {
    case 8:
      return {4, false, false};
    case 10:
      return {4, true, false};
    case 16:
      return {4, false, true};
    case 18:
      return {4, true, true};
    case 20:
      return {16, false, false};
    case 22:
      return {16, true, false};
    case 28:
      return {16, false, true};
    case 30:
      return {16, true, true};
    default:
      return {};
  }
}

bool print_add_address(Printer& p, Slice option) {
  const AddressForm form = address_form(option.length());
  if (form.address == 0) return false;
  const std::string_view kind = find_token(kAddressForms, option.u8(2) & 0xfU);
  p.put(' ', kind.empty() ? "[bad version/echo]" : kind, " id ", option.u8(3), ' ');
  if (form.address == 4) {
    p.put(Ip4{option.at(4, 4)});
  } else {
    p.put(Ip6{option.at(4, 16)});
  }
  std::uint32_t at = 4 + form.address;
  if (form.port) {
    p.put(':', option.b16(at));
    at += 2;
  }
  if (form.hmac) p.put(" hmac 0x", Hex{option.b64(at)});
  return true;
}

bool print_remove_address(Printer& p, Slice option) {
  if (option.length() < 4) return false;
  p.put(" id");
  for (std::uint32_t i = 3; i < option.length(); ++i) p.put(' ', option.u8(i));
  return true;
}

bool print_priority(Printer& p, Slice option) {
  if (option.length() != 3 && option.length() != 4) return false;
  p.put((option.u8(2) & 1) != 0 ? " backup" : " non-backup");
  if (option.length() == 4) p.put(" id ", option.u8(3));
  return true;
}

}  // namespace

bool print_mptcp(Printer& p, Slice option, std::uint8_t flags) {
  const std::uint32_t length = option.length();
  if (length < 3) return false;
  p.protocol = "mptcp";
  const unsigned subtype = option.u8(2) >> 4;
  p.put(' ', length, ' ', subtype <= kFastClose ? kSubtypes[subtype] : "unknown");
  switch (subtype) {
    case kCapable:
      return print_capable(p, option, flags);
    case kJoin:
      return print_join(p, option, flags);
    case kDss:
      return print_dss(p, option, flags);
    case kAddAddress:
      return print_add_address(p, option);
    case kRemoveAddress:
      return print_remove_address(p, option);
    case kPriority:
      return print_priority(p, option);
    case kFail:
      if (length != 12) return false;
      p.put(" seq ", option.b64(4));
      return true;
    case kFastClose:
      if (length != 12) return false;
      p.put(" key 0x", Hex{option.b64(4)});
      return true;
    default:
      return true;
  }
}

void json_mptcp(JsonWriter& json, Slice option) {
  if (option.length() < 3) return;
  const unsigned subtype = option.u8(2) >> 4;
  json.field("subtype", subtype);
  if (subtype <= kFastClose) json.field("subtype_name", kSubtypes[subtype]);
  if (subtype == kCapable) {
    json.field("version", option.u8(2) & 0xf);
    if (option.length() >= 12) json.field("sender_key", option.b64(4));
    if (option.length() >= 20) json.field("receiver_key", option.b64(12));
  } else if (subtype == kDss && option.length() >= 4) {
    json.field("data_fin", (option.u8(3) & kDataFin) != 0);
  }
}

}  // namespace nd::capture
