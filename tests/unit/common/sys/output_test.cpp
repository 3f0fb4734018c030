#include "common/sys/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

#include "common/sys/signals.h"
#include "common/sys/unique_fd.h"

namespace nd {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    read = UniqueFd(ends[0]);
    write = UniqueFd(ends[1]);
  }
  std::string all() {
    write.reset();
    std::string text;
    char block[65536];
    ssize_t n;
    while ((n = ::read(read.get(), block, sizeof block)) != 0) {
      if (n > 0) text.append(block, static_cast<std::size_t>(n));
    }
    return text;
  }
  UniqueFd read;
  UniqueFd write;
};

TEST(OutputBuffer, writes_nothing_until_a_block_is_full) {
  Pipe pipe;
  OutputBuffer out(pipe.write.get(), 10);
  out.text().put("123456789");
  EXPECT_TRUE(out.flush_if_full());
  EXPECT_EQ(out.text().size(), 9U);
  out.text().put("0");
  EXPECT_TRUE(out.flush_if_full());
  EXPECT_TRUE(out.text().empty());
  EXPECT_EQ(pipe.all(), "1234567890");
}

TEST(OutputBuffer, remembers_the_first_failure) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  OutputBuffer out(full.get());
  out.text().put("x");
  const Status failure = out.flush();
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().message(), "standard output: No space left on device");
  EXPECT_TRUE(out.failed());
  out.text().put("y");
  EXPECT_EQ(out.flush().error(), failure.error());
  EXPECT_TRUE(out.text().empty()) << "a failed block is not kept for ever";
}

TEST(OutputBuffer, gets_an_error_from_a_closed_pipe) {
  ignore_sigpipe();
  Pipe pipe;
  pipe.read.reset();
  OutputBuffer out(pipe.write.get());
  out.text().put("x");
  EXPECT_EQ(out.flush().error().code, EPIPE);
  ::signal(SIGPIPE, SIG_DFL);
}

// A pipe takes 64 KiB at a time, so each of these is many short writes; a non-blocking one also says EAGAIN.
class WriteAll : public testing::TestWithParam<int> {};

TEST_P(WriteAll, goes_on_until_all_is_written) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.write.get(), F_SETFL, GetParam()), 0);
  const std::string text(1 << 20, 'a');
  Status done;
  std::thread writer([&, fd = pipe.write.release()] {
    done = write_all(fd, text, "pipe");
    ::close(fd);
  });
  const std::string got = pipe.all();
  writer.join();
  EXPECT_TRUE(done);
  EXPECT_EQ(got.size(), text.size());
}

INSTANTIATE_TEST_SUITE_P(Sys, WriteAll, testing::Values(0, O_NONBLOCK),
                         [](const auto& tested) { return tested.param == 0 ? "blocking" : "non_blocking"; });

TEST(WriteAllFailure, names_what_it_wrote_to) {
  EXPECT_EQ(write_all(-1, "x", "the file").error().message(), "the file: Bad file descriptor");
  EXPECT_TRUE(write_all(-1, "", "nothing to write"));
}

}  // namespace
}  // namespace nd
