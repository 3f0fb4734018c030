// Radiotap: what a wireless card says of a frame, before the frame (radiotap.org). Fields stand in the order of the
// bits that announce them, each aligned to its size.
#include <array>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/ieee80211.h"
#include "common/render/json.h"

namespace nd::capture {
namespace radiotap {
namespace {

constexpr std::uint32_t kFixed = 8;
enum Field : std::uint32_t {
  kTimer = 0,
  kFlags = 1,
  kRate = 2,
  kChannel = 3,
  kHopping = 4,
  kSignal = 5,
  kNoise = 6,
  kQuality = 7,
  kAttenuation = 8,
  kAttenuationDb = 9,
  kPower = 10,
  kAntenna = 11,
  kSignalDb = 12,
  kNoiseDb = 13,
  kReceiveFlags = 14,
  kTransmitFlags = 15,
  kExtendedChannel = 18,
  kMcs = 19,
  kAggregate = 20,
  kVht = 21,
  kNamespace = 29,
  kVendorNamespace = 30,
  kMore = 31
};
enum Flag : std::uint8_t { kFrameChecksum = 0x10, kPadded = 0x20 };
constexpr Token kFlagNames[] = {
    {0x01, "cfp "}, {0x02, "short preamble "}, {0x04, "wep "}, {0x08, "fragmented "}, {0x40, "bad-fcs "}};
constexpr std::string_view kMcsWidths[] = {"20 MHz ", "40 MHz ", "20 MHz (L) ", "20 MHz (U) "};
constexpr std::string_view kVhtWidths[] = {
    "20 MHz ",        "40 MHz ",        "20 MHz (L) ",    "20 MHz (U) ",    "80 MHz ",        "80 MHz (L) ",
    "80 MHz (U) ",    "80 MHz (LL) ",   "80 MHz (LU) ",   "80 MHz (UL) ",   "80 MHz (UU) ",   "160 MHz ",
    "160 MHz (L) ",   "160 MHz (U) ",   "160 MHz (LL) ",  "160 MHz (LU) ",  "160 MHz (UL) ",  "160 MHz (UU) ",
    "160 MHz (LLL) ", "160 MHz (LLU) ", "160 MHz (LUL) ", "160 MHz (UUU) ", "160 MHz (ULL) ", "160 MHz (ULU) ",
    "160 MHz (UUL) ", "160 MHz (UUU) "};
// Data bits of a 20 MHz symbol of 4 microseconds, by index of modulation and coding (IEEE 802.11n, section 20.6).
constexpr std::uint16_t kSymbolBits[] = {
    26,  52,  78,  104, 156, 208, 234, 260, 52,  104, 156, 208,  312, 416, 468, 520, 78,  156, 234, 312,
    468, 624, 702, 780, 104, 208, 312, 416, 624, 832, 936, 1040, 0,   156, 208, 260, 234, 312, 390, 208,
    260, 260, 312, 364, 364, 416, 312, 390, 390, 468, 546, 546,  624, 260, 312, 364, 312, 364, 416, 468,
    416, 468, 520, 520, 572, 390, 468, 546, 468, 546, 624, 702,  624, 702, 780, 780, 858};

// What the rest of the line depends on.
struct Found {
  std::uint8_t flags = 0;
  bool extended_channel = false;
  bool mcs = false;
};

// A cursor whose alignment counts from the header's first byte.
class Cursor {
 public:
  explicit Cursor(Slice header, std::uint32_t at) : header_(header), at_(at) {}
  // `size` bytes aligned to `alignment`, or Truncated.
  Slice take(std::uint32_t size, std::uint32_t alignment) {
    at_ = (at_ + alignment - 1) / alignment * alignment;
    header_.need(at_, size);
    const Slice field = header_.after(at_).clipped(size);
    at_ += size;
    return field;
  }

