// The options of a TCP header: RFC 9293, 7323, 2018, 2385, 5482, 5925, 7413, 6994, 8684.
#include "capture/dissect/mptcp.h"
#include "capture/dissect/tcp.h"
#include "capture/dissect/tcp_option.h"

namespace nd::capture {
namespace {

using namespace tcp_option;
using Segment = TcpOptionSegment;

constexpr Token kNames[] = {
    {0, "eol"},       {1, "nop"},     {2, "mss"},    {3, "wscale"}, {4, "sackOK"}, {5, "sack"}, {6, "echo"},
    {7, "echoreply"}, {8, "TS"},      {11, "cc"},    {12, "ccnew"}, {13, ""},      {19, "md5"}, {20, "scps"},
    {28, "uto"},      {29, "tcp-ao"}, {30, "mptcp"}, {34, "tfo"},   {254, "exp"},
};

enum class Outcome : std::uint8_t { kGood, kBad, kCut };  // kBad: the list ends first; kCut: the capture does

// The value of one option. Its fields are checked against what is left of the option list and against the capture,
// field by field, so that what came before a cut is printed.
class Value {
 public:
  Value(Slice value, std::uint32_t list_left) : value_(value), list_left_(list_left) {}

  Outcome check(std::uint32_t n) const {
    if (n > list_left_) return Outcome::kBad;
    return value_.has(n) ? Outcome::kGood : Outcome::kCut;
  }
  const Slice& slice() const { return value_; }
  std::uint32_t length() const { return value_.length(); }

