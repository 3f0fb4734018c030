#include "capture/summary.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace nd::capture {
namespace {

TEST(Summary, TimesOfACraftedFileDoNotOverflow) {
  constexpr std::int64_t kFarthest = std::numeric_limits<std::int64_t>::max();
  Summary summary;
  Packet packet;
  packet.seconds = -kFarthest;
  summary.add(packet, {});
  packet.seconds = kFarthest;
  packet.nanoseconds = std::numeric_limits<std::uint64_t>::max();
  summary.add(packet, {});
  EXPECT_GT(summary.length(), std::chrono::hours(24 * 365 * 280));
  EXPECT_EQ(nanoseconds_of({.seconds = 1'700'000'000, .nanoseconds = 5}), 1'700'000'000'000'000'005);
}

TEST(Summary, PairsOfOneSizeStandInTheOrderOfTheirAddresses) {
  Summary summary;
  for (const std::uint8_t last : std::array<std::uint8_t, 8>{9, 2, 7, 4, 8, 3, 6, 5}) {
    Flow flow;
    flow.version = 4;
    flow.source = {10, 0, 0, 1};
    flow.destination = {10, 0, 0, last};
    summary.add({.length = 60}, flow);
  }
  TextBuffer out;
  summary.append_text(out, "summary", summary.length());
  std::size_t at = 0;
  for (char last = '2'; last <= '9'; ++last) {
    const std::size_t found = out.view().find(std::string("<> 10.0.0.") + last);
    ASSERT_NE(found, std::string_view::npos);
    EXPECT_GT(found, at);
    at = found;
  }
}

TEST(Summary, SharesAreRounded) {
  Summary summary;
  Flow tcp;
  tcp.version = 4;
  tcp.protocol = 6;
  Flow udp = tcp;
  udp.protocol = 17;
  summary.add({.length = 200}, tcp);
  summary.add({.length = 100}, udp);
  TextBuffer out;
  summary.append_text(out, "summary", summary.length());
  EXPECT_NE(out.view().find("66.7%"), std::string_view::npos);
  EXPECT_NE(out.view().find("33.3%"), std::string_view::npos);
}

}  // namespace
}  // namespace nd::capture
