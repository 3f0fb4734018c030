#include "capture/timestamp.h"

#include <charconv>
#include <cstring>
#include <ctime>

namespace nd::capture {
namespace {

constexpr std::uint32_t kNanosecondsPerSecond = 1'000'000'000;

char* put_digits(char* at, std::uint32_t value, unsigned width) {
  for (unsigned i = width; i-- > 0;) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + width;
}

char* put_clock(char* at, unsigned hours, unsigned minutes, unsigned seconds) {
  at = put_digits(at, hours, 2);
  *at++ = ':';
  at = put_digits(at, minutes, 2);
  *at++ = ':';
  at = put_digits(at, seconds, 2);
  *at++ = '.';
  return at;
}

}  // namespace

char* TimestampPrinter::put_fraction(char* at, std::uint64_t nanoseconds) const {
  const std::uint64_t value = nanoseconds_ ? nanoseconds : nanoseconds / 1000;
  const unsigned width = nanoseconds_ ? 9 : 6;
  if (nanoseconds >= kNanosecondsPerSecond) return std::to_chars(at, at + 20, value).ptr;  // a crafted file
  return put_digits(at, static_cast<std::uint32_t>(value), width);
}

void TimestampPrinter::refresh(std::int64_t second) {
  second_ = second;
  have_second_ = true;
  char* at = text_;
  if (form_ == TimeForm::kEpoch) {
    TextBuffer digits(32);
    digits.dec(second).put('.');
    std::memcpy(at, digits.view().data(), digits.size());
    text_length_ = static_cast<std::uint32_t>(digits.size());
    return;
  }
  const std::time_t when = second;
  std::tm local{};
  if (::localtime_r(&when, &local) == nullptr) local = {};
  if (form_ == TimeForm::kDateTime) {
    at = put_digits(at, static_cast<std::uint32_t>(local.tm_year + 1900) % 10000, 4);
    *at++ = '-';
    at = put_digits(at, static_cast<std::uint32_t>(local.tm_mon + 1), 2);
    *at++ = '-';
    at = put_digits(at, static_cast<std::uint32_t>(local.tm_mday), 2);
    *at++ = ' ';
  }
  at = put_clock(at, static_cast<unsigned>(local.tm_hour), static_cast<unsigned>(local.tm_min),
                 static_cast<unsigned>(local.tm_sec));
  text_length_ = static_cast<std::uint32_t>(at - text_);
}

// " 00:00:01.000250 ", or with a minus sign where time went backwards.
void TimestampPrinter::append_difference(TextBuffer& out, const Packet& packet) {
  if (!have_reference_) {
    have_reference_ = true;
    reference_second_ = packet.seconds;
    reference_nanoseconds_ = packet.nanoseconds;
  }
  std::int64_t seconds = packet.seconds - reference_second_;
  auto nanoseconds = static_cast<std::int64_t>(packet.nanoseconds) - static_cast<std::int64_t>(reference_nanoseconds_);
  const bool negative = seconds < 0 || (seconds == 0 && nanoseconds < 0);
  if (negative) {
    seconds = -seconds;
    nanoseconds = -nanoseconds;
  }
  if (nanoseconds < 0) {
    --seconds;
    nanoseconds += kNanosecondsPerSecond;
  }
  char* at = out.reserve(40);
  *at++ = negative ? '-' : ' ';
  at = put_clock(at, static_cast<unsigned>(seconds / 3600 % 24), static_cast<unsigned>(seconds / 60 % 60),
                 static_cast<unsigned>(seconds % 60));
  at = put_fraction(at, static_cast<std::uint64_t>(nanoseconds));
  *at++ = ' ';
  out.commit_to(at);
  if (form_ == TimeForm::kSincePrevious) {
    reference_second_ = packet.seconds;
    reference_nanoseconds_ = packet.nanoseconds;
  }
}

void TimestampPrinter::append(TextBuffer& out, const Packet& packet) {
  if (form_ == TimeForm::kNone) return;
  if (form_ == TimeForm::kSincePrevious || form_ == TimeForm::kSinceFirst) return append_difference(out, packet);
  if (packet.seconds < 0) {  // a crafted file: before 1970 nothing was captured
    out.put("[Error converting time] ");
    return;
  }
  if (!have_second_ || packet.seconds != second_) refresh(packet.seconds);
  char* at = out.reserve(64);
  std::memcpy(at, text_, text_length_);
  at = put_fraction(at + text_length_, packet.nanoseconds);
  *at++ = ' ';
  out.commit_to(at);
}

}  // namespace nd::capture
