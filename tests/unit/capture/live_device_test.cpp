#include "capture/live_device.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

TEST(DeviceCounters, GoOnWhenThoseOfLibpcapWrap) {
  EXPECT_EQ(widened(0, 7), 7U);
  EXPECT_EQ(widened(7, 7), 7U);
  EXPECT_EQ(widened(0xffff'fff0U, 5), 0x1'0000'0005U);
  EXPECT_EQ(widened(0x3'0000'0005U, 9), 0x3'0000'0009U);
}

}  // namespace
}  // namespace nd::capture
