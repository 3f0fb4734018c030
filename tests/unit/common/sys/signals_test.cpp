#include "common/sys/signals.h"

#include <gtest/gtest.h>

#include <csignal>

namespace nd {
namespace {

// Each test leaves the process as it was: signals are state that others would inherit.
struct Signals : testing::Test {
  Signals() { ::sigprocmask(SIG_SETMASK, nullptr, &before); }
  ~Signals() override { ::sigprocmask(SIG_SETMASK, &before, nullptr); }
  sigset_t before{};
};

TEST_F(Signals, are_read_and_run_no_handler) {
  auto source = SignalSource::create({SIGUSR1, SIGUSR2}).value();
  EXPECT_EQ(source.next(), std::nullopt);
  ::raise(SIGUSR2);
  EXPECT_EQ(source.next(), SIGUSR2);
  EXPECT_EQ(source.next(), std::nullopt);
}

TEST_F(Signals, come_one_after_the_other) {
  auto source = SignalSource::create({SIGUSR1, SIGUSR2}).value();
  ::raise(SIGUSR1);
  ::raise(SIGUSR2);
  EXPECT_EQ(source.next(), SIGUSR1);
  EXPECT_EQ(source.next(), SIGUSR2);
}

TEST_F(Signals, that_are_ignored_at_start_stay_ignored) {
  ::signal(SIGUSR1, SIG_IGN);
  auto source = SignalSource::create({SIGUSR1}).value();
  ::raise(SIGUSR1);
  EXPECT_EQ(source.next(), std::nullopt);
  ::signal(SIGUSR1, SIG_DFL);
}

}  // namespace
}  // namespace nd
