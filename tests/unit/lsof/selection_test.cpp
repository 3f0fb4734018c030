#include "lsof/selection.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

const std::string kBash = "bash";
const std::string kSleep = "sleep";

ProcessFacts facts(std::int32_t pid, const std::string& command, std::uint32_t uid = 0) {
  return {.pid = pid, .pgid = pid, .uid = uid, .command = command};
}

Criteria criteria(std::string_view pids, std::string_view commands = {}, bool all_of = false) {
  Criteria made;
  if (!pids.empty()) {
    EXPECT_TRUE(add_numbers(pids, "process ID", "PID", made.pids));
  }
  if (!commands.empty()) {
    EXPECT_TRUE(add_command(commands, made.commands));
  }
  made.all_of = all_of;
  return made;
}

TEST(Selection, WithoutCriteriaListsEverything) {
  Selection selection{Criteria{}};
  EXPECT_EQ(selection.wanted(), 0U);
  EXPECT_EQ(selection.process(facts(1, kBash)), 0U);
  EXPECT_TRUE(selection.lists(0));
  EXPECT_EQ(selection.only_pids(), std::nullopt);
}

TEST(Selection, AlternativesNeedOne) {
  Selection selection(criteria("7", "sl"));
  EXPECT_EQ(selection.process(facts(7, kBash)), kByPid);
  EXPECT_EQ(selection.process(facts(8, kSleep)), kByCommand);
  EXPECT_EQ(selection.process(facts(8, kBash)), std::nullopt);
  EXPECT_EQ(selection.only_pids(), std::nullopt) << "a command may be anybody's";
}

TEST(Selection, AndNeedsAll) {
  Selection selection(criteria("7", "sl", true));
  EXPECT_EQ(selection.process(facts(7, kBash)), std::nullopt);
  EXPECT_EQ(selection.process(facts(7, kSleep)), kByPid | kByCommand);
  EXPECT_EQ(selection.only_pids(), std::vector{7});
}

TEST(Selection, ExclusionsAlwaysCount) {
  Selection selection(criteria("^7"));
  EXPECT_EQ(selection.wanted(), 0U);
  EXPECT_EQ(selection.process(facts(7, kBash)), std::nullopt);
  EXPECT_EQ(selection.process(facts(8, kBash)), 0U);
}

TEST(Selection, FilesMayBringInAProcessThatMeetsNothing) {
  Criteria wanted = criteria("7");
  ASSERT_TRUE(add_fds("0", wanted.fds));
  Selection selection(std::move(wanted));
  EXPECT_EQ(selection.process(facts(8, kBash)), 0U);
  OpenFile file;
  file.fd = {FdName::kNumber, 0};
  EXPECT_TRUE(selection.lists(selection.file(file)));
  file.fd.number = 1;
  EXPECT_FALSE(selection.lists(selection.file(file)));
}

TEST(Selection, LeavingOutSomeDescriptorsIsAskingForTheOthers) {
  Criteria wanted = criteria("7", "");
  ASSERT_TRUE(add_fds("^0,^mem", wanted.fds));
  Selection selection(std::move(wanted));
  const std::uint32_t other_process = *selection.process(facts(8, kSleep));
  const std::uint32_t own = *selection.process(facts(7, kBash));
  OpenFile file;
  file.fd = {FdName::kMemory, -1};
  EXPECT_FALSE(selection.lists(other_process | selection.file(file)));
  EXPECT_TRUE(selection.lists(own | selection.file(file))) << "the process was asked for";
  file.fd = {FdName::kCwd, -1};
  EXPECT_TRUE(selection.lists(other_process | selection.file(file)));
}

TEST(Selection, AReportLeavesOutDescriptorsWithoutAskingForOthers) {
  Criteria wanted;
  ASSERT_TRUE(add_fds("^mem", wanted.fds));
  wanted.fds.selects = false;
  const Selection selection(std::move(wanted));
  EXPECT_EQ(selection.wanted(), 0U);
  EXPECT_TRUE(selection.leaves_out({FdName::kMemory, -1}));
  EXPECT_FALSE(selection.leaves_out({FdName::kCwd, -1}));
}

