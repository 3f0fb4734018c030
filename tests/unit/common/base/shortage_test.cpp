#include "common/base/shortage.h"

#include <gtest/gtest.h>

#include "common/base/result.h"

namespace nd {
namespace {

TEST(Shortage, counts_failures_of_our_own_only) {
  static_cast<void>(take_shortage());
  static_cast<void>(system_failure(ENOENT, "open", "/proc/1"));
  static_cast<void>(system_failure(EACCES, "open", "/proc/1"));
  EXPECT_FALSE(take_shortage().has_value());
  static_cast<void>(system_failure(EMFILE, "open", "/proc/2"));
  static_cast<void>(system_failure(ENOMEM, "open", "/proc/3"));
  const auto shortage = take_shortage();
  ASSERT_TRUE(shortage.has_value());
  EXPECT_EQ(shortage->times, 2U);
  EXPECT_EQ(shortage->code, EMFILE);
  EXPECT_EQ(shortage->object, "/proc/2");
  EXPECT_FALSE(take_shortage().has_value());
}

TEST(Shortage, knows_what_helps) {
  EXPECT_EQ((Shortage{1, EMFILE, ""}.remedy()), "raise ulimit -n");
  EXPECT_EQ((Shortage{1, ENFILE, ""}.remedy()), "raise fs.file-max");
  EXPECT_EQ((Shortage{1, ENOMEM, ""}.remedy()), "free some memory, raise ulimit -v");
}

}  // namespace
}  // namespace nd
