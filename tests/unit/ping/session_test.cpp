#include "ping/session.h"

#include <gtest/gtest.h>

namespace nd::ping {
namespace {

using namespace std::chrono_literals;
using What = Step::What;

// A session stepped through on a clock of its own.
class Conversation {
 public:
  explicit Conversation(const SessionSettings& settings) : session_(settings, start_) {}

  EchoSession& session() { return session_; }
  MonotonicTime now() const { return now_; }
  std::chrono::nanoseconds elapsed() const { return now_ - start_; }
  void pass(std::chrono::nanoseconds time) { now_ += time; }
  Step next() { return session_.next(now_); }
  void send() { session_.sent({.handed_over = now_, .wall = wall()}); }
  ReplyVerdict reply(std::uint16_t sequence, EchoClaim claim = {}) {
    claim.sequence = sequence;
    return session_.on_reply(claim, {.read = now_, .received = wall()});
  }
  // Sends what is due and sleeps as told until `end`; when the probes left.
  std::vector<std::chrono::milliseconds> run_until(std::chrono::nanoseconds end, bool answer) {
    std::vector<std::chrono::milliseconds> sent;
    while (elapsed() < end) {
      const Step step = next();
      if (step.what == What::kFinish) break;
      if (step.what == What::kWait) {
        now_ = std::min(step.until, start_ + end);
        continue;
      }
      sent.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed()));
      send();
      if (answer) reply(static_cast<std::uint16_t>(session_.counts().transmitted));
    }
    return sent;
  }

 private:
  WallTime wall() const { return 1'000'000s + elapsed(); }
  MonotonicTime start_{100s};
  MonotonicTime now_ = start_;
  EchoSession session_;
};

std::vector<std::chrono::milliseconds> at(std::initializer_list<int> times) {
  std::vector<std::chrono::milliseconds> list;
  for (const int time : times) list.emplace_back(time);
  return list;
}

TEST(Session, SendsAtOnceAndThenOnceASecond) {
  Conversation talk({});
  EXPECT_EQ(talk.run_until(3500ms, true), at({0, 1000, 2000, 3000}));
}

TEST(Session, ALateProbeDoesNotDelayTheNext) {
  Conversation talk({.interval = 200ms});
  EXPECT_EQ(talk.next().what, What::kSend);
  talk.pass(30ms);
  talk.send();
  EXPECT_EQ(talk.next().until, talk.now() + 170ms);
}

TEST(Session, WhoSleptThroughSeveralIntervalsDoesNotBurst) {
  Conversation talk({.interval = 200ms});
  talk.send();
  talk.pass(5s);
  EXPECT_EQ(talk.run_until(5450ms, true), at({5000, 5200, 5400}));
}

TEST(Session, PreloadGoesOutAtOnce) {
  Conversation talk({.preload = 3});
  EXPECT_EQ(talk.run_until(1500ms, false), at({0, 0, 0, 1000}));
}

TEST(Session, EndsWhenAllAreAnswered) {
  Conversation talk({.count = 2});
  EXPECT_EQ(talk.run_until(10s, true), at({0, 1000}));
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().exit_status(), 0);
}

TEST(Session, WaitsTheLingerTimeWhenNothingCame) {
  Conversation talk({.count = 1, .linger = 3s});
  talk.send();
  EXPECT_EQ(talk.next().until, talk.now() + 3s);
  talk.pass(3s);
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().exit_status(), 1);
}

TEST(Session, WaitsForEverWithLingerZero) {
  Conversation talk({.count = 1, .linger = 0s});
  talk.send();
  EXPECT_EQ(talk.next().until, MonotonicTime::max());
}

TEST(Session, AfterAReplyItWaitsTwiceTheLongestTimeAtLeastTheInterval) {
  Conversation talk({.count = 2});
  talk.send();
  talk.pass(700ms);
  talk.reply(1);
  talk.pass(300ms);
  talk.send();
  EXPECT_EQ(talk.next().until, talk.now() + 1400ms);
}

TEST(Session, WhoSleptThroughAnIntervalStaysInStep) {
  Conversation talk({.interval = 100ms});
  talk.send();
  talk.reply(1);
  talk.pass(250ms);
  talk.send();
  talk.reply(2);
  EXPECT_EQ(talk.next().until, talk.now() + 50ms);
}

