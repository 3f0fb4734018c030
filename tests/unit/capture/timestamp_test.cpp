#include "capture/timestamp.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace nd::capture {
namespace {

struct TimeCase {
  const char* name;
  TimeForm form;
  bool nanoseconds;
  const char* first;   // of 1700000000.000123456
  const char* second;  // 1.5 seconds later
};

class Timestamp : public testing::TestWithParam<TimeCase> {
 protected:
  void SetUp() override {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }
  static std::string text(TimestampPrinter& printer, std::int64_t seconds, std::uint64_t nanoseconds) {
    TextBuffer out;
    Packet packet;
    packet.seconds = seconds;
    packet.nanoseconds = nanoseconds;
    printer.append(out, packet);
    return std::string(out.view());
  }
};

TEST_P(Timestamp, IsThePeers) {
  TimestampPrinter printer(GetParam().form, GetParam().nanoseconds);
  EXPECT_EQ(text(printer, 1700000000, 123456), GetParam().first);
  EXPECT_EQ(text(printer, 1700000001, 500123456), GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Timestamp,
    testing::Values(
        TimeCase{"time", TimeForm::kTime, false, "22:13:20.000123 ", "22:13:21.500123 "},
        TimeCase{"none", TimeForm::kNone, false, "", ""},
        TimeCase{"epoch", TimeForm::kEpoch, false, "1700000000.000123 ", "1700000001.500123 "},
        TimeCase{"since_previous", TimeForm::kSincePrevious, false, " 00:00:00.000000 ", " 00:00:01.500000 "},
        TimeCase{"date", TimeForm::kDateTime, false, "2023-11-14 22:13:20.000123 ", "2023-11-14 22:13:21.500123 "},
        TimeCase{"nanoseconds", TimeForm::kTime, true, "22:13:20.000123456 ", "22:13:21.500123456 "}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(Timestamp, GoesBackwardsWithASign) {
  TimestampPrinter printer(TimeForm::kSinceFirst, false);
  EXPECT_EQ(text(printer, 10, 0), " 00:00:00.000000 ");
  EXPECT_EQ(text(printer, 8, 750000000), "-00:00:01.250000 ");
}

TEST_F(Timestamp, BeforeTheEpochIsRefused) {
  TimestampPrinter clock(TimeForm::kTime, false);
  EXPECT_EQ(text(clock, -369135528, 5000), "[Error converting time] ");
  TimestampPrinter epoch(TimeForm::kEpoch, false);
  EXPECT_EQ(text(epoch, -1, 0), "[Error converting time] ");
  EXPECT_EQ(text(epoch, 1, 0), "1.000000 ");
}

}  // namespace
}  // namespace nd::capture
