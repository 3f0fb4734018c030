#include "common/sys/event_loop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "common/sys/timer.h"

namespace nd {
namespace {

using std::chrono::milliseconds;

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    read = UniqueFd(ends[0]);
    write = UniqueFd(ends[1]);
  }
  void put(std::string_view text) const {
    EXPECT_EQ(::write(write.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  // What can be read at once, at most `most` bytes.
  std::string take(std::size_t most = 100) const {
    std::string text(most, '\0');
    const ssize_t n = ::read(read.get(), text.data(), most);
    text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return text;
  }
  UniqueFd read;
  UniqueFd write;
};

struct EventLoopTest : testing::Test {
  std::size_t turn() { return loop.run_once(milliseconds(0)).value_or(1000); }
  EventLoop loop = EventLoop::create().value();
  Pipe pipe;
};

TEST_F(EventLoopTest, tells_of_readiness_once) {
  int calls = 0;
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, [&](std::uint32_t events) {
    EXPECT_EQ(events, static_cast<std::uint32_t>(EPOLLIN));
    ++calls;
    return Drain::kEmpty;
  }));
  pipe.put("x");
  EXPECT_EQ(turn(), 1U);
  EXPECT_EQ(turn(), 0U) << "the byte is still there, but nothing new came";
  pipe.put("y");
  EXPECT_EQ(turn(), 1U);
  EXPECT_EQ(calls, 2);
}

TEST_F(EventLoopTest, gives_another_turn_to_who_is_not_done) {
  std::string got;
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, [&](std::uint32_t) {
    const std::string byte = pipe.take(1);
    got += byte;
    return byte.empty() ? Drain::kEmpty : Drain::kMore;
  }));
  pipe.put("abc");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(turn(), 1U);
  EXPECT_EQ(turn(), 0U);
  EXPECT_EQ(got, "abc");
}

TEST_F(EventLoopTest, lets_a_timer_through_a_flood) {
  auto timer = Timer::create().value();
  int flood = 0;
  pipe.put("x");
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, [&](std::uint32_t) { return ++flood, Drain::kMore; }));
  ASSERT_TRUE(loop.add(timer.fd(), EPOLLIN, [&](std::uint32_t) {
    timer.drain();
    loop.stop();
    return Drain::kEmpty;
  }));
  ASSERT_TRUE(timer.set(monotonic_now() + milliseconds(5)));
  EXPECT_TRUE(loop.run());
  EXPECT_GT(flood, 1);
}

TEST_F(EventLoopTest, ends_when_nothing_is_watched) {
  pipe.put("x");
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, [&](std::uint32_t) {
    loop.remove(pipe.read.get());
    return Drain::kMore;  // has no effect: it is gone
  }));
  EXPECT_TRUE(loop.run());
  EXPECT_FALSE(loop.stopped());
  EXPECT_EQ(turn(), 0U);
}

TEST_F(EventLoopTest, does_not_call_what_was_removed_in_the_same_round) {
  Pipe other;
  int calls = 0;
  const auto remove_both = [&](std::uint32_t) {
    ++calls;
    loop.remove(pipe.read.get());
    loop.remove(other.read.get());
    return Drain::kEmpty;
  };
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, remove_both));
  ASSERT_TRUE(loop.add(other.read.get(), EPOLLIN, remove_both));
  pipe.put("x");
  other.put("x");
  EXPECT_TRUE(loop.run());
  EXPECT_EQ(calls, 1);
}

TEST_F(EventLoopTest, does_not_mistake_a_number_that_is_used_again) {
  Pipe other;
  Pipe third;
  int wrong = 0;
  // Whichever comes first closes the other and opens something silent under its number, while the other's event waits.
  const auto replace = [&](Pipe& victim) {
    const int number = victim.read.get();
    loop.remove(number);
    ASSERT_EQ(::dup2(third.read.get(), number), number);
    ASSERT_TRUE(loop.add(number, EPOLLIN, [&](std::uint32_t) { return ++wrong, Drain::kEmpty; }));
  };
  bool done = false;
  const auto once = [&](Pipe& victim) {
    if (!done) replace(victim);
    done = true;
    return Drain::kEmpty;
  };
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, [&](std::uint32_t) { return once(other); }));
  ASSERT_TRUE(loop.add(other.read.get(), EPOLLIN, [&](std::uint32_t) { return once(pipe); }));
  pipe.put("x");
  other.put("x");
  turn();
  turn();
  EXPECT_TRUE(done);
  EXPECT_EQ(wrong, 0);
}

TEST_F(EventLoopTest, calls_nobody_after_a_stop) {
  Pipe other;
  int calls = 0;
  const auto stop = [&](std::uint32_t) {
    ++calls;
    loop.stop();
    return Drain::kEmpty;
  };
  ASSERT_TRUE(loop.add(pipe.read.get(), EPOLLIN, stop));
  ASSERT_TRUE(loop.add(other.read.get(), EPOLLIN, stop));
  pipe.put("x");
  other.put("x");
  EXPECT_TRUE(loop.run());
  EXPECT_EQ(calls, 1);
}

TEST_F(EventLoopTest, watches_for_other_events_after_modify) {
  std::uint32_t seen = 0;
  ASSERT_TRUE(loop.add(pipe.write.get(), 0, [&](std::uint32_t events) { return seen |= events, Drain::kEmpty; }));
  turn();
  EXPECT_EQ(seen, 0U);
  ASSERT_TRUE(loop.modify(pipe.write.get(), EPOLLOUT));
  turn();
  EXPECT_EQ(seen, static_cast<std::uint32_t>(EPOLLOUT));
}

TEST_F(EventLoopTest, refuses_a_descriptor_that_is_none) {
  EXPECT_EQ(loop.add(-1, EPOLLIN, [](std::uint32_t) { return Drain::kEmpty; }).error().code, EBADF);
  EXPECT_FALSE(loop.modify(pipe.read.get(), EPOLLIN));
  loop.remove(pipe.read.get());  // harmless
}

}  // namespace
}  // namespace nd
