#include <gtest/gtest.h>

#include "common/render/address.h"
#include "ping/neighbour_pace.h"
#include "ping/sweep_clock.h"
#include "ping/sweep_progress.h"
#include "ping/sweep_table.h"
#include "ping/sweep_targets.h"
#include "ping/token_bucket.h"

namespace nd::ping {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime kStart{100s};

TargetGenerator generator(std::vector<std::string> texts, TargetGenerator::Ask ask = {}) {
  return TargetGenerator(std::move(texts), ask ? std::move(ask) : [](const std::string&) { return false; }, {});
}

std::string text_of(const SweepTarget& target) { return target.name.empty() ? to_string(target.address) : target.name; }

std::vector<std::string> all_of(TargetGenerator targets, std::size_t most = 100) {
  std::vector<std::string> found;
  while (const auto target = targets.next()) {
    found.push_back(text_of(*target));
    if (found.size() == most) break;
  }
  return found;
}

std::vector<std::string> all_of(std::vector<std::string> texts, std::size_t most = 100) {
  return all_of(generator(std::move(texts)), most);
}

using Texts = std::vector<std::string>;

TEST(SweepTargets, PrefixesRangesAndAddressesFollowEachOther) {
  EXPECT_EQ(all_of({"10.0.0.254/31", "10.0.0.255-10.0.1.1", "10.9.9.1-3", "::1"}),
            (Texts{"10.0.0.254", "10.0.0.255", "10.0.0.255", "10.0.1.0", "10.0.1.1", "10.9.9.1", "10.9.9.2", "10.9.9.3",
                   "::1"}));
}

TEST(SweepTargets, HostBitsOfAPrefixDoNotMatter) { EXPECT_EQ(all_of({"10.1.2.3/8"}, 1), Texts{"10.0.0.1"}); }

TEST(SweepTargets, NetworkAndBroadcastAddressesOfAPrefixAreNoHosts) {
  EXPECT_EQ(all_of({"10.0.0.4/30"}), (Texts{"10.0.0.5", "10.0.0.6"}));
  EXPECT_EQ(all_of({"10.0.0.4/32"}), (Texts{"10.0.0.4"}));
  EXPECT_EQ(all_of({"10.0.0.4-10.0.0.7"}), (Texts{"10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7"}));
  EXPECT_EQ(all_of({"127.0.0.4/30"}), (Texts{"127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7"}));
  EXPECT_EQ(all_of({"fd00::4/126"}), (Texts{"fd00::4", "fd00::5", "fd00::6", "fd00::7"}));
}

TEST(SweepTargets, NamesAreAskedForWhileOthersGoOn) {
  std::vector<std::string> asked;
  TargetGenerator targets = generator({"one", "10.0.0.1-2", "two"}, [&](const std::string& name) {
    return asked.size() < 2 && (asked.push_back(name), true);
  });
  EXPECT_EQ(text_of(targets.next().value()), "10.0.0.1");
  EXPECT_EQ(asked, Texts{"one"});
  targets.resolved("one", IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(text_of(targets.next().value()), "one");
  EXPECT_EQ(text_of(targets.next().value()), "10.0.0.2");
  EXPECT_FALSE(targets.next());
  EXPECT_EQ(asked, (Texts{"one", "two"}));
  EXPECT_FALSE(targets.ready());
  EXPECT_FALSE(targets.exhausted()) << "a name is still looked up";
  targets.resolved("two", tl::unexpected(std::string("because")));
  EXPECT_TRUE(targets.exhausted());
  const auto unknown = targets.take_unknown();
  ASSERT_EQ(unknown.size(), 1U);
  EXPECT_EQ(unknown[0].text + ": " + unknown[0].reason, "two: because");
}

TEST(SweepTargets, WithNobodyToAskNamesAreUnknown) {
  TargetGenerator targets = generator({"one", "two"});
  EXPECT_FALSE(targets.next());
  EXPECT_TRUE(targets.exhausted());
  EXPECT_EQ(targets.take_unknown().size(), 2U);
}

TEST(SweepTargets, AnyAddressIsThisHost) {
  TargetGenerator targets = generator({"0.0.0.0", "::"});
  const auto v4 = targets.next(), v6 = targets.next();
  ASSERT_TRUE(v4 && v6);
  EXPECT_EQ(to_string(v4->address) + ' ' + v4->name, "127.0.0.1 0.0.0.0");
  EXPECT_EQ(to_string(v6->address) + ' ' + v6->name, "::1 ::");
  EXPECT_EQ(this_host(IpAddress::v4(0, 0, 0, 0), IpAddress::v4(10, 0, 0, 7)), IpAddress::v4(10, 0, 0, 7));
}

TEST(SweepTargets, TheLastAddressOfAllEndsARange) {
  EXPECT_EQ(all_of({"255.255.255.254/31"}), (Texts{"255.255.255.254", "255.255.255.255"}));
  EXPECT_EQ(all_of({"fd00::ffff-fd00::1:0"}), (Texts{"fd00::ffff", "fd00::1:0"}));
}

TEST(SweepTargets, WhatCanBeNoNameIsMalformed) {
  for (const char* text :
       {"10.5.0.0/33", "name/24", "10.5.0.3-10.5.0.1", "10.5.0.1-256", "fd00::2-fd00::1", "10.0.0.1-"}) {
    TargetGenerator targets = generator({text}, [](const std::string&) { return ADD_FAILURE(), true; });
    EXPECT_FALSE(targets.next());
    const auto unknown = targets.take_unknown();
    ASSERT_EQ(unknown.size(), 1U) << text;
    EXPECT_EQ(unknown[0].why, UnknownTarget::Why::kMalformed);
  }
  for (const char* text : {"known", "a-b.example", "10.0.0.1-static.example"}) EXPECT_EQ(malformed(text), "") << text;
}

TEST(SweepTable, ASilentHostIsAskedAgainWithLongerWaits) {
  SweepTable table({.timeout = 100ms, .retries = 2, .backoff = 2});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  MonotonicTime now = kStart;
  for (const auto wait : {100ms, 200ms}) {
    table.sent(slot, now);
    EXPECT_EQ(table.next_timeout(), now + wait);
    EXPECT_FALSE(table.next_overdue(now + wait - 1ns));
    now += wait;
    const auto overdue = table.next_overdue(now);
    ASSERT_TRUE(overdue);
    EXPECT_TRUE(overdue->again);
  }
  table.sent(slot, now);
  const auto last = table.next_overdue(now + 400ms);
  ASSERT_TRUE(last);
  EXPECT_FALSE(last->again);
  table.release(slot);
  EXPECT_EQ(table.in_flight(), 0U);
  EXPECT_EQ(table.next_timeout(), MonotonicTime::max());
}

TEST(SweepTable, AnAnsweredProbeIsNeverOverdue) {
  SweepTable table({.timeout = 100ms, .retries = 0, .backoff = 1});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  table.sent(slot, kStart);
  table.release(slot);
  EXPECT_FALSE(table.next_overdue(kStart + 1s));
}

TEST(SweepTable, AReplyToTheLastUserOfASlotFindsNobody) {
  SweepTable table({});
  const std::uint32_t first = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  table.sent(first, kStart);
  const SweepMark sent{.slot = first, .generation = table.at(first).generation};
  ASSERT_NE(table.find(sent), nullptr);
  table.release(first);
  EXPECT_EQ(table.find(sent), nullptr);
  const std::uint32_t second = table.add(IpAddress::v4(10, 0, 0, 2), 0);
  table.sent(second, kStart);
  EXPECT_EQ(first, second);
  EXPECT_EQ(table.find(sent), nullptr);
  EXPECT_EQ(table.find({.slot = 99, .generation = 1}), nullptr);
}

TEST(SweepTable, RepliesAreAwaitedDuplicateLateOrStrange) {
  SweepTable table({.timeout = 100ms, .retries = 1});
  const IpAddress host = IpAddress::v4(10, 0, 0, 1);
  const std::uint32_t slot = table.add(host, 0);
  const SweepMark first = table.mark_of(slot);
  table.sent(slot, kStart);
  const SweepMark second = table.mark_of(slot);
  EXPECT_EQ(table.take(second, host), SweepMatch::kStranger) << "not sent yet";
  table.sent(slot, kStart + 100ms);
  EXPECT_EQ(table.take(first, IpAddress::v4(10, 0, 0, 2)), SweepMatch::kStranger);
  EXPECT_EQ(table.take(first, host), SweepMatch::kAwaited);
  table.release(slot);
  EXPECT_EQ(table.take(first, host), SweepMatch::kDuplicate);
  EXPECT_EQ(table.take(second, host), SweepMatch::kLate) << "the host had answered the first";
  EXPECT_EQ(table.take(second, host), SweepMatch::kDuplicate);
}

TEST(SweepTable, RepliesToEarlierProbesAreLateUnlessThoseWereAnswered) {
  SweepTable table({.timeout = 100ms, .retries = 0});
  const IpAddress host = IpAddress::v4(10, 0, 0, 1);
  const std::uint32_t slot = table.add(host, 0);
  const SweepMark given_up = table.mark_of(slot);
  table.sent(slot, kStart);
  table.rest(slot, kStart + 1s);
  const SweepMark answered = table.mark_of(slot);
  table.sent(slot, kStart + 1s);
  EXPECT_EQ(table.take(given_up, host), SweepMatch::kLate);
  EXPECT_EQ(table.take(given_up, host), SweepMatch::kDuplicate);
  EXPECT_EQ(table.take(answered, host), SweepMatch::kAwaited);
  table.rest(slot, kStart + 2s);
  EXPECT_EQ(table.take(answered, host), SweepMatch::kDuplicate);
  EXPECT_EQ(table.take({.slot = slot, .generation = answered.generation + 9}, host), SweepMatch::kStranger);
}

TEST(SweepTable, AReplyToATryThatWasNotMadeFindsNobody) {
  SweepTable table({});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  const SweepMark first = table.mark_of(slot);
  EXPECT_EQ(table.find(first), nullptr) << "it has not left";
  table.sent(slot, kStart);
  const SweepMark second = table.mark_of(slot);
  EXPECT_EQ(second.attempt, 1);
  EXPECT_NE(table.find(first), nullptr);
  EXPECT_EQ(table.find(second), nullptr);
}

TEST(SweepClock, AReplyIsTimedFromItsOwnTry) {
  SweepClock clock(2);
  const SweepMark first{.slot = 3, .generation = 1, .attempt = 0}, second{.slot = 3, .generation = 1, .attempt = 1};
  clock.handed_over(first, kStart, 7000s);
  clock.handed_over(second, kStart + 300ms, 7000s + 300ms);
  const Return arrival{.read = kStart + 400ms, .received = 7000s + 400ms};
  EXPECT_EQ(clock.rtt(first, arrival).time, 400ms);
  EXPECT_EQ(clock.rtt(second, arrival).time, 100ms);
}

TEST(SweepClock, TheStampOfTheDeviceLeavesOutTheWaitForAnAddress) {
  SweepClock clock(1);
  const SweepMark mark{.slot = 0, .generation = 5};
  clock.handed_over(mark, kStart, 7000s);
  clock.transmitted({.slot = 0, .generation = 4}, 7000s + 1ms);  // of the slot's last owner
  clock.transmitted({.slot = 9, .generation = 5}, 7000s + 1ms);
  clock.transmitted(mark, 7000s + 40ms);
  const Rtt rtt = clock.rtt(mark, {.read = kStart + 50ms, .received = 7000s + 45ms});
  EXPECT_EQ(rtt.time, 5ms);
  EXPECT_EQ(rtt.resolution, 40ms);
}

TEST(SweepTable, MoreThan65536MayBeUnderWay) {
  SweepTable table({});
  for (std::uint32_t i = 0; i < 70000; ++i) EXPECT_EQ(table.add(IpAddress::v4(10, 0, 0, 1), 0), i);
  EXPECT_EQ(table.in_flight(), 70000U);
}

TEST(SweepTable, AHostRestsBetweenItsProbes) {
  SweepTable table({.timeout = 100ms, .retries = 0});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  table.sent(slot, kStart);
  const SweepMark first{.slot = slot, .generation = table.at(slot).generation};
  table.rest(slot, kStart + 1s);
  EXPECT_EQ(table.find(first), nullptr) << "a late reply";
  EXPECT_FALSE(table.next_overdue(kStart + 500ms)) << "it was answered";
  EXPECT_EQ(table.next_timeout(), kStart + 1s);
  EXPECT_FALSE(table.next_rested(kStart + 999ms));
  EXPECT_EQ(table.next_rested(kStart + 1s), slot);
  EXPECT_FALSE(table.next_rested(kStart + 2s));
}

TEST(SweepTable, AProbeThatNeverLeftIsNoTry) {
  SweepTable table({.timeout = 100ms, .retries = 1});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  table.sent(slot, kStart);
  table.unsend(table.mark_of(slot), kStart + 10ms);
  EXPECT_FALSE(table.next_overdue(kStart + 1s));
  EXPECT_EQ(table.next_rested(kStart + 10ms), slot);
  table.sent(slot, kStart + 10ms);
  const auto overdue = table.next_overdue(kStart + 110ms);
  ASSERT_TRUE(overdue);
  EXPECT_TRUE(overdue->again);
}

TEST(SweepTable, AProbeThatNeverLeftIsForgottenWithItsTarget) {
  SweepTable table({.timeout = 100ms, .retries = 1});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  table.sent(slot, kStart);
  table.sent(slot, kStart + 100ms);
  table.unsend(table.mark_of(slot), kStart + 110ms);
  table.release(slot);  // an error about the first try
  EXPECT_EQ(table.next_timeout(), MonotonicTime::max());
  ASSERT_EQ(table.add(IpAddress::v4(10, 0, 0, 2), 0), slot);
  table.sent(slot, kStart + 105ms);
  EXPECT_FALSE(table.next_rested(kStart + 1s)) << "the next owner is not sent to again";
}

TEST(SweepTable, WhatIsStillQueuedForATargetThatIsDoneWithIsOld) {
  SweepTable table({});
  const std::uint32_t slot = table.add(IpAddress::v4(10, 0, 0, 1), 0);
  const SweepMark queued = table.mark_of(slot);
  table.sent(slot, kStart);
  EXPECT_TRUE(table.is_current(queued));
  table.release(slot);  // a reply to its first try, while the second waits for room
  EXPECT_FALSE(table.is_current(queued));
  table.unsend(queued, kStart + 10ms);
  EXPECT_FALSE(table.next_rested(kStart + 1s));
  table.add(IpAddress::v4(10, 0, 0, 2), 0);
  EXPECT_FALSE(table.is_current(queued));
  EXPECT_EQ(table.in_flight(), 1U);
}

TEST(SweepTargets, TheirNumberIsKnownBeforehand) {
  EXPECT_EQ(generator({"10.0.0.0/8", "10.0.0.1-10.0.1.0", "name", "::1"}).total(), 16777214 + 256 + 2);
}

std::string progress_of(const SweepCounts& counts, double total, double rate, double seconds,
                        std::size_t columns = 1000) {
  TextBuffer text(128);
  append_progress(text, counts, total, rate, seconds, columns);
  return std::string(text.view());
}

TEST(SweepProgress, TellsCountsRateAndTimeLeft) {
  EXPECT_EQ(progress_of({}, 256, 100, 0), "0 of 256 done, 0 alive, 100 packets/s");
  EXPECT_EQ(progress_of({.alive = 10, .unreachable = 54}, 256, 99.9, 64),
            "64 of 256 done, 10 alive, 99 packets/s, 03:12 left");
}

TEST(SweepProgress, OfAWholeIpv6NetworkNeedsNoIntegerThatHoldsIt) {
  EXPECT_EQ(progress_of({.alive = 1}, 0x1p128, 100, 10),
            "1 of 3.40e+38 done, 1 alive, 100 packets/s, more than 100 hours left");
}

TEST(SweepProgress, LeavesOutWhatANarrowTerminalHasNoRoomFor) {
  const auto progress = [](std::size_t columns) {
    return progress_of({.alive = 10, .unreachable = 54}, 256, 99, 64, columns);
  };
  EXPECT_EQ(progress(51), "64 of 256 done, 10 alive, 99 packets/s, 03:12 left");
  EXPECT_EQ(progress(49), "64 of 256 done, 10 alive, 99 packets/s");
  EXPECT_EQ(progress(29), "64 of 256 done, 10 alive");
  EXPECT_EQ(progress(14), "64 of 256 done");
}

TEST(NeighbourPace, TakesWhatTheTableHolds) {
  NeighbourPace pace({{IpAddress::v4(10, 0, 0, 0), 24}}, {.v4 = 2, .v6 = 9}, 5s);
  const IpAddress near = IpAddress::v4(10, 0, 0, 9), far = IpAddress::v4(10, 0, 1, 9);
  EXPECT_TRUE(pace.admit(near, kStart));
  EXPECT_TRUE(pace.admit(near, kStart + 1s));
  EXPECT_FALSE(pace.admit(near, kStart + 2s));
  EXPECT_EQ(pace.next(near), kStart + 5s);
  EXPECT_TRUE(pace.admit(far, kStart + 2s)) << "the gateway's entry serves all of these";
  EXPECT_TRUE(pace.admit(near, kStart + 5s));
  EXPECT_FALSE(pace.admit(near, kStart + 5s));
}

TEST(NeighbourPace, EachFamilyHasItsTable) {
  const auto v6 = [](std::uint8_t last) {
    return IpAddress::v6(std::array<std::uint8_t, 16>{0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last});
  };
  const IpAddress near = IpAddress::v4(10, 0, 0, 9);
  NeighbourPace pace({{IpAddress::v4(10, 0, 0, 0), 24}, {v6(0), 64}}, {.v4 = 1, .v6 = 2}, 5s);
  EXPECT_TRUE(pace.admit(near, kStart));
  EXPECT_FALSE(pace.admit(near, kStart));
  EXPECT_TRUE(pace.admit(v6(1), kStart + 1s));
  EXPECT_TRUE(pace.admit(v6(2), kStart + 1s));
  EXPECT_FALSE(pace.admit(v6(3), kStart + 1s));
  EXPECT_EQ(pace.next(near), kStart + 5s);
  EXPECT_EQ(pace.next(v6(3)), kStart + 6s);
}

TEST(TokenBucket, LetsTheRatePass) {
  TokenBucket bucket(1000, kStart);
  std::size_t sent = 0;
  for (auto time = 0ms; time <= 1000ms; time += 1ms) {
    const std::size_t n = bucket.available(kStart + time, 64);
    bucket.take(n);
    sent += n;
  }
  EXPECT_NEAR(static_cast<double>(sent), 1000, 2);
}

TEST(TokenBucket, DoesNotSaveUpForABurst) {
  TokenBucket bucket(1000, kStart);
  EXPECT_EQ(bucket.available(kStart + 10s, 64), 10U);
}

TEST(TokenBucket, SaysWhenTheNextMayLeave) {
  TokenBucket bucket(10, kStart);
  bucket.take(bucket.available(kStart, 64));
  EXPECT_EQ(bucket.next(kStart), kStart + 100ms);
}

TEST(TokenBucket, RateZeroIsNoLimit) {
  TokenBucket bucket(0, kStart);
  EXPECT_EQ(bucket.available(kStart, 64), 64U);
  bucket.take(64);
  EXPECT_EQ(bucket.available(kStart, 64), 64U);
}

}  // namespace
}  // namespace nd::ping
