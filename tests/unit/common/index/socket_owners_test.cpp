#include "common/index/socket_owners.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace nd {
namespace {

namespace fs = std::filesystem;

// A /proc tree of links that point nowhere, as the kernel's do.
class SocketOwnersTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "ndXXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  void process(int pid, const std::string& command_line, const std::vector<std::pair<int, std::string>>& links) {
    const fs::path home = root_ / std::to_string(pid);
    fs::create_directories(home / "fd");
    std::ofstream(home / "cmdline") << command_line;
    std::ofstream(home / "comm") << "short\n";
    for (const auto& [fd, target] : links) fs::create_symlink(target, home / "fd" / std::to_string(fd));
  }
  ProcRoot proc() { return *ProcRoot::open(root_); }

  fs::path root_;
};

TEST_F(SocketOwnersTest, finds_who_holds_an_inode) {
  process(10, std::string("/usr/sbin/sshd\0-D\0", 18), {{0, "/dev/null"}, {3, "socket:[111]"}, {4, "pipe:[222]"}});
  process(20, "x", {{5, "socket:[333]"}});
  SocketOwners owners;
  for (const std::uint64_t inode : {0U, 111U, 222U, 333U, 444U}) owners.want(inode);
  ASSERT_TRUE(owners.find(proc()));
  ASSERT_NE(owners.owner(111).holder, nullptr);
  EXPECT_EQ(owners.owner(111).holder->pid, 10);
  EXPECT_EQ(owners.owner(111).holder->argv0(), "/usr/sbin/sshd");
  EXPECT_EQ(owners.owner(111).holder->comm, "short");
  EXPECT_EQ(owners.owner(111).fd, 3);
  EXPECT_EQ(owners.owner(333).holder->pid, 20);
  EXPECT_EQ(owners.owner(222).holder, nullptr);  // a pipe's inode is another number space
  EXPECT_EQ(owners.owner(0).holder, nullptr);
  EXPECT_EQ(owners.missing(), 2U);
}

TEST_F(SocketOwnersTest, gives_a_shared_socket_to_the_lowest_pid) {
  process(10, "b", {{3, "socket:[5]"}});
  process(9, "a", {{11, "socket:[5]"}, {4, "socket:[5]"}});
  SocketOwners owners;
  owners.want(5);
  ASSERT_TRUE(owners.find(proc()));
  EXPECT_EQ(owners.missing(), 0U);
  EXPECT_EQ(owners.owner(5).holder->pid, 9);
  EXPECT_EQ(owners.owner(5).fd, 4);
}

TEST_F(SocketOwnersTest, passes_over_what_is_no_process) {
  fs::create_directories(root_ / "sys");
  fs::create_directories(root_ / "12a");
  process(9, "", {{3, "socket:[5]"}});
  fs::create_directories(root_ / "11");  // a process that is ending: nothing in it
  SocketOwners owners;
  owners.want(5);
  ASSERT_TRUE(owners.find(proc()));
  EXPECT_EQ(owners.owner(5).holder->pid, 9);
  EXPECT_EQ(owners.owner(5).holder->argv0(), "");
}

TEST(SocketInode, reads_both_forms_of_link) {
  EXPECT_EQ(socket_inode("socket:[123]"), 123U);
  EXPECT_EQ(socket_inode("[0000]:77"), 77U);
  for (const char* other : {"socket:[]", "socket:[12", "socket:[1x]", "/tmp/socket:[1]", "pipe:[1]", "", "[0000]:"}) {
    EXPECT_FALSE(socket_inode(other)) << other;
  }
}

TEST(ProgramName, cuts_only_absolute_paths) {
  EXPECT_EQ(program_name("/usr/bin/python3"), "python3");
  EXPECT_EQ(program_name("rel/dir/prog"), "rel/dir/prog");
  EXPECT_EQ(program_name("nginx: worker process"), "nginx: worker process");
  EXPECT_EQ(program_name(""), "");
}

TEST(InodeMap, keeps_what_was_put_in) {
  InodeMap<int> map(2);
  for (int i = 1; i <= 5000; ++i) {
    map[static_cast<std::uint64_t>(i) * 4096] = i;
    if (i == 100) map.reserve(200);
    if (i == 4000) map.reserve(100'000);
  }
  EXPECT_EQ(map.size(), 5000U);
  for (int i = 1; i <= 5000; ++i) ASSERT_EQ(*map.find(static_cast<std::uint64_t>(i) * 4096), i);
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_EQ(map.find(0), nullptr);
}

// So many that two threads share the walk: what they find is what one would.
TEST_F(SocketOwnersTest, very_many_sockets_go_to_the_lowest_pid_too) {
  constexpr int kSockets = 5000;
  for (const int pid : {40, 30, 20, 10}) {
    std::vector<std::pair<int, std::string>> links;
    for (int i = 0; i < kSockets; i += pid / 10) links.emplace_back(i + 3, "socket:[" + std::to_string(1000 + i) + "]");
    if (pid == 10) links.resize(kSockets / 2);
    process(pid, std::to_string(pid), links);
  }
  SocketOwners owners;
  for (int i = 0; i < kSockets; ++i) owners.want(static_cast<std::uint64_t>(1000 + i));
  ASSERT_TRUE(owners.find(proc(), Walk::kWhole));
  for (int i = 0; i < kSockets; ++i) {
    const int holder = i < kSockets / 2 ? 10 : i % 2 == 0 ? 20 : i % 3 == 0 ? 30 : 0;
    const SocketOwner owner = owners.owner(static_cast<std::uint64_t>(1000 + i));
    ASSERT_EQ(owner.holder == nullptr ? 0 : owner.holder->pid, holder) << i;
    ASSERT_EQ(owner.fd, holder == 0 ? -1 : i + 3) << i;
  }
}

TEST_F(SocketOwnersTest, says_so_when_no_descriptors_are_left) {
  process(10, "a", {{3, "socket:[5]"}});
  const ProcRoot root = proc();
  const UniqueFd next(::fcntl(root.fd(), F_DUPFD_CLOEXEC, 0));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  // Room for the list of processes, none for what is in one.
  const rlimit few{static_cast<rlim_t>(next.get()) + 2, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  SocketOwners owners;
  owners.want(5);
  const Status found = owners.find(root);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, EMFILE);
}

}  // namespace
}  // namespace nd
