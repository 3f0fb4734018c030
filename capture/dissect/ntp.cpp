// NTP (RFC 1305, RFC 5905): the time messages, and the head of control messages.
#include <chrono>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/ntp_time.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kTimeMessage = 48;
constexpr std::uint32_t kControlMessage = 12;
constexpr std::uint64_t kUnixEpoch = 2208988800;  // in seconds from 1900, where NTP begins

constexpr std::uint8_t kModeMask = 7;
enum : std::uint8_t { kControl = 6, kPrivate = 7 };
constexpr Token kModes[] = {{0, "unspecified"}, {1, "symmetric active"}, {2, "symmetric passive"}, {3, "Client"},
                            {4, "Server"},      {5, "Broadcast"},        {6, "Control Message"},   {7, "Reserved"}};
constexpr Token kLeapIndicators[] = {{0x40, "+1s"}, {0x80, "-1s"}, {0xc0, "clock unsynchronized"}};

enum : std::uint8_t { kUnspecified = 0, kPrimary = 1, kInfoQuery = 62, kInfoReply = 63 };
constexpr Token kStrata[] = {{kUnspecified, "unspecified"}, {kPrimary, "primary reference"}};

enum Offset : std::uint32_t {
  kDelay = 4,
  kDispersion = 8,
  kReferenceId = 12,
  kReference = 16,
  kOriginate = 24,
  kReceive = 32,
  kTransmit = 40
};

// 16.16 bits, as seconds with six digits; the peer cuts the rest off.
void put_short(Printer& p, std::uint32_t fixed) {
  p.put(fixed >> 16, '.', Dec{(fixed & 0xffffU) * std::uint64_t{1000000} >> 16, 6, '0'});
}

// 32.32 bits, as seconds with nine digits; in floating point like the peer, which sometimes rounds the last one up.
void put_fixed(Printer& p, std::uint64_t fixed) {
  const double fraction = static_cast<double>(fixed & 0xffffffff) / 4294967296.0;
  p.put(fixed >> 32, '.', Dec{static_cast<std::uint32_t>(fraction * 1000000000.0), 9, '0'});
}

}  // namespace

