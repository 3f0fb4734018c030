#include "ping/rtt.h"

#include <gtest/gtest.h>

namespace nd::ping {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime kSent{50s};
constexpr WallTime kWall = 1'700'000'000s;

TEST(Measure, TheTimeBetweenTheKernelsStampsLeavesArpOut) {
  const Rtt rtt = measure({kSent, kWall, kWall + 1023ms}, {kSent + 1024ms, kWall + 1023ms + 27us});
  EXPECT_EQ(rtt.time, 27us);
  EXPECT_EQ(rtt.resolution, 1023ms);
  EXPECT_EQ(rtt.source, RttSource::kKernelBothWays);
}

TEST(Measure, TheDevicesStampsComeFirst) {
  const Departure departure{kSent, kWall, kWall + 1ms, 700ns};  // on the device's own clock
  const Rtt rtt = measure(departure, {kSent + 5ms, kWall + 4ms, 2'000'700ns});
  EXPECT_EQ(rtt.time, 2ms);
  EXPECT_EQ(rtt.resolution, 1ms);
  EXPECT_EQ(rtt.source, RttSource::kHardware);
  EXPECT_EQ(measure(departure, {kSent + 5ms, kWall + 4ms, 0ns}).source, RttSource::kKernelBothWays);
  EXPECT_EQ(measure(departure, {kSent + 5ms, kWall + 4ms, 9s}).source, RttSource::kKernelBothWays)
      << "longer than it took";
}

TEST(Measure, WithoutATransmitStampTheReceiveStampIsUsed) {
  const Rtt rtt = measure({kSent, kWall, 0ns}, {kSent + 5ms, kWall + 3ms});
  EXPECT_EQ(rtt.time, 3ms);
  EXPECT_EQ(rtt.source, RttSource::kKernelReceive);
}

TEST(Measure, WithoutStampsTheMonotonicClockDecides) {
  const Rtt rtt = measure({kSent, kWall, 0ns}, {kSent + 5ms, 0ns});
  EXPECT_EQ(rtt.time, 5ms);
  EXPECT_EQ(rtt.source, RttSource::kUser);
}

TEST(Measure, AWallClockThatWasSetForwardGivesNoAbsurdFigure) {
  EXPECT_EQ(measure({kSent, kWall, kWall + 1us}, {kSent + 5ms, kWall + 3600s}).time, 5ms);
}

TEST(Measure, AWallClockThatWasSetBackGivesNoAbsurdFigure) {
  EXPECT_EQ(measure({kSent, kWall, kWall + 1us}, {kSent + 5ms, kWall - 3600s}).time, 5ms);
}

TEST(Measure, AStampOfAnotherPacketIsNotBelieved) {
  const Rtt rtt = measure({kSent, kWall, kWall + 10s}, {kSent + 5ms, kWall + 4ms});
  EXPECT_EQ(rtt.time, 4ms);
  EXPECT_EQ(rtt.source, RttSource::kKernelReceive);
}

TEST(RttSummary, CountsInWholeMicrosecondsLikeThePeer) {
  RttSummary rtts;
  for (const auto us : {47us, 81us, 73us}) rtts.add(us);
  EXPECT_EQ(rtts.min(), 47);
  EXPECT_EQ(rtts.average(), 67);
  EXPECT_EQ(rtts.max(), 81);
  EXPECT_EQ(rtts.deviation(), 14);
  EXPECT_EQ(rtts.moving_average(), 54);
}

TEST(RttSummary, OfOneValueHasNoDeviation) {
  RttSummary rtts;
  rtts.add(12345678ns);
  EXPECT_EQ(rtts.average(), 12345);
  EXPECT_EQ(rtts.deviation(), 0);
}

TEST(RttSummary, OfNothingIsZero) {
  const RttSummary rtts;
  EXPECT_EQ(rtts.average(), 0);
  EXPECT_EQ(rtts.deviation(), 0);
}

}  // namespace
}  // namespace nd::ping
