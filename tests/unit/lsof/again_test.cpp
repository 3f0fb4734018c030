#include "lsof/again.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace nd::lsof {
namespace {

class HoldAgain : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(::mkdtemp(folder_), nullptr);
    ASSERT_EQ(::mkdir(path("7").c_str(), 0700), 0);
  }
  void TearDown() override {
    ::unlink(path("7/stat").c_str());
    ::rmdir(path("7").c_str());
    ::rmdir(folder_);
  }
  std::string path(const std::string& name) const { return std::string(folder_) + "/" + name; }
  // Of a process that started at `time`.
  void write_stat(int time) const {
    std::ofstream(path("7/stat")) << "7 (cat) S 1 7 7 0 -1 4194560 88 0 0 0 0 0 0 0 20 0 1 0 " << time
                                  << " 2703360 161 18446744073709551615\n";
  }

 private:
  char folder_[32] = "/tmp/nd-again-XXXXXX";
};

TEST_F(HoldAgain, anothers_number_is_not_taken_for_it) {
  const auto proc = ProcRoot::open(path(""));
  ASSERT_TRUE(proc);
  Process process;
  process.pid = 7;
  process.start_time = 100;
  EXPECT_FALSE(hold_again(*proc, process));  // it has ended
  write_stat(100);
  EXPECT_TRUE(hold_again(*proc, process));
  write_stat(101);
  const auto other = hold_again(*proc, process);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ESRCH);
}

}  // namespace
}  // namespace nd::lsof
