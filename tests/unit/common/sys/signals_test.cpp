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

TEST_F(Signals, a_hangup_that_nohup_ignores_stays_ignored) {
  ::signal(SIGHUP, SIG_IGN);
  auto source = SignalSource::create({SIGHUP}).value();
  ::raise(SIGHUP);
  EXPECT_EQ(source.next(), std::nullopt);
  ::signal(SIGHUP, SIG_DFL);
}

TEST_F(Signals, an_interrupt_that_a_background_shell_ignores_is_read_all_the_same) {
  ::signal(SIGINT, SIG_IGN);
  auto source = SignalSource::create({SIGINT}).value();
  ::raise(SIGINT);
  EXPECT_EQ(source.next(), SIGINT);
  ::signal(SIGINT, SIG_DFL);
}

}  // namespace
}  // namespace nd
