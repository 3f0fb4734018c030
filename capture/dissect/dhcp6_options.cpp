// What DHCPv6's options hold (RFC 8415, RFC 3319, RFC 3646, RFC 3898, RFC 4075, RFC 5007, RFC 5908, RFC 6334, RFC
// 8520).
#include "capture/dissect/dhcp6.h"
#include "capture/dissect/dns_name.h"

namespace nd::capture::dhcp6 {
namespace {

enum Code : std::uint16_t {
  kClientId = 1,
  kServerId = 2,
  kIaNa = 3,
  kIaTa = 4,
  kIaAddress = 5,
  kRequest = 6,
  kPreference = 7,
  kElapsed = 8,
  kRelay = 9,
  kAuthentication = 11,
  kStatus = 13,
  kInterfaceId = 18,
  kReconfigure = 19,
  kSipDomains = 21,
  kSipServers = 22,
  kDnsServers = 23,
  kDnsDomains = 24,
  kIaPd = 25,
  kIaPrefix = 26,
  kNisServers = 27,
  kNisPlusServers = 28,
  kSntpServers = 31,
  kLifetime = 32,
  kBcmcsServers = 34,
  kRemoteId = 37,
  kSubscriberId = 38,
  kPana = 40,
  kPosixZone = 41,
  kZoneName = 42,
  kEcho = 43,
  kLeaseQuery = 44,
  kClientData = 45,
  kClientTime = 46,
  kRelayData = 47,
  kClientLink = 48,
  kNtp = 56,
  kAftr = 64,
  kMudUrl = 112
};
constexpr Token kNames[] = {{1, "client-ID"},
                            {2, "server-ID"},
                            {3, "IA_NA"},
                            {4, "IA_TA"},
                            {5, "IA_ADDR"},
                            {6, "option-request"},
                            {7, "preference"},
                            {8, "elapsed-time"},
                            {9, "relay-message"},
                            {11, "authentication"},
                            {12, "server-unicast"},
                            {13, "status-code"},
                            {14, "rapid-commit"},
                            {15, "user-class"},
                            {16, "vendor-class"},
                            {17, "vendor-specific-info"},
                            {18, "interface-ID"},
                            {19, "reconfigure-message"},
                            {20, "reconfigure-accept"},
                            {21, "SIP-servers-domain"},
                            {22, "SIP-servers-address"},
                            {23, "DNS-server"},
                            {24, "DNS-search-list"},
                            {25, "IA_PD"},
                            {26, "IA_PD-prefix"},
                            {27, "NIS-server"},
                            {28, "NIS+-server"},
                            {29, "NIS-domain-name"},
                            {30, "NIS+-domain-name"},
                            {31, "SNTP-servers"},
                            {32, "lifetime"},
                            {33, "BCMCS-domain-name"},
                            {34, "BCMCS-server"},
                            {36, "Geoconf-Civic"},
                            {37, "Remote-ID"},
                            {38, "Subscriber-ID"},
                            {39, "Client-FQDN"},
                            {40, "PANA-agent"},
                            {41, "POSIX-timezone"},
                            {42, "POSIX-tz-database"},
                            {43, "Echo-request-option"},
                            {44, "Lease-query"},
                            {45, "LQ-client-data"},
                            {46, "Clt-time"},
                            {47, "LQ-relay-data"},
                            {48, "LQ-client-link"},
                            {56, "NTP-server"},
                            {64, "AFTR-Name"},
                            {112, "MUD-URL"}};
constexpr std::string_view kStatuses[] = {"Success",        "UnspecFail",    "NoAddrsAvail",  "NoBinding",
                                          "NotOnLink",      "UseMulticast",  "NoPrefixAvail", "UnknownQueryType",
                                          "MalformedQuery", "NotConfigured", "NotAllowed"};

// How an option's printer ends: kCut ends the list of options with the mark of a cut.
enum class End : std::uint8_t { kFine, kBad, kCut };

void put_code(Printer& p, std::uint16_t code) { p.put(Named{kNames, code, "opt_"}); }

End put_hex(Printer& p, Slice in) {
  for (const std::uint8_t byte : in.take_bytes(0, in.length())) p.put(Hex{byte, 2});
  return End::kFine;
}

// " 0102…": identifiers are shown by their first bytes.
End put_start(Printer& p, Slice in) {
  constexpr std::uint32_t kShown = 10;
  p.put(' ');
  put_hex(p, in.with_length(std::min(in.length(), kShown)));
  p.put("...");
  return End::kFine;
}

End print_duid(Printer& p, Slice value) {
  if (value.length() < 2) return End::kBad;
  const std::uint16_t type = value.b16();
  switch (type) {
    case 1:
      if (value.length() < 8) return End::kBad;
      p.put(" hwaddr/time type ", value.b16(2), " time ", value.b32(4), ' ');
      return put_hex(p, value.after(8));
    case 2:
      if (value.length() < 8) return End::kBad;
      p.put(" vid ");
      return put_hex(p, value.with_length(10).after(2));
    case 3:
      if (value.length() < 4) return End::kBad;
      p.put(" hwaddr type ", value.b16(2), ' ');
      return put_hex(p, value.after(4));
    default:
      p.put(" type ", type);
      return End::kFine;
  }
}

End print_codes(Printer& p, Slice value) {
  if (value.length() % 2 != 0) return End::kBad;
  for (; value.length() > 0; value.advance(2)) {
    p.put(' ');
    put_code(p, value.b16());
  }
  return End::kFine;
}

End print_addresses(Printer& p, Slice value) {
  if (value.length() % 16 != 0) return End::kBad;
  for (; value.length() > 0; value.advance(16)) p.put(' ', Ip6{value.at(0, 16)});
  return End::kFine;
}

End print_domains(Printer& p, Slice value) {
  for (std::uint32_t at = 0; at < value.length();) {
    p.put(' ');
    // The peer counts from the option's end.
    const auto next = print_dns_name(p, value, at, value.length());
    if (!next) return End::kCut;
    at = *next;
  }
  return End::kFine;
}

End print_status(Printer& p, Slice value) {
  if (value.length() < 2) return End::kBad;
  const std::uint16_t code = value.b16();
  if (code > 255) {
    p.put(" INVALID code");
  } else if (code < std::size(kStatuses)) {
    p.put(' ', kStatuses[code]);
  } else {
    p.put(" code", code);
  }
  return End::kFine;
}

End print_reconfigure(Printer& p, Slice value) {
  if (value.length() != 1) return End::kBad;
  switch (value.u8()) {
    case 5:
      p.put(" for renew");
      return End::kFine;
    case 11:
      p.put(" for inf-req");
      return End::kFine;
    default:
      p.put(" for ?\?\?(", Hex{value.u8(), 2}, ')');
      return End::kFine;
  }
}

// The options behind an option's fixed part.
End inner_options(Printer& p, Slice value, std::uint32_t fixed) {
  if (value.length() > fixed) print_options(p, value.after(fixed));
  return End::kFine;
}

End print_association(Printer& p, std::uint16_t code, Slice value) {
  const std::uint32_t fixed = code == kIaTa ? 4 : 12;
  if (value.length() < fixed) return End::kBad;
  p.put(" IAID:", value.b32());
  if (code != kIaTa) p.put(" T1:", value.b32(4), " T2:", value.b32(8));
  return inner_options(p, value, fixed);
}

End print_leased(Printer& p, std::uint16_t code, Slice value) {
  const bool prefix = code == kIaPrefix;
  const std::uint32_t fixed = prefix ? 25 : 24;
  if (value.length() < fixed) return End::kBad;
  p.put(' ', Ip6{value.at(prefix ? 9 : 0, 16)});
  if (prefix) p.put('/', value.u8(8));
  p.put(" pltime:", value.b32(prefix ? 0 : 16), " vltime:", value.b32(prefix ? 4 : 20));
  return inner_options(p, value, fixed);
}

End print_lease_query(Printer& p, Slice value) {
  if (value.length() < 17) return End::kBad;
  const std::uint8_t type = value.u8();
  if (type == 1) {
    p.put(" by-address");
  } else if (type == 2) {
    p.put(" by-clientID");
  } else {
    p.put(" type_", type);
  }
  p.put(' ', Ip6{value.at(1, 16)});
  return inner_options(p, value, 17);
}

// RFC 5908: servers by address, multicast address or name.
End print_time_servers(Printer& p, Slice value) {
  if (value.length() < 4) return End::kBad;
  while (value.length() > 4) {  // the peer does not begin one without a value
    const std::uint16_t type = value.b16();
    const std::uint16_t length = value.b16(2);
    value.advance(4);
    if (value.length() < length) return End::kCut;
    p.put(" subopt:", type);
    if (type == 1 || type == 2) {
      if (length != 16) return End::kBad;
      p.put(' ', Ip6{value.at(0, 16)});
    } else if (type == 3) {
      p.put(' ');
      if (!print_dns_name(p, value.clipped(length), 0)) return End::kCut;
    } else {
      return End::kBad;
    }
    value.advance(length);
  }
  return End::kFine;
}

// RFC 6334: one name, without the dot at its end.
End print_gateway(Printer& p, Slice value) {
  if (value.length() < 3) return End::kBad;
  p.put(' ');
  while (value.length() > 0 && value.u8() != 0) {
    const std::uint8_t length = value.u8();
    value.advance(1);
    if (length >= value.length()) return End::kBad;
    p.put_string(value.with_length(length));
    value.advance(length);
    if (value.u8() != 0) p.put('.');
  }
  return End::kFine;
}

End print_text(Printer& p, Slice value) {
  if (value.length() < 5) return End::kBad;
  p.put(' ');
  p.put_string_to_nul(value);
  return End::kFine;
}

End print_number(Printer& p, Slice value, std::uint32_t size) {
  if (value.length() != size) return End::kBad;
  p.put(' ', size == 1 ? value.u8() : size == 2 ? value.b16() : value.b32());
  return End::kFine;
}

End print_value(Printer& p, std::uint16_t code, Slice value) {
  switch (code) {
    case kClientId:
    case kServerId:
      return print_duid(p, value);
    case kIaNa:
    case kIaTa:
    case kIaPd:
      return print_association(p, code, value);
    case kIaAddress:
    case kIaPrefix:
      return print_leased(p, code, value);
    case kRequest:
    case kEcho:
      return print_codes(p, value);
    case kPreference:
      return print_number(p, value, 1);
    case kElapsed:
      return print_number(p, value, 2);
    case kLifetime:
    case kClientTime:
      return print_number(p, value, 4);
    case kRelay:
      p.put(" (");
      print_message(p, value);
      return End::kFine;
    case kAuthentication:
      return print_authentication(p, value) ? End::kFine : End::kBad;
    case kStatus:
      return print_status(p, value);
    case kInterfaceId:
    case kSubscriberId:
      return put_start(p, value);
    case kReconfigure:
      return print_reconfigure(p, value);
    case kSipDomains:
    case kDnsDomains:
      return print_domains(p, value);
    case kSipServers:
    case kDnsServers:
    case kNisServers:
    case kNisPlusServers:
    case kSntpServers:
    case kBcmcsServers:
    case kPana:
    case kClientLink:
      return print_addresses(p, value);
    case kRemoteId:
      if (value.length() < 4) return End::kBad;
      p.put(' ', static_cast<std::int32_t>(value.b32()));
      return put_start(p, value.after(4));
    case kPosixZone:
    case kZoneName:
    case kMudUrl:
      return print_text(p, value);
    case kLeaseQuery:
      return print_lease_query(p, value);
    case kClientData:
      return inner_options(p, value, 0);
    case kRelayData:
      if (value.length() < 16) return End::kBad;
      p.put(' ', Ip6{value.at(0, 16)});
      return put_start(p, value.after(16));
    case kNtp:
      return print_time_servers(p, value);
    case kAftr:
      return print_gateway(p, value);
    default:
      return End::kFine;
  }
}

void print_list(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < kOptionHeader || !in.has(kOptionHeader)) return p.truncated();
    const std::uint16_t code = in.b16();
    const std::uint32_t length = in.b16(2);
    if (in.length() < kOptionHeader + length) return p.truncated();
    p.put(" (");
    put_code(p, code);
    const End end = print_value(p, code, in.after(kOptionHeader).with_length(length));
    if (end == End::kCut) return p.truncated();
    p.put(end == End::kBad ? " ?)" : ")");
    in.advance(kOptionHeader + length);
  }
}

}  // namespace

const Tokens kOptions{kNames};

void print_options(Printer& p, Slice in) {
  if (p.nesting >= kMaxNesting) return p.truncated();  // options inside options, made to exhaust the stack
  ++p.nesting;
  print_list(p, in);
  --p.nesting;
}

}  // namespace nd::capture::dhcp6
