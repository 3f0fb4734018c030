// The time before each packet's text, in the five forms of -t. The parts that change once a second (hours and date in
// the local time zone) are kept between packets: the time zone is asked once a second of capture, not once a packet.
#pragma once

#include <cstdint>

#include "capture/packet.h"
#include "common/base/text_buffer.h"

namespace nd::capture {

enum class TimeForm : std::uint8_t {
  kTime,
  kNone,
  kEpoch,
  kSincePrevious,
  kDateTime,
  kSinceFirst
};  // no -t, -t … -ttttt

class TimestampPrinter {
 public:
  TimestampPrinter(TimeForm form, bool nanoseconds) : form_(form), nanoseconds_(nanoseconds) {}
  // Appends the packet's time and a blank; nothing with -t.
  void append(TextBuffer& out, const Packet& packet);

 private:
  void refresh(std::int64_t second);
  void append_difference(TextBuffer& out, const Packet& packet);
  char* put_fraction(char* at, std::uint64_t nanoseconds) const;

  TimeForm form_;
  bool nanoseconds_;
  bool have_second_ = false;
  bool have_reference_ = false;
  std::int64_t second_ = 0;
  std::int64_t reference_second_ = 0;
  std::uint64_t reference_nanoseconds_ = 0;
  std::uint32_t text_length_ = 0;
  char text_[40] = {};  // "2026-11-22 10:11:12."
};

}  // namespace nd::capture
