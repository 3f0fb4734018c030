#include "capture/process/holder_index.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nd::capture {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr MonotonicTime kNow{100s};
constexpr std::uint64_t kInodes[] = {5, 7};

class HolderIndexTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "ndXXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  void process(int pid, const std::string& command, const std::vector<std::string>& links) {
    const fs::path home = root_ / std::to_string(pid);
    fs::create_directories(home / "fd");
    std::ofstream(home / "comm") << command << '\n';
    std::ofstream(home / "cmdline") << command;
    std::ofstream(home / "status") << "Name:\tx\nTgid:\t" << pid << "\nUid:\t1\t2\t3\t4\nGid:\t1\t2\t3\t4\n";
    int fd = 3;
    for (const std::string& link : links) fs::create_symlink(link, home / "fd" / std::to_string(fd++));
  }
  HolderIndex index(const WantedProcess& wanted = {}) { return HolderIndex(*ProcRoot::open(root_), wanted); }

  fs::path root_;
};

TEST_F(HolderIndexTest, looks_at_once_into_processes_that_have_just_started) {
  process(10, "old", {"socket:[7]"});
  HolderIndex holders = index();
  process(20, "new", {"/dev/null", "socket:[5]"});
  holders.look_around(kInodes, kNow);
  EXPECT_EQ(holders.holder(5), (SocketProcess{.pid = 20, .uid = 2, .command = "new"}));
  EXPECT_EQ(holders.holder(7), std::nullopt);
  holders.walk(kInodes);
  EXPECT_EQ(holders.holder(7), (SocketProcess{.pid = 10, .uid = 2, .command = "old"}));
}

TEST_F(HolderIndexTest, believes_nobody_who_no_longer_holds_it) {
  process(10, "server", {"socket:[5]"});
  HolderIndex holders = index();
  holders.walk(kInodes);
  ASSERT_TRUE(holders.holder(5));
  fs::remove(root_ / "10/fd/3");
  fs::create_symlink("socket:[6]", root_ / "10/fd/3");
  EXPECT_EQ(holders.holder(5), std::nullopt);
}

TEST_F(HolderIndexTest, tells_the_process_asked_for_of_several) {
  process(10, "parent", {"socket:[5]"});
  process(20, "child", {"socket:[5]"});
  HolderIndex by_pid = index({.pid = 20});
  by_pid.look_around(kInodes, kNow);
  by_pid.walk(kInodes);
  EXPECT_EQ(by_pid.holder(5)->pid, 20);
  HolderIndex by_name = index({.command = "child"});
  by_name.walk(kInodes);
  EXPECT_EQ(by_name.holder(5)->pid, 20);
  HolderIndex by_nothing = index();
  by_nothing.walk(kInodes);
  EXPECT_EQ(by_nothing.holder(5)->pid, 10);
}

TEST_F(HolderIndexTest, leaves_others_alone_where_only_one_matters) {
  process(10, "other", {"socket:[5]"});
  process(20, "mine", {"socket:[7]"});
  HolderIndex holders = index({.pid = 20, .only = true});
  holders.look_around(kInodes, kNow);
  holders.walk(kInodes);
  EXPECT_EQ(holders.holder(5), std::nullopt);
  EXPECT_EQ(holders.holder(7)->pid, 20);
}

}  // namespace
}  // namespace nd::capture