 private:
  Slice header_;
  std::uint32_t at_;
};

void put_modulation(Printer& p, std::uint32_t flags) {
  const auto is = [flags](std::uint32_t bits) { return (flags & bits) == bits; };
  const std::string_view width = is(0x4000) ? "/10Mhz" : is(0x8000) ? "/5Mhz" : "";
  if (is(0x0880)) p.put(" FHSS");
  if (is(0x0140)) p.put(" 11a", width);
  if (is(0x00c0) || is(0x0480)) {
    p.put(" 11g", width);
  } else if (is(0x00a0)) {
    p.put(" 11b");
  }
  if (is(0x0010)) p.put(" Turbo");
}

// A frame that has an index of 802.11n's rates was sent by it, whatever the channel is used for.
void put_channel(Printer& p, std::uint32_t frequency, std::uint32_t flags, bool has_mcs) {
  p.put(frequency, " MHz");
  if (has_mcs) {
    p.put(" 11n");
  } else {
    put_modulation(p, flags);
  }
  if ((flags & 0x10000) != 0) {
    p.put(" ht/20");
  } else if ((flags & 0x40000) != 0) {
    p.put(" ht/40-");
  } else if ((flags & 0x20000) != 0) {
    p.put(" ht/40+");
  }
  p.put(' ');
}

double mcs_rate(std::uint8_t index, bool wide, bool short_guard) {
  if (index >= std::size(kSymbolBits)) return 0;
  double bits = wide ? kSymbolBits[index] * 54.0 / 26.0 : kSymbolBits[index];
  if (index == 32 && wide) bits = 24;  // duplicated over both halves
  return bits / (short_guard ? 3.6 : 4.0);
}

void put_mcs(Printer& p, Slice field) {
  const std::uint8_t known = field.u8();
  const std::uint8_t flags = field.u8(1);
  const std::uint8_t index = field.u8(2);
  if ((known & 2) != 0) {
    const double rate = (known & 5) != 0 ? mcs_rate(index, (flags & 3) == 1, (flags & 4) != 0) : 0;
    if (rate > 0) p.put(Fixed{rate, 1}, " Mb/s ");
    p.put("MCS ", index, ' ');
  }
  if ((known & 1) != 0) p.put(kMcsWidths[flags & 3]);
  if ((known & 4) != 0) p.put((flags & 4) != 0 ? "short GI " : "long GI ");
  if ((known & 8) != 0) p.put((flags & 8) != 0 ? "greenfield " : "mixed ");
  if ((known & 0x10) != 0) p.put((flags & 0x10) != 0 ? "LDPC FEC " : "BCC FEC ");
  if ((known & 0x20) != 0) p.put("RX-STBC", flags >> 5 & 3, ' ');
}

void put_vht(Printer& p, Slice field) {
  const std::uint16_t known = field.l16();
  const std::uint8_t flags = field.u8(2);
  const std::uint8_t width = field.u8(3) & 0x1f;
  const std::uint8_t coding = field.u8(8);
  for (unsigned user = 0; user < 4; ++user) {
    const std::uint8_t streams = field.u8(4 + user);
    if ((streams & 0xf) == 0) continue;
    p.put("User ", user, " MCS ", streams >> 4, ' ', (coding >> user & 1) != 0 ? "LDPC" : "BCC", " FEC ");
  }
  if ((known & 0x40) != 0) {
    if (width < std::size(kVhtWidths)) {
      p.put(kVhtWidths[width]);
    } else {
      p.put("unknown (", width, ") ");
    }
  }
  if ((known & 4) != 0) p.put((flags & 4) != 0 ? "short GI " : "long GI ");
}

void put_rate(Printer& p, std::uint8_t rate) {
  constexpr std::uint8_t kIndexes = 0x80;
  if (rate >= kIndexes && rate < kIndexes + 16) {
    p.put("MCS ", rate & 0x7f, ' ');
  } else {
    p.put(rate / 2, '.', rate % 2 != 0 ? '5' : '0', " Mb/s ");
  }
}

int signed_byte(Slice field) { return static_cast<std::int8_t>(field.u8()); }

// The small fields; false for a bit that is not known, behind which nothing can be found.
bool put_small(Printer& p, std::uint32_t bit, Cursor& cursor) {
  switch (bit) {
    case kSignal:
      p.put(signed_byte(cursor.take(1, 1)), "dBm signal ");
      return true;
    case kNoise:
      p.put(signed_byte(cursor.take(1, 1)), "dBm noise ");
      return true;
    case kQuality:
      p.put(cursor.take(2, 2).l16(), " sq ");
      return true;
    case kAttenuation:
      p.put(-static_cast<int>(static_cast<std::int16_t>(cursor.take(2, 2).l16())), " tx power ");
      return true;
    case kAttenuationDb:
      p.put(-signed_byte(cursor.take(1, 1)), "dB tx attenuation ");
      return true;
    case kPower:
      p.put(signed_byte(cursor.take(1, 1)), "dBm tx power ");
      return true;
    case kAntenna:
      p.put("antenna ", cursor.take(1, 1).u8(), ' ');
      return true;
    case kSignalDb:
      p.put(cursor.take(1, 1).u8(), "dB signal ");
      return true;
    case kNoiseDb:
      p.put(cursor.take(1, 1).u8(), "dB noise ");
      return true;
    case kReceiveFlags:
      cursor.take(2, 2);  // the peer prints none of them
      return true;
    default:
      return false;
  }
}

bool put_field(Printer& p, std::uint32_t bit, Cursor& cursor, Found& found) {
  switch (bit) {
    case kTimer:
      p.put(cursor.take(8, 8).l64(), "us tsft ");
      return true;
    case kFlags:
      found.flags = cursor.take(1, 1).u8();
      p.put(Bits{kFlagNames, found.flags, "", ""});
      return true;
    case kRate:
      put_rate(p, cursor.take(1, 1).u8());
      return true;
    case kChannel: {
      const Slice field = cursor.take(4, 2);
      if (found.extended_channel) return true;  // which says it better
      put_channel(p, field.l16(), field.l16(2), found.mcs);
      return true;
    }
    case kHopping: {
      const Slice field = cursor.take(2, 1);
      p.put("fhset ", field.u8(), " fhpat ", field.u8(1), ' ');
      return true;
    }
    case kExtendedChannel: {
      const Slice field = cursor.take(8, 4);
      put_channel(p, field.l16(4), field.l32(), found.mcs);
      return true;
    }
    case kMcs:
      put_mcs(p, cursor.take(3, 1));
      return true;
    case kAggregate:
      cursor.take(8, 4);
      return true;
    case kVht:
      put_vht(p, cursor.take(12, 2));
      return true;
    default:
      return put_small(p, bit, cursor);
  }
}

// The words that say which fields follow; each has a bit for one more.
std::uint32_t count_words(Slice header) {
  std::uint32_t count = 1;
  for (; (header.l32(4 * count) & (1U << kMore)) != 0; ++count) header.want(4 * count + 4, 4);
  return count;
}

// One word's fields; `base` is the number of its first bit. False where the rest cannot be found.
bool put_word(Printer& p, std::uint32_t present, std::uint32_t base, Cursor& cursor, Found& found) {
  found.extended_channel = (present >> kExtendedChannel & 1) != 0;
  found.mcs = (present >> kMcs & 1) != 0;
  for (std::uint32_t bit = 0; bit < kNamespace; ++bit) {
    if ((present >> bit & 1) == 0) continue;
    if (base + bit >= kNamespace || !put_field(p, bit, cursor, found)) {
      p.put("[bit ", base + bit, "] ");
      return false;
    }
  }
  return true;
}

void put_fields(Printer& p, Slice header, std::uint32_t words, Found& found) {
  Cursor cursor(header, 4 + 4 * words);
  bool vendor = false;
  for (std::uint32_t word = 0, base = 0; word < words; ++word, base += 32) {
    const std::uint32_t present = header.l32(4 + 4 * word);
    if (!vendor && !put_word(p, present, base, cursor, found)) return;
    const bool own = (present >> kNamespace & 1) != 0;
    if (own || (present >> kVendorNamespace & 1) != 0) {  // the next word counts from the start of another space
      base = 0U - 32U;
      vendor = !own;
    }
    if (vendor && !own && (present >> kVendorNamespace & 1) != 0) {
      try {
        const std::uint16_t skip = cursor.take(6, 2).l16(4);
        cursor.take(skip, 1);
      } catch (const Truncated&) {
        return;  // without a word
      }
    }
  }
}

void print(Printer& p, Slice in) {
  p.link_length = in.captured();  // all of a packet that ends in this header
  if (!in.has(kFixed)) return p.truncated();
  const std::uint32_t length = in.l16(2);
  if (length < kFixed || !in.has(length)) return p.truncated();
  Found found;
  const std::uint32_t words = count_words(in.clipped(length));
  try {
    put_fields(p, in.clipped(length), words, found);
  } catch (const Truncated&) {
    p.truncated();  // the frame behind the header can still be read
  }
  p.link_length = length + ieee80211::print_frame(p, in.after(length), (found.flags & kPadded) != 0,
                                                  (found.flags & kFrameChecksum) != 0 ? 4 : 0);
}

// The flags, before which the timer alone may stand; zero where there are none.
std::uint8_t flags_of(Slice header) try {
  const std::uint32_t present = header.l32(4);
  if ((present >> kFlags & 1) == 0) return 0;
  Cursor cursor(header, 4 + 4 * count_words(header));
  if ((present >> kTimer & 1) != 0) cursor.take(8, 8);
  return cursor.take(1, 1).u8();
} catch (const Truncated&) {
  return 0;  // the frame behind the header can still be read
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint32_t length = in.l16(2);
  json.field("header_length", length);
  json.field("present", in.l32(4));
  const std::uint8_t flags = flags_of(in.clipped(std::max(length, kFixed)));
  Slice frame = in.after(std::max(length, kFixed));
  if ((flags & kFrameChecksum) != 0) frame = frame.clipped(frame.length() > 4 ? frame.length() - 4 : 0);
  return {(flags & kPadded) != 0 ? &ieee80211::kPaddedFrame : &kIeee80211, frame};
}

}  // namespace
}  // namespace radiotap

const Dissector kRadiotap{"802.11_radio", radiotap::print, radiotap::json};

}  // namespace nd::capture
