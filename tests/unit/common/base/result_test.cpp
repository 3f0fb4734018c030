#include "common/base/result.h"

#include <gtest/gtest.h>

namespace nd {
namespace {

TEST(Error, says_object_and_reason) {
  const Failure failure = system_failure(ENOENT, "open", "/no/such");
  EXPECT_EQ(failure.value().message(), "/no/such: No such file or directory");
}

TEST(Error, adds_the_remedy) {
  EXPECT_EQ(input_failure("-c", "not a number", "try -c 3").value().message(), "-c: not a number (try -c 3)");
}

TEST(Error, does_without_an_object) {
  EXPECT_EQ(input_failure("", "nothing to do").value().message(), "nothing to do");
}

TEST(Error, takes_errno_as_it_stands) {
  errno = EPERM;
  EXPECT_EQ(system_failure("socket", "raw socket").value().code, EPERM);
}

TEST(Error, escapes_what_others_chose) {
  EXPECT_EQ(input_failure("a\nb", "is \x1b[1m bad").value().message(), "a\\x0ab: is \\x1b[1m bad");
}

TEST(Error, knows_that_it_would_block) {
  EXPECT_TRUE(system_failure(EAGAIN, "read", "").value().would_block());
  EXPECT_FALSE(system_failure(EPIPE, "write", "").value().would_block());
}

}  // namespace
}  // namespace nd
