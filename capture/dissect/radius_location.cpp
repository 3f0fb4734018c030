// RADIUS attributes that tell places and how long they may be kept (RFC 5580).
#include "capture/dissect/ntp_time.h"
#include "capture/dissect/radius.h"

namespace nd::capture::radius {
namespace {

constexpr Token kCodes[] = {{0, "Civic"}, {1, "Geospatial"}};
constexpr Token kEntities[] = {{0, "User"}, {1, "RADIUS"}};
constexpr Token kPolicyFlags[] = {
    {0x0001, "MBZ-15"}, {0x0002, "MBZ-14"}, {0x0004, "MBZ-13"}, {0x0008, "MBZ-12"},
    {0x0010, "MBZ-11"}, {0x0020, "MBZ-10"}, {0x0040, "MBZ-9"},  {0x0080, "MBZ-8"},
    {0x0100, "MBZ-7"},  {0x0200, "MBZ-6"},  {0x0400, "MBZ-5"},  {0x0800, "MBZ-4"},
    {0x1000, "MBZ-3"},  {0x2000, "MBZ-2"},  {0x4000, "MBZ-1"},  {0x8000, "Retransmission Allowed"},
};

// False, and said why, where the value is too short or not all of it was captured.
bool at_least(Printer& p, Slice value, std::uint32_t length) {
  if (value.length() < length) {
    p.put("ERROR: length ", value.length(), " < ", length);
    return false;
  }
  if (value.has(value.length())) return true;
  p.truncated();
  return false;
}

void put_quoted(Printer& p, Slice text) {
  p.put('"');
  p.put_string(text);
  p.put('"');
}

}  // namespace

void print_location(Printer& p, Format format, Slice value) {
  switch (format) {
    case Format::kLocationInfo:
      if (!at_least(p, value, 21)) return;
      p.put("index ", value.b16());
      p.put(", code ", Named{kCodes, value.u8(2), "Unknown (", ")"});
      p.put(", entity ", Named{kEntities, value.u8(3), "Unknown (", ")"});
      p.put(", sighting time ");
      put_ntp_timestamp(p, value.b64(4));
      p.put(", time to live ");
      put_ntp_timestamp(p, value.b64(12));
      p.put(", method ");
      return put_quoted(p, value.after(20));
    case Format::kLocationData:
      if (!at_least(p, value, 3)) return;
      p.put("index ", value.b16(), ", location");
      return append_hex_dump(p.out, value.after(2).bytes(), "\n\t    ", true);
    default:
      if (!at_least(p, value, 10)) return;
      p.put("flags [", Bits{kPolicyFlags, value.b16(), "none"}, ']');
      p.put(", retention expires ");
      put_ntp_timestamp(p, value.b64(2));
      if (value.length() == 10) return;
      p.put(", note well ");
      return put_quoted(p, value.after(10));
  }
}

}  // namespace nd::capture::radius
