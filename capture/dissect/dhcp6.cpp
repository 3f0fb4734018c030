// DHCP for IPv6 (RFC 8415): messages of clients, servers and relays, and their authentication.
#include "capture/dissect/dhcp6.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "common/render/json.h"

namespace nd::capture {
namespace dhcp6 {
namespace {

constexpr std::uint8_t kRelayForward = 12;
constexpr std::uint8_t kRelayReply = 13;
constexpr std::uint32_t kHeader = 4;
constexpr std::uint32_t kRelayHeader = 34;
constexpr Token kMessages[] = {
    {1, "solicit"},  {2, "advertise"},  {3, "request"},      {4, "confirm"},     {5, "renew"},
    {6, "rebind"},   {7, "reply"},      {8, "release"},      {9, "decline"},     {10, "reconfigure"},
    {11, "inf-req"}, {12, "relay-fwd"}, {13, "relay-reply"}, {14, "leasequery"}, {15, "leasequery-reply"},
};
constexpr Token kProtocols[] = {{2, "delayed"}, {3, "reconfigure"}};
constexpr Token kAlgorithms[] = {{1, "HMAC-MD5"}};
constexpr Token kReplayMethods[] = {{0, "mono"}};

bool is_relay(std::uint8_t type) { return type == kRelayForward || type == kRelayReply; }

void put_words(Printer& p, Slice in) {
  for (std::uint32_t at = 0; at < 16; at += 4) p.put(' ', Hex{in.b32(at), 8});
}

// RFC 3315's delayed authentication: a realm, a key's number and a digest.
bool print_delayed(Printer& p, Slice in) {
  if (in.length() == 0) return true;
  if (in.length() < 20) {
    p.put(" ??");
    return true;
  }
  const std::uint32_t realm = in.length() - 20;
  if (realm > 0) {
    p.put(", realm: ");
    for (const std::uint8_t byte : in.take_bytes(0, realm)) p.put(Hex{byte, 2});
  }
  p.put(", key ID: ", Hex{in.b32(realm), 8}, ", HMAC-MD5:");
  put_words(p, in.after(realm + 4));
  return true;
}

bool print_reconfigure_key(Printer& p, Slice in) {
  if (in.length() != 17) {
    p.put(" ??");
    return true;
  }
  switch (in.u8()) {
    case 1:
      p.put(" reconfig-key");
      break;
    case 2:
      p.put(" type: HMAC-MD5");
      break;
    default:
      p.put(" type: ??");
      break;
  }
  p.put(" value:");
  put_words(p, in.after(1));
  return true;
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t type = in.u8();
  json.field("message_type", type);
  if (const std::string_view name = find_token(kMessages, type); !name.empty()) json.field("message_name", name);
  if (is_relay(type)) {
    json.field("hops", in.u8(1));
    json.field("link_address", ipv6_at(in, 2));
    json.field("peer_address", ipv6_at(in, 18));
  } else {
    json.field("transaction", in.b24(1));
  }
  json.begin_array("options");
  for (Slice rest = in.after(is_relay(type) ? kRelayHeader : kHeader); rest.length() >= kOptionHeader;) {
    const std::uint32_t length = rest.b16(2);
    json.begin_object();
    json.field("code", rest.b16());
    if (const std::string_view name = find_token(kOptions, rest.b16()); !name.empty()) json.field("name", name);
    json.hex_field("data_hex", as_text(rest.after(kOptionHeader).with_length(length).bytes()));
    json.end_object();
    rest.advance(kOptionHeader + length);
  }
  json.end_array();
  return {};
}

}  // namespace

bool print_authentication(Printer& p, Slice value) {
  constexpr std::uint32_t kFixed = 11;
  if (value.length() < kFixed) return false;
  const std::uint8_t protocol = value.u8();
  p.put(" proto: ", Named{kProtocols, protocol, ""}, ", alg: ", Named{kAlgorithms, value.u8(1), ""},
        ", RDM: ", Named{kReplayMethods, value.u8(2), ""}, ", RD:");
  for (std::uint32_t at = 3; at < kFixed; at += 2) p.put(' ', Hex{value.b16(at), 4});
  const Slice information = value.after(kFixed);
  if (protocol == 2) return print_delayed(p, information);
  if (protocol == 3) return print_reconfigure_key(p, information);
  p.put(" ??");
  return true;
}

void print_message(Printer& p, Slice in) {
  p.put("dhcp6");
  in = in.with_length(in.bytes().size());  // options that the capture cuts are not begun
  if (!in.has(kHeader)) return p.truncated();
  const std::uint8_t type = in.u8();
  p.put(' ', Named{kMessages, type, "msgtype-"});
  if (p.verbose() == 0) return;
  if (is_relay(type)) {
    p.put(" (");
    p.put("linkaddr=", Ip6{in.at(2, 16)});
    p.put(" peeraddr=", Ip6{in.at(18, 16)});
    print_options(p, in.after(kRelayHeader));
  } else {
    p.put(" (xid=", Hex{in.b24(1)});
    print_options(p, in.after(kHeader));
  }
  p.put(')');
}

}  // namespace dhcp6

const Dissector kDhcp6{"dhcp6", dhcp6::print_message, dhcp6::json};

}  // namespace nd::capture