TEST(Session, TheDeadlineComesBeforeAProbeOfTheSameMoment) {
  Conversation talk({.interval = 200ms, .deadline = 1s});
  EXPECT_EQ(talk.run_until(5s, true), at({0, 200, 400, 600, 800}));
  EXPECT_EQ(talk.elapsed(), 1s);
}

TEST(Session, WithADeadlineItSendsOnUntilTheCountIsAnswered) {
  Conversation talk({.count = 2, .deadline = 5s});
  EXPECT_EQ(talk.run_until(10s, false), at({0, 1000, 2000, 3000, 4000}));
  EXPECT_EQ(talk.session().exit_status(), 1);
}

TEST(Session, UntilUpNoErrorEndsItButTheFirstReply) {
  Conversation talk({.deadline = 5s, .until_up = true});
  talk.send();
  talk.session().on_error(1);
  EXPECT_EQ(talk.next().what, What::kWait);
  talk.pass(1s);
  talk.send();
  talk.reply(2);
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().exit_status(), 0);
}

TEST(Session, SoManyLossesInARowEndAWaitForAHost) {
  Conversation talk({.announce_losses = true, .loss_after = 500ms, .until_up = true, .fail_after = 2});
  for (const std::uint64_t index : {1U, 2U}) {
    EXPECT_NE(talk.next().what, What::kFinish);
    talk.send();
    talk.pass(1s);
    EXPECT_EQ(talk.session().next_loss(talk.now(), false), index);
  }
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().exit_status(), 1);
}

TEST(Session, SoManyLossesInARowEndIt) {
  Conversation talk({.announce_losses = true, .loss_after = 500ms, .fail_after = 2});
  talk.send();
  talk.reply(1);
  EXPECT_EQ(talk.session().up(), true);
  for (const std::uint64_t index : {2U, 3U}) {
    EXPECT_NE(talk.next().what, What::kFinish);
    talk.pass(1s);
    talk.send();
    talk.pass(500ms);
    EXPECT_EQ(talk.session().next_loss(talk.now(), false), index);
    EXPECT_EQ(talk.session().up(), false);
  }
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().exit_status(), 1);
  EXPECT_EQ(talk.session().lost_so_far(), 2U);
}

TEST(Session, ALossBeforeAReplyDoesNotMakeTheHostDown) {
  Conversation talk({.announce_losses = true, .loss_after = 3s, .fail_after = 1});
  talk.send();
  talk.pass(1s);
  talk.send();
  talk.reply(2);
  talk.pass(2s);
  EXPECT_EQ(talk.session().next_loss(talk.now(), false), 1U);
  EXPECT_EQ(talk.session().up(), true);
  EXPECT_NE(talk.next().what, What::kFinish);
}

TEST(Session, ALateReplyMakesALossGood) {
  Conversation talk({.announce_losses = true, .loss_after = 1s});
  talk.send();
  talk.pass(1s);
  EXPECT_EQ(talk.session().next_loss(talk.now(), false), 1U);
  EXPECT_EQ(talk.session().lost_so_far(), 1U);
  talk.reply(1);
  EXPECT_EQ(talk.session().lost_so_far(), 0U);
  EXPECT_EQ(talk.session().up(), true);
}

TEST(Session, WithADeadlineAnErrorEndsIt) {
  Conversation talk({.deadline = 5s});
  talk.send();
  talk.session().on_error(1);
  EXPECT_EQ(talk.next().what, What::kFinish);
}

TEST(Session, ErrorsCountTowardsTheCount) {
  Conversation talk({.count = 1});
  talk.send();
  EXPECT_EQ(talk.session().on_error(1), 1U);
  EXPECT_EQ(talk.next().what, What::kFinish);
  EXPECT_EQ(talk.session().counts().errors, 1U);
}

TEST(Session, FloodSendsWhenAnsweredElseAHundredASecond) {
  Conversation talk({.interval = 0s});
  talk.send();
  EXPECT_EQ(talk.next().until, talk.now() + 10ms);
  talk.reply(1);
  EXPECT_EQ(talk.next().what, What::kSend);
}