TEST(Selection, TypeAndAddressOfInternetFilesAreTwoCriteria) {
  Criteria wanted;
  wanted.all_of = true;
  wanted.any_internet = true;
  wanted.internet_family = Family::kIpv6;
  wanted.internet.push_back(*parse_internet_spec("udp"));
  Selection selection(std::move(wanted));
  SocketRow row;
  row.protocol = InetProtocol::kTcp;
  row.family = Family::kIpv6;
  OpenFile file;
  file.socket = &row;
  EXPECT_FALSE(selection.lists(selection.file(file)));
  row.protocol = InetProtocol::kUdp;
  EXPECT_TRUE(selection.lists(selection.file(file)));
  row.family = Family::kIpv4;
  EXPECT_FALSE(selection.lists(selection.file(file)));
}

TEST(Selection, OfTwoAddressesThatFitTheLastGivenIsFound) {
  Criteria wanted;
  wanted.internet.push_back(*parse_internet_spec("tcp"));
  wanted.internet.push_back(*parse_internet_spec(":80"));
  Selection selection(std::move(wanted));
  SocketRow row;
  row.protocol = InetProtocol::kTcp;
  row.family = Family::kIpv4;
  row.local.port = 80;
  OpenFile file;
  file.socket = &row;
  EXPECT_TRUE(selection.lists(selection.file(file)));
  EXPECT_EQ(selection.missing_internet_and_processes(), std::vector<std::string>{"Internet address not located: tcp"});
}

TEST(Selection, TellsWhatWasNeverFound) {
  Selection selection(criteria("7,8,^9", "sl"));
  selection.process(facts(7, kBash));
  EXPECT_EQ(selection.missing_commands(), std::vector<std::string>{"command not located: sl"});
  EXPECT_EQ(selection.missing_internet_and_processes(), std::vector<std::string>{"process ID not located: 8"});
}

TEST(Selection, UnderAndWhatStandsBehindAMissIsNotLookedFor) {
  Selection selection(criteria("7", "sl", true));
  selection.process(facts(8, kSleep));
  EXPECT_EQ(selection.missing_commands().size(), 1U) << "sleep ran, but not as process 7";
}

TEST(Selection, InternetFilesAreFoundByTheirSocket) {
  Criteria wanted;
  wanted.any_internet = true;
  Selection selection(std::move(wanted));
  EXPECT_EQ(selection.missing_internet_and_processes(), std::vector<std::string>{"no Internet files located"});
  const SocketRow row;
  OpenFile file;
  EXPECT_FALSE(selection.lists(selection.file(file)));
  file.socket = &row;
  EXPECT_TRUE(selection.lists(selection.file(file)));
  EXPECT_TRUE(selection.missing_internet_and_processes().empty());
}

TEST(Selection, StatesLetSocketsThrough) {
  Criteria wanted;
  ASSERT_TRUE(add_states("tcp:listen,close", wanted.states));
  Selection some(std::move(wanted));
  EXPECT_TRUE(some.lets_through(TcpState::kListen));
  EXPECT_FALSE(some.lets_through(TcpState::kEstablished));
  EXPECT_EQ(some.missing_internet_and_processes(), std::vector<std::string>{"TCP state not located: CLOSE"});

  Criteria unwanted;
  ASSERT_TRUE(add_states("TCP:^Listen", unwanted.states));
  Selection others(std::move(unwanted));
  EXPECT_FALSE(others.lets_through(TcpState::kListen));
  EXPECT_TRUE(others.lets_through(TcpState::kEstablished));
}

TEST(Selection, FewLinksAreDeletedFiles) {
  Criteria wanted;
  wanted.by_links = true;
  wanted.links_below = 1;
  Selection selection(std::move(wanted));
  OpenFile file;
  file.known = kLinks;
  EXPECT_TRUE(selection.lists(selection.file(file)));
  file.links = 1;
  EXPECT_FALSE(selection.lists(selection.file(file)));
  file = OpenFile{};
  EXPECT_FALSE(selection.lists(selection.file(file))) << "a socket has no link count";
}

TEST(Selection, KnowsWhenNothingButInternetSocketsIsListed) {
  const auto alone = [](bool unix_sockets, bool pid, bool all_of) {
    Criteria wanted = criteria(pid ? "10" : "", {}, all_of);
    wanted.any_internet = true;
    wanted.unix_sockets = unix_sockets;
    return Selection(std::move(wanted)).lists_internet_alone();
  };
  EXPECT_TRUE(alone(false, false, false));
  EXPECT_FALSE(alone(true, false, false)) << "or Unix sockets";
  EXPECT_FALSE(alone(false, true, false)) << "or all files of a process";
  EXPECT_TRUE(alone(false, true, true));
  EXPECT_FALSE(Selection{Criteria{}}.lists_internet_alone());
}

}  // namespace
}  // namespace nd::lsof
