#include "common/sys/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "common/sys/build_kind.h"

namespace nd {
namespace {

// What `act` returns in a child that has shut itself in; -1: it could not, or died.
int inside(const std::function<int()>& act, Task task = Task::kProbe, std::span<const Folder> folders = {},
           std::span<const int> only_read = {}) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(forbid_writing(only_read) && enter_sandbox(task, folders) ? act() : 99);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) == 99) return -1;
  return WEXITSTATUS(status);
}

int refusal_of(bool done) { return done ? 0 : errno; }

class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kInstrumented) GTEST_SKIP() << "a sanitizer needs what a sandbox refuses";
    if (!offered_sandbox().seccomp) GTEST_SKIP() << "this kernel offers no seccomp";
  }
};

TEST_F(SandboxTest, NothingCanBeOpened) {
  for (const Task task : {Task::kProbe, Task::kDecode}) {
    EXPECT_EQ(inside([] { return refusal_of(::open("/dev/null", O_RDONLY) >= 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::openat(AT_FDCWD, "/etc/passwd", O_RDONLY) >= 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::unlink("/nonexistent/file") == 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::socket(AF_INET, SOCK_DGRAM, 0) >= 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::kill(::getppid(), 0) == 0); }, task), EPERM);
  }
}

TEST_F(SandboxTest, NothingCanBeStartedOrTraced) {
  for (const Task task : {Task::kProbe, Task::kDecode, Task::kMonitor, Task::kNames}) {
    EXPECT_EQ(inside(
                  [] {
                    std::array<char*, 1> none{nullptr};
                    return refusal_of(::execve("/bin/true", none.data(), none.data()) == 0);
                  },
                  task),
              EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::fork() >= 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0); }, task), EPERM);
    EXPECT_EQ(inside([] { return refusal_of(::syscall(SYS_io_uring_setup, 1, nullptr) >= 0); }, task), EPERM);
  }
}

TEST_F(SandboxTest, ADecoderSetsUpNoSocket) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()), 0);
  const int size = 4096;
  const auto set = [&] { return refusal_of(::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0); };
  EXPECT_EQ(inside(set, Task::kDecode), EPERM);
  EXPECT_EQ(inside(set, Task::kProbe), 0);
}

TEST_F(SandboxTest, WhatIsOnlyToBeReadIsNotWritten) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()), 0);
  const std::array only_read{ends[0], 77};
  const auto limited = [&](const std::function<bool()>& act) {
    return inside([&] { return refusal_of(act()); }, Task::kDecode, {}, only_read);
  };
  EXPECT_EQ(limited([&] { return ::write(ends[0], "x", 1) == 1; }), EPERM);
  EXPECT_EQ(limited([&] { return ::send(ends[0], "x", 1, 0) == 1; }), EPERM);
  EXPECT_EQ(limited([&] { return ::fcntl(ends[0], F_DUPFD, 0) >= 0; }), EPERM);
  EXPECT_EQ(limited([&] { return ::fcntl(ends[0], F_DUPFD_CLOEXEC, 0) >= 0; }), EPERM);
  EXPECT_EQ(limited([&] { return ::fcntl(ends[0], F_GETFL) >= 0; }), 0);
  EXPECT_EQ(limited([&] {
              char byte = 0;
              return ::write(ends[1], "x", 1) == 1 && ::read(ends[0], &byte, 1) == 1 && byte == 'x';
            }),
            0);
}

class FoldersTest : public SandboxTest {
 protected:
  void SetUp() override {
    SandboxTest::SetUp();
    if (IsSkipped()) return;
    if (offered_sandbox().landlock == 0) GTEST_SKIP() << "this kernel offers no Landlock";
    std::string pattern = testing::TempDir() + "sandbox-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  std::string folder_;
};

TEST_F(FoldersTest, AMonitorWritesThereAndNowhereElse) {
  const std::array folders{Folder{.path = folder_, .write = true}, Folder{.path = folder_ + "/is-not-there"}};
  const std::string file = folder_ + "/file";
  const auto made = [](const std::string& path) {
    return refusal_of(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0);
  };
  EXPECT_EQ(inside([&] { return made(file); }, Task::kMonitor, folders), 0);
  EXPECT_EQ(inside([&] { return refusal_of(::unlink(file.c_str()) == 0); }, Task::kMonitor, folders), 0);
  EXPECT_EQ(inside([&] { return made(folder_ + "-beside"); }, Task::kMonitor, folders), EACCES);
  EXPECT_EQ(inside([] { return refusal_of(::open("/etc/passwd", O_RDONLY) >= 0); }, Task::kMonitor, folders), EACCES);
  EXPECT_EQ(inside([] { return refusal_of(::socket(AF_INET, SOCK_DGRAM, 0) >= 0); }, Task::kMonitor, folders), EPERM);
}

TEST_F(FoldersTest, WhoAsksNameServersReadsOnly) {
  const std::array folders{Folder{.path = "/etc"}};
  const auto opened = [](const char* path, int flags) { return refusal_of(::open(path, flags) >= 0); };
  EXPECT_EQ(inside([&] { return opened("/etc/passwd", O_RDONLY); }, Task::kNames, folders), 0);
  EXPECT_EQ(inside([&] { return opened("/etc/passwd", O_WRONLY); }, Task::kNames, folders), EACCES);
  EXPECT_EQ(inside([&] { return opened("/proc/self/status", O_RDONLY); }, Task::kNames, folders), EACCES);
  EXPECT_EQ(inside([] { return refusal_of(::socket(AF_INET, SOCK_DGRAM, 0) >= 0); }, Task::kNames, folders), 0);
}

TEST_F(SandboxTest, NoMemoryBecomesCode) {
  const auto map = [](int protection) { return ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); };
  EXPECT_EQ(inside([&] { return refusal_of(map(PROT_READ | PROT_EXEC) != MAP_FAILED); }), EPERM);
  EXPECT_EQ(inside([&] { return refusal_of(::mprotect(map(PROT_READ | PROT_WRITE), 4096, PROT_EXEC) == 0); }), EPERM);
}

TEST_F(SandboxTest, WhatIsOpenStaysOfUse) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  EXPECT_EQ(inside([&] {
              char byte = 0;
              const bool done = ::write(ends[1], "x", 1) == 1 && ::read(ends[0], &byte, 1) == 1 && byte == 'x';
              return refusal_of(done && std::string(100000, 'x').size() == 100000);
            }),
            0);
}

TEST(Sandbox, SaysWhatIsInForce) {
  EXPECT_EQ((Sandbox{.seccomp = true, .landlock = 7}.describe()), "seccomp, Landlock 7");
  EXPECT_EQ(Sandbox{}.describe(), "no seccomp, no Landlock");
  EXPECT_FALSE((Sandbox{.seccomp = true, .landlock = 0}.whole()));
}

}  // namespace
}  // namespace nd