TEST(Session, AdaptiveFollowsTheRoundTripTime) {
  Conversation talk({.adaptive = true});
  talk.send();
  talk.pass(40ms);
  talk.reply(1);
  EXPECT_EQ(talk.session().interval(), 40ms);
}

TEST(Session, ASecondReplyIsADuplicate) {
  Conversation talk({});
  talk.send();
  EXPECT_EQ(talk.reply(1).kind, ReplyKind::kCounted);
  EXPECT_EQ(talk.reply(1).kind, ReplyKind::kDuplicate);
  EXPECT_EQ(talk.session().counts().received, 1U);
  EXPECT_EQ(talk.session().counts().duplicates, 1U);
}

struct Lie {
  const char* name;
  EchoClaim claim;
  std::uint16_t sequence;
  ReplyKind kind;
};
class Lies : public testing::TestWithParam<Lie> {};

TEST_P(Lies, AreShownAndNotCounted) {
  Conversation talk({.count = 1});
  talk.send();
  const ReplyVerdict verdict = talk.reply(GetParam().sequence, GetParam().claim);
  EXPECT_EQ(verdict.kind, GetParam().kind);
  EXPECT_FALSE(verdict.rtt);
  EXPECT_EQ(talk.session().counts().received, 0U);
  EXPECT_EQ(talk.session().rtts().count(), 0U);
  EXPECT_EQ(talk.next().what, What::kWait);
  EXPECT_EQ(talk.reply(1).kind, ReplyKind::kCounted);
}

INSTANTIATE_TEST_SUITE_P(Replies, Lies,
                         testing::Values(Lie{"checksum", {.checksum_ok = false}, 1, ReplyKind::kBadChecksum},
                                         Lie{"cookie", {.cookie_ok = false}, 1, ReplyKind::kWrongCookie},
                                         Lie{"source", {.source_ok = false}, 1, ReplyKind::kWrongSource},
                                         Lie{"never_sent", {}, 2, ReplyKind::kNotSent},
                                         Lie{"zero", {}, 0, ReplyKind::kNotSent},
                                         Lie{"far_off", {}, 65535, ReplyKind::kNotSent}),
                         [](const auto& tested) { return tested.param.name; });

TEST(Session, SequenceNumbersComeAgainAfter65536) {
  Conversation talk({.interval = 0s});
  for (int i = 0; i < 65537; ++i) talk.send();
  EXPECT_EQ(talk.reply(1).index, 65537U);
  EXPECT_EQ(talk.reply(1).kind, ReplyKind::kDuplicate);
  EXPECT_EQ(talk.reply(2).index, 2U);
  EXPECT_EQ(talk.reply(0).index, 65536U);
}

TEST(Session, PipeIsTheMostUnderWayWhenOneWasAnswered) {
  Conversation talk({.preload = 3});
  for (int i = 0; i < 3; ++i) talk.send();
  EXPECT_EQ(talk.session().in_flight(), 3U);
  talk.reply(1);
  EXPECT_EQ(talk.session().counts().pipe, 3U);
  EXPECT_EQ(talk.session().in_flight(), 2U);
}

TEST(Session, LossesAreToldOnceEachWhenTheyAreDue) {
  Conversation talk({.interval = 100ms, .announce_losses = true, .loss_after = 250ms});
  talk.send(), talk.pass(100ms), talk.send(), talk.reply(1), talk.pass(100ms), talk.send();
  EXPECT_FALSE(talk.session().next_loss(talk.now(), false));
  talk.pass(160ms);
  EXPECT_EQ(talk.session().next_loss(talk.now(), false), 2U);
  EXPECT_FALSE(talk.session().next_loss(talk.now(), false));
  EXPECT_EQ(talk.session().next_loss(talk.now(), true), 3U);
  EXPECT_FALSE(talk.session().next_loss(talk.now(), true));
}

TEST(Session, AFailedProbeIsNoLoss) {
  Conversation talk({.announce_losses = true});
  talk.session().send_failed(talk.now());
  EXPECT_EQ(talk.session().counts().transmitted, 1U);
  EXPECT_FALSE(talk.session().next_loss(talk.now(), true));
}

TEST(Session, InterruptedItEndsAtOnce) {
  Conversation talk({});
  talk.session().interrupt();
  EXPECT_EQ(talk.next().what, What::kFinish);
}

}  // namespace
}  // namespace nd::ping
