#include "common/sys/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>

#include "common/sys/build_kind.h"

namespace nd {
namespace {

// What `act` returns in a child that has shut itself in; -1: it could not, or died.
int inside(const std::function<int()>& act) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(enter_sandbox() ? act() : 99);
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
  EXPECT_EQ(inside([] { return refusal_of(::open("/dev/null", O_RDONLY) >= 0); }), EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::openat(AT_FDCWD, "/etc/passwd", O_RDONLY) >= 0); }), EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::socket(AF_INET, SOCK_DGRAM, 0) >= 0); }), EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }), EPERM);
}

TEST_F(SandboxTest, NothingCanBeStartedOrTraced) {
  EXPECT_EQ(inside([] {
              std::array<char*, 1> none{nullptr};
              return refusal_of(::execve("/bin/true", none.data(), none.data()) == 0);
            }),
            EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::fork() >= 0); }), EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0); }), EPERM);
  EXPECT_EQ(inside([] { return refusal_of(::kill(::getppid(), 0) == 0); }), EPERM);
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
