#include "common/sys/timer.h"

#include <gtest/gtest.h>
#include <poll.h>

namespace nd {
namespace {

using std::chrono::milliseconds;

bool fires_within(const Timer& timer, milliseconds most) {
  pollfd readable{.fd = timer.fd(), .events = POLLIN, .revents = 0};
  return ::poll(&readable, 1, static_cast<int>(most.count())) == 1;
}

TEST(Timer, fires_at_an_absolute_time_and_not_before) {
  auto timer = Timer::create().value();
  const MonotonicTime when = monotonic_now() + milliseconds(10);
  ASSERT_TRUE(timer.set(when));
  EXPECT_EQ(timer.drain(), 0U);
  ASSERT_TRUE(fires_within(timer, milliseconds(5000)));
  EXPECT_GE(monotonic_now(), when);
  EXPECT_EQ(timer.drain(), 1U);
  EXPECT_EQ(timer.drain(), 0U);
}

TEST(Timer, fires_at_once_for_a_time_that_is_past) {
  auto timer = Timer::create().value();
  ASSERT_TRUE(timer.set(MonotonicTime{}));
  EXPECT_TRUE(fires_within(timer, milliseconds(5000)));
}

TEST(Timer, counts_the_periods_that_passed) {
  auto timer = Timer::create().value();
  ASSERT_TRUE(timer.set_periodic(monotonic_now() - milliseconds(10), milliseconds(1)));
  EXPECT_GE(timer.drain(), 10U);
}

TEST(Timer, is_silent_when_disarmed) {
  auto timer = Timer::create().value();
  ASSERT_TRUE(timer.set(monotonic_now() + milliseconds(1)));
  ASSERT_TRUE(timer.disarm());
  EXPECT_FALSE(fires_within(timer, milliseconds(5)));
}

}  // namespace
}  // namespace nd