 private:
  Slice value_;  // its length is the option's own claim
  std::uint32_t list_left_;
};

struct Printed {
  std::uint32_t used = 0;  // bytes of the value that the kind has
  Outcome outcome = Outcome::kGood;
};
Printed stopped(Outcome outcome) { return {0, outcome}; }
constexpr std::uint32_t kSizedHeader = 2;  // kind and length

void put_hex(Printer& p, Slice in, std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t i = from; i < to; ++i) p.put(Hex{in.u8(i), 2});
}

Printed print_sack(Printer& p, const Value& value, std::uint32_t base) {
  const std::uint32_t length = value.length();
  if (length % 8 != 0) {
    p.put(" invalid sack");
    return {length};
  }
  p.put(' ', length / 8, ' ');
  for (std::uint32_t i = 0; i < length; i += 8) {
    if (const Outcome got = value.check(i + 8); got != Outcome::kGood) return stopped(got);
    p.put('{', value.slice().b32(i) - base, ':', value.slice().b32(i + 4) - base, '}');
  }
  return {length};
}

Printed print_timestamp(Printer& p, const Value& value) {
  if (const Outcome got = value.check(8); got != Outcome::kGood) return stopped(got);
  p.put(" val ", value.slice().b32(0), " ecr ", value.slice().b32(4));
  return {8};
}

Printed print_authentication(Printer& p, const Value& value) {
  const std::uint32_t length = value.length();
  if (length < 2) {
    p.invalid();
    return {length};
  }
  if (const Outcome got = value.check(1); got != Outcome::kGood) return stopped(got);
  p.put(" keyid ", value.slice().u8(0));
  if (const Outcome got = value.check(2); got != Outcome::kGood) return stopped(got);
  p.put(" rnextkeyid ", value.slice().u8(1));
  if (length > 2) {
    p.put(" mac 0x");
    for (std::uint32_t i = 2; i < length; ++i) {
      if (const Outcome got = value.check(i + 1); got != Outcome::kGood) return stopped(got);
      p.put(Hex{value.slice().u8(i), 2});
    }
  }
  return {length};
}

Printed print_user_timeout(Printer& p, const Value& value) {
  if (const Outcome got = value.check(2); got != Outcome::kGood) return stopped(got);
  const unsigned raw = value.slice().b16(0);
  p.put(" 0x", Hex{raw}, ' ', (raw & 1) != 0 ? (raw >> 1) * 60 : raw >> 1);
  return {2};
}

// RFC 7413 section 4.1.1; the experimental form has two bytes of magic before it.
void print_fast_open(Printer& p, Slice in, std::uint32_t length, bool experimental) {
  if (experimental) p.put("tfo");
  if (length == 0) {
    p.put(" cookiereq");
  } else if (length % 2 != 0 || length < 4 || length > 16) {
    p.invalid();
  } else {
    p.put(" cookie ");
    put_hex(p, in, 0, length);
  }
}

Printed print_experiment(Printer& p, const Value& value) {
  const std::uint32_t length = value.length();
  if (const Outcome got = value.check(length); got != Outcome::kGood) return stopped(got);
  if (length < 2) return stopped(Outcome::kBad);
  const std::uint16_t magic = value.slice().b16(0);
  p.put('-');
  if (magic == 0xf989) {
    print_fast_open(p, value.slice().after(2), length - 2, true);
  } else {
    p.put(Hex{magic, 4});
  }
  return {length};
}

Printed print_unknown(Printer& p, const Value& value) {
  const std::uint32_t length = value.length();
  if (length > 0) p.put(" 0x");
  for (std::uint32_t i = 0; i < length; ++i) {
    if (const Outcome got = value.check(i + 1); got != Outcome::kGood) return stopped(got);
    p.put(Hex{value.slice().u8(i), 2});
  }
  return {length};
}

Printed print_signature(Printer& p, const Value& value, const Segment& segment) {
  if (const Outcome got = value.check(16); got != Outcome::kGood) return stopped(got);
  p.put(segment.whole ? " shared secret not supplied with -M, can't check - " : " snaplen too short, can't check - ");
  put_hex(p, value.slice(), 0, 16);
  return {16};
}

Printed print_fixed(Printer& p, const Value& value, std::uint8_t kind) {
  const Slice in = value.slice();
  switch (kind) {
    case kMaxSegment:
      if (const Outcome got = value.check(2); got != Outcome::kGood) return stopped(got);
      p.put(' ', in.b16(0));
      return {2};
    case kWindowScale:
      if (const Outcome got = value.check(1); got != Outcome::kGood) return stopped(got);
      p.put(' ', in.u8(0));
      return {1};
    case kScps:
      if (const Outcome got = value.check(2); got != Outcome::kGood) return stopped(got);
      p.put(" cap ", Hex{in.u8(0), 2}, " id ", in.u8(1));
      return {2};
    default:  // the echo options and T/TCP's connection counts
      if (const Outcome got = value.check(4); got != Outcome::kGood) return stopped(got);
      p.put(' ', in.b32(0));
      return {4};
  }
}

Printed print_value(Printer& p, const Value& value, std::uint8_t kind, const Segment& segment) {
  switch (kind) {
    case kEnd:
    case kNop:
    case kSackOk:
      return {};
    case kMaxSegment:
    case kWindowScale:
    case kScps:
    case kEcho:
    case kEchoReply:
    case kCc:
    case kCcNew:
    case kCcEcho:
      return print_fixed(p, value, kind);
    case kSack:
      return print_sack(p, value, segment.sack_base);
    case kSignature:
      return print_signature(p, value, segment);
    case kTimestamp:
      return print_timestamp(p, value);
    case kUserTimeout:
      return print_user_timeout(p, value);
    case kAuthentication:
      return print_authentication(p, value);
    case kFastOpen:
      if (const Outcome got = value.check(value.length()); got != Outcome::kGood) return stopped(got);
      p.put(' ');
      print_fast_open(p, value.slice(), value.length(), false);
      return {value.length()};
    case kExperiment2:
      return print_experiment(p, value);
    default:
      return print_unknown(p, value);
  }
}

Printed print_multipath(Printer& p, Slice option, std::uint32_t list_left, std::uint8_t flags) {
  const std::uint32_t value = option.length() - kSizedHeader;
  if (value > list_left) return stopped(Outcome::kBad);
  if (!option.has(option.length())) return stopped(Outcome::kCut);
  return {value, print_mptcp(p, option, flags) ? Outcome::kGood : Outcome::kBad};
}

// What closes a list that cannot be read to its end.
bool cut(Printer& p, bool first, bool bad) {
  if (bad) {
    p.put("[bad opt]");
  } else {
    p.truncated();
  }
  if (!first) p.put(bad ? ']' : '>');
  return false;
}

}  // namespace

const Tokens kTcpOptionNames{kNames};

bool print_tcp_options(Printer& p, Slice options, const Segment& segment) {
  std::uint32_t left = options.length();
  bool first = true;
  p.put(", options [");
  while (left > 0) {
    if (!first) p.put(',');
    const std::uint8_t kind = options.u8();
    const bool sized = kind != kEnd && kind != kNop;
    const std::uint32_t length = sized ? options.u8(1) : 1;
    const std::uint32_t header = sized ? kSizedHeader : 1;
    if (sized && (length < 2 || length > left)) return cut(p, first, true);
    left -= header;
    if (kind != kCcEcho) p.put(Named{kNames, kind, "unknown-"});  // which the peer knows without a name
    const Value value(options.after(header).with_length(length - header), left);
    const Printed printed = kind == kMultipath ? print_multipath(p, options.with_length(length), left, segment.flags)
                                               : print_value(p, value, kind, segment);
    if (printed.outcome != Outcome::kGood) return cut(p, first, printed.outcome == Outcome::kBad);
    options.advance(header + printed.used);
    left -= printed.used;
    if (header + printed.used != length) p.put("[len ", length, ']');
    first = false;
    if (kind == kEnd) break;
  }
  p.put(']');
  return true;
}

}  // namespace nd::capture
