#include "common/names/name_process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <thread>

namespace nd {
namespace {

using std::chrono::milliseconds;

TEST(NameProcess, AnswersOnceAndKeepsTheAnswer) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = NameProcess::create(*loop, milliseconds(200), 1);
  ASSERT_TRUE(names) << names.error().message();
  const IpAddress loopback = IpAddress::v4(127, 0, 0, 1);
  int answers = 0;
  std::optional<std::string> told;
  const auto note = [&](const std::optional<std::string>& name) { ++answers, told = name; };
  (*names)->look_up(loopback, note);
  (*names)->look_up(loopback, note);
  EXPECT_EQ((*names)->pending(), 1U);
  for (int turn = 0; turn < 200 && answers < 2; ++turn) ASSERT_TRUE(loop->run_once(milliseconds(50)));
  EXPECT_EQ(answers, 2);
  EXPECT_EQ((*names)->pending(), 0U);
  EXPECT_EQ((*names)->known(loopback), told);
}

TEST(NameProcess, EndsWhileAQuestionIsOpen) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = NameProcess::create(*loop, milliseconds(2000), 2);
  ASSERT_TRUE(names);
  (*names)->look_up(IpAddress::v4(192, 0, 2, 77), [](const std::optional<std::string>&) {});
  names->reset();
}

TEST(NameProcess, TellsAtOnceWhatStandsInTheHostsFile) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = NameProcess::create(*loop, milliseconds(200), 1);
  ASSERT_TRUE(names);
  (*names)->look_up(IpAddress::v4(192, 0, 2, 77), [](const std::optional<std::string>&) {});
  (*names)->look_up(IpAddress::v4(127, 0, 0, 1), [](const std::optional<std::string>&) {});
  EXPECT_TRUE((*names)->await_hosts_file(milliseconds(10000)));
  EXPECT_TRUE((*names)->known(IpAddress::v4(127, 0, 0, 1)));
}

// Whoever asked may go before it has read what was answered.
TEST(NameProcess, EndsThoughItsAnswersWereNotRead) {
  auto loop = EventLoop::create();
  ASSERT_TRUE(loop);
  auto names = NameProcess::create(*loop, milliseconds(200), 1);
  ASSERT_TRUE(names);
  for (std::uint8_t i = 1; i < 50; ++i) {
    (*names)->look_up(IpAddress::v4(127, 0, 0, 1), [](const std::optional<std::string>&) {});
    (*names)->look_up(IpAddress::v4(192, 0, 2, i), [](const std::optional<std::string>&) {});
  }
  std::this_thread::sleep_for(milliseconds(50));
  names->reset();
  for (int tries = 0; tries < 500; ++tries) {
    if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) return;
    std::this_thread::sleep_for(milliseconds(20));
  }
  FAIL() << "it is still there";
}

}  // namespace
}  // namespace nd
