#include "lsof/progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "common/sys/unique_fd.h"

namespace nd::lsof {
namespace {

using std::chrono::milliseconds;

class ProgressLine : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    reader_ = UniqueFd(ends[0]);
    writer_ = UniqueFd(ends[1]);
  }
  std::string shown() const {
    char text[256];
    const ssize_t n = ::read(reader_.get(), text, sizeof text);
    return std::string(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  }
  UniqueFd reader_, writer_;
  MonotonicTime start_ = MonotonicTime(std::chrono::hours(1));
};

TEST_F(ProgressLine, AppearsAfterASecondAndIsWiped) {
  Progress progress(writer_.get(), start_, [] { return 50U; });
  progress.note(start_ + milliseconds(999));
  EXPECT_EQ(shown(), "");
  progress.note(start_ + milliseconds(1000));
  EXPECT_EQ(shown(), "\r\x1b[Kmylsof: 2 of 50 processes");
  progress.note(start_ + milliseconds(1100));
  EXPECT_EQ(shown(), "");  // not at every process
  progress.note(start_ + milliseconds(1200));
  EXPECT_EQ(shown(), "\r\x1b[Kmylsof: 4 of 50 processes");
  progress.clear();
  EXPECT_EQ(shown(), "\r\x1b[K");
  progress.note(start_ + milliseconds(9000));
  EXPECT_EQ(shown(), "");
}

TEST_F(ProgressLine, NothingIsWrittenByAQuickListing) {
  {
    Progress progress(writer_.get(), start_, [] { return 50U; });
    progress.note(start_);
  }
  EXPECT_EQ(shown(), "");
}

}  // namespace
}  // namespace nd::lsof
