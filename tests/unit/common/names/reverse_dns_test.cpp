#include "common/names/reverse_dns.h"

#include <gtest/gtest.h>

namespace nd {
namespace {

using std::chrono::milliseconds;

TEST(ReverseDns, AnswersOnceAndKeepsTheAnswer) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = ReverseDns::create(*loop, milliseconds(200), 1);
  ASSERT_TRUE(names) << names.error().message();
  const IpAddress loopback = IpAddress::v4(127, 0, 0, 1);
  EXPECT_FALSE((*names)->known(loopback));
  int answers = 0;
  (*names)->look_up(loopback, [&](const std::optional<std::string>&) { ++answers; });
  (*names)->look_up(loopback, [&](const std::optional<std::string>&) { ++answers; });
  for (int turn = 0; turn < 200 && answers < 2; ++turn) ASSERT_TRUE(loop->run_once(milliseconds(50)));
  EXPECT_EQ(answers, 2);
  EXPECT_EQ((*names)->pending(), 0U);
  EXPECT_TRUE((*names)->known(loopback));
  (*names)->look_up(loopback, [&](const std::optional<std::string>&) { ++answers; });
  EXPECT_EQ(answers, 3);
}

TEST(ReverseDns, EndsWhileAQuestionIsOpen) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = ReverseDns::create(*loop);
  ASSERT_TRUE(names);
  (*names)->look_up(IpAddress::v4(192, 0, 2, 77), [](const std::optional<std::string>&) {});
  names->reset();
}

}  // namespace
}  // namespace nd
