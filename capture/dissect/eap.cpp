// EAP (RFC 3748) and its carrier on LANs, EAPOL (IEEE 802.1X).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kEapHeader = 4;
constexpr std::uint32_t kEapolHeader = 4;
enum : std::uint8_t {
  kIdentity = 1,
  kNotification = 2,
  kNak = 3,
  kTls = 13,
  kSim = 18,
  kTtls = 21,
  kAka = 23,
  kFast = 43
};

constexpr Token kFrames[] = {
    {0, "EAP packet"}, {1, "EAPOL start"}, {2, "EAPOL logoff"}, {3, "EAPOL key"}, {4, "Encapsulated ASF alert"},
};
constexpr Token kCodes[] = {{1, "Request"}, {2, "Response"}, {3, "Success"}, {4, "Failure"}};
constexpr Token kTypes[] = {
    {0, "No proposed"},
    {1, "Identity"},
    {2, "Notification"},
    {3, "Nak"},
    {4, "MD5-challenge"},
    {5, "OTP"},
    {6, "GTC"},
    {13, "TLS"},
    {18, "SIM"},
    {21, "TTLS"},
    {23, "AKA"},
    {43, "FAST"},
    {254, "Expanded types"},
    {255, "Experimental"},
};
constexpr Token kAkaSubtypes[] = {
    {1, "Challenge"},  {2, "Auth reject"},   {4, "Sync failure"}, {5, "Identity"},      {10, "Start"},
    {11, "Challenge"}, {12, "Notification"}, {13, "Reauth"},      {14, "Client error"},
};
constexpr Token kTlsFlags[] = {{0x80, "L bit"}, {0x40, "More fragments bit"}, {0x20, "Start bit"}};

void put_tls_flags(Printer& p, std::uint8_t flags) {
  p.put(" flags [", Bits{kTlsFlags, flags, "none"}, "] 0x", Hex{flags, 2});
}

void put_too_short(Printer& p, std::string_view what) { p.put(" (too short for EAP ", what, "request/response)"); }

// With the L bit the length of the whole message follows the flags.
void put_message_length(Printer& p, std::string_view what, Slice data) {
  if ((data.u8() & 0x80) == 0) return;
  if (data.length() < 5) {
    p.put(" (too short for EAP ", what, "request/response with length)");
  } else {
    p.put(", len ", data.b32(1));
  }
}

void print_method(Printer& p, std::uint8_t type, Slice data) {
  switch (type) {
    case kIdentity:
      if (data.length() == 0) return;
      p.put(", Identity: ");
      p.put_string_to_nul(data);
      return;
    case kNotification:
      if (data.length() == 0) return put_too_short(p, "Notification ");
      p.put(", Notification: ");
      p.put_string_to_nul(data);
      return;
    case kNak:
      if (data.length() == 0) return put_too_short(p, "Legacy NAK ");
      for (std::size_t i = 0; i < data.length(); ++i)
        p.put(i == 0 ? "" : ",", ' ', NameOr{kTypes, data.u8(i), "unknown"}, " (", data.u8(i), ')');
      return;
    case kTls:
    case kTtls:
      if (data.length() == 0) return put_too_short(p, "TLS/TTLS ");
      if (type == kTtls) p.put(" TTLSv", data.u8() & 7);
      put_tls_flags(p, data.u8());
      return put_message_length(p, "TLS/TTLS ", data);
    case kFast:
      if (data.length() == 0) return put_too_short(p, "FAST ");
      p.put(" FASTv", data.u8() & 7);
      put_tls_flags(p, data.u8());
      return put_message_length(p, "FAST ", data);
    case kAka:
    case kSim:
      if (data.length() == 0) return put_too_short(p, "SIM/AKA ");
      p.put(" subtype [", NameOr{kAkaSubtypes, data.u8(), "unknown"}, "] 0x", Hex{data.u8(), 2});
      return;
    default:
      return;
  }
}

void print_eap(Printer& p, Slice in) {
  const std::uint8_t code = in.u8();
  const std::uint32_t length = in.b16(2);
  if (length != in.length()) {
    p.put("EAP fragment?");
    return;
  }
  p.put(NameOr{kCodes, code, "unknown"}, " (", code, "), id ", in.u8(1), ", len ", length);
  if (length < kEapHeader) {
    p.put(" (too short for EAP header)");
    return;
  }
  if (!in.has(length)) return p.truncated();
  if (code != 1 && code != 2) return;
  if (length <= kEapHeader) {
    return put_too_short(p, "");
  }
  const std::uint8_t type = in.u8(kEapHeader);
  p.put("\n\t\t Type ", NameOr{kTypes, type, "unknown"}, " (", type, ')');
  print_method(p, type, in.after(kEapHeader + 1));
}

void print_eapol(Printer& p, Slice in) {
  p.protocol = "eap";
  if (!in.has(kEapolHeader)) return p.truncated();
  const std::uint8_t type = in.u8(1);
  const std::uint16_t length = in.b16(2);
  p.put(NameOr{kFrames, type, "unknown"}, " (", type, ") v", in.u8(), ", len ", length);
  if (type != 0 || p.verbose() == 0) return;
  if (length == 0) return p.truncated();
  p.put(", ");
  print_eap(p, in.after(kEapolHeader).with_length(length));
}

Next json_eap(JsonWriter& json, Context&, Slice in) {
  json.field("code", in.u8());
  json.field("code_name", find_token(kCodes, in.u8()));
  json.field("id", in.u8(1));
  const std::uint16_t length = in.b16(2);
  json.field("length", length);
  if ((in.u8() != 1 && in.u8() != 2) || length <= kEapHeader) return {};
  json.field("method", in.u8(kEapHeader));
  json.field("method_name", find_token(kTypes, in.u8(kEapHeader)));
  if (in.u8(kEapHeader) == kIdentity) json.foreign_field("identity", as_text(in.take_bytes(5, length - 5U)));
  return {};
}

Next json_eapol(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  json.field("packet_type", in.u8(1));
  json.field("packet_type_name", find_token(kFrames, in.u8(1)));
  json.field("length", in.b16(2));
  return {in.u8(1) == 0 ? &kEap : nullptr, in.after(kEapolHeader).with_length(in.b16(2))};
}

}  // namespace

const Dissector kEap{"eap", print_eap, json_eap};
const Dissector kEapol{"eapol", print_eapol, json_eapol};

}  // namespace nd::capture