void put_ntp_timestamp(Printer& p, std::uint64_t stamp) {
  put_fixed(p, stamp);
  if (stamp >> 32 == 0) return;
  using namespace std::chrono;
  const sys_seconds at{seconds{static_cast<std::int64_t>(stamp >> 32) - static_cast<std::int64_t>(kUnixEpoch)}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  const auto two = [](auto count) { return Dec{static_cast<std::uint64_t>(count), 2, '0'}; };
  p.put(" (", static_cast<int>(date.year()), '-', two(static_cast<unsigned>(date.month())), '-',
        two(static_cast<unsigned>(date.day())), 'T', two(time.hours().count()), ':', two(time.minutes().count()), ':',
        two(time.seconds().count()), "Z)");
}

namespace {

void put_difference(Printer& p, std::uint64_t from, std::uint64_t to) {
  if (from == 0) return put_ntp_timestamp(p, to);
  p.put(to > from ? '+' : '-');  // the peer has a minus for no difference too
  put_fixed(p, to > from ? to - from : from - to);
}

void put_poll(Printer& p, std::int8_t exponent) {
  if (exponent <= -32 || exponent >= 32) return;
  if (exponent >= 0) {
    p.put(" (", 1U << exponent, "s)");
  } else {
    p.put(" (1/", 1U << -exponent, "s)");
  }
}

// False where nothing follows.
bool put_reference_id(Printer& p, std::uint8_t stratum, Slice in) {
  switch (stratum) {
    case kUnspecified:
      p.put("(unspec)");
      return true;
    case kPrimary:
      p.put_string(in.after(kReferenceId).with_length(4));
      return true;
    case kInfoQuery:
      p.put(Ip4{in.at(kReferenceId, 4)}, " INFO_QUERY");
      return false;
    case kInfoReply:
      p.put(Ip4{in.at(kReferenceId, 4)}, " INFO_REPLY");
      return false;
    default:
      p.put("0x", Hex{in.b32(kReferenceId), 8});
      return true;
  }
}

// False where the capture ends before the last.
bool put_timestamps(Printer& p, Slice in) {
  static constexpr struct {
    std::string_view label;
    Offset offset;
  } kStamps[] = {{"Reference Timestamp:  ", kReference},
                 {"Originator Timestamp: ", kOriginate},
                 {"Receive Timestamp:    ", kReceive},
                 {"Transmit Timestamp:   ", kTransmit}};
  for (const auto& stamp : kStamps) {
    if (!in.has(stamp.offset, 8)) return false;
    p.put("\n\t  ", stamp.label);
    put_ntp_timestamp(p, in.b64(stamp.offset));
  }
  p.put("\n\t    Originator - Receive Timestamp:  ");
  put_difference(p, in.b64(kOriginate), in.b64(kReceive));
  p.put("\n\t    Originator - Transmit Timestamp: ");
  put_difference(p, in.b64(kOriginate), in.b64(kTransmit));
  return true;
}

// A key identifier and an MD5 or SHA-1 digest, or bytes that the peer only counts.
void put_authentication(Printer& p, Slice in) {
  const std::uint32_t more = in.length() - kTimeMessage;
  if (more == 0) return;
  if (more != 4 && more != 20 && more != 24) {
    p.put("\n\t(", more, " more bytes after the header)");
    return;
  }
  p.put("\n\tKey id: ", in.b32(kTimeMessage));
  if (more == 4) return;
  const std::uint32_t digest = kTimeMessage + 4;
  if (!in.has(digest, more - 4)) return p.truncated();
  p.put("\n\tAuthentication: ");
  for (std::uint32_t at = digest; at < in.length(); at += 4) p.put(Hex{in.b32(at), 8});
}

void put_invalid(Printer& p, Slice in) {
  p.invalid();
  if (!in.has(in.length())) p.truncated();
}

void print_time(Printer& p, Slice in) {
  if (in.length() < kTimeMessage) return put_invalid(p, in);
  const std::uint8_t stratum = in.u8(1);
  const bool secondary = stratum >= 2 && stratum <= 15;
  p.put(", Stratum ", stratum, " (", NameOr{kStrata, stratum, secondary ? "secondary reference" : "reserved"}, ')');
  const auto poll = static_cast<std::int8_t>(in.u8(2));
  p.put(", poll ", static_cast<int>(poll));
  put_poll(p, poll);
  p.put(", precision ", static_cast<int>(static_cast<std::int8_t>(in.u8(3))));
  if (!in.has(kDelay, 4)) return p.truncated();
  p.put("\n\tRoot Delay: ");
  put_short(p, in.b32(kDelay));
  if (!in.has(kDispersion, 4)) return p.truncated();
  p.put(", Root dispersion: ");
  put_short(p, in.b32(kDispersion));
  if (!in.has(kReferenceId, 4)) return p.truncated();
  p.put(", Reference-ID: ");
  if (!put_reference_id(p, stratum, in)) return;
  if (!put_timestamps(p, in)) return p.truncated();
  put_authentication(p, in);
}

void print_control(Printer& p, Slice in) {
  if (in.length() < kControlMessage) return put_invalid(p, in);
  const std::uint8_t control = in.u8(1);
  p.put(", ", (control & 0x80) != 0 ? "Response" : "Request", ", ", (control & 0x40) != 0 ? "Error" : "OK", ", ",
        (control & 0x20) != 0 ? "More" : "Last", ", OpCode=", control & 0x1f, '\n');
  p.put("\tSequence=", in.b16(2));
  const std::uint16_t status = in.b16(4);
  p.put(", Status=", status != 0 ? "0x" : "", Hex{status});
  p.put(", Assoc.=", in.b16(6));
  p.put(", Offset=", in.b16(8));
  const std::uint32_t count = in.b16(10);
  p.put(", Count=", count);
  if (kControlMessage + count > in.length()) return put_invalid(p, in);
  if (count == 0) return;
  if (!in.has(kControlMessage, count)) return p.truncated();
  p.put("\n\tTO-BE-DONE: data not interpreted");
}

void print(Printer& p, Slice in) {
  const std::uint8_t first = in.u8();
  const std::uint8_t mode = first & kModeMask;
  p.put("NTPv", first >> 3 & 7, ", ", Named{kModes, mode}, ", length ", in.length());
  if (p.verbose() == 0) return;
  const std::uint8_t leap = first & 0xc0;
  p.put("\n\tLeap indicator: ", NameOr{kLeapIndicators, leap, ""}, " (", leap, ')');
  if (mode == kControl) {
    print_control(p, in);
  } else if (mode != kPrivate) {
    print_time(p, in);
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t first = in.u8();
  const std::uint8_t mode = first & kModeMask;
  json.field("leap", first >> 6);
  json.field("version", first >> 3 & 7);
  json.field("mode", mode);
  json.field("mode_name", find_token(kModes, mode));
  if (mode == kControl) {
    json.field("opcode", in.u8(1) & 0x1f);
    json.field("sequence", in.b16(2));
    json.field("status", in.b16(4));
  } else if (mode != kPrivate) {
    json.field("stratum", in.u8(1));
    json.field("poll", static_cast<int>(static_cast<std::int8_t>(in.u8(2))));
    json.field("precision", static_cast<int>(static_cast<std::int8_t>(in.u8(3))));
    json.field("root_delay", in.b32(kDelay) / 65536.0);
    json.field("root_dispersion", in.b32(kDispersion) / 65536.0);
    json.field("reference_timestamp", in.b64(kReference));
    json.field("originate_timestamp", in.b64(kOriginate));
    json.field("receive_timestamp", in.b64(kReceive));
    json.field("transmit_timestamp", in.b64(kTransmit));
  }
  return {};
}

}  // namespace

const Dissector kNtp{"ntp", print, json};

}  // namespace nd::capture
