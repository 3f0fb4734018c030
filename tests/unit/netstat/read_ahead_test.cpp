#include "netstat/sources/read_ahead.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "common/sys/unique_fd.h"

namespace nd::netstat {
namespace {

std::string text_of(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (i / 7 + i) % 26);
  return text;
}

UniqueFd file_with(const std::string& text) {
  UniqueFd fd(::memfd_create("read_ahead", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

class Sizes : public testing::TestWithParam<std::size_t> {};

TEST_P(Sizes, all_bytes_arrive_in_order) {
  const std::string text = text_of(GetParam());
  for (const bool start_early : {false, true}) {
    const UniqueFd fd = file_with(text);
    ReadAhead file(fd.get(), "memory");
    if (start_early) file.start();
    std::string read;
    for (;;) {
      const auto block = file.next();
      ASSERT_TRUE(block);
      if (block->empty()) break;
      read.append(*block);
    }
    EXPECT_EQ(read, text);
    EXPECT_TRUE(file.next()->empty());
    if (!start_early) {
      EXPECT_EQ(file.is_long(), text.size() > 30 * 1024);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ReadAhead, Sizes,
                         testing::Values(0, 1, 4096, 28 * 1024, 32 * 1024, 33 * 1024, 300 * 1024, 5'000'001));

TEST(ReadAhead, may_be_dropped_in_the_middle) {
  const UniqueFd fd = file_with(text_of(5'000'000));
  for (int blocks = 0; blocks < 4; ++blocks) {
    ReadAhead file(fd.get(), "memory");
    for (int i = 0; i < blocks; ++i) ASSERT_TRUE(file.next());
  }
}

TEST(ReadAhead, tells_what_could_not_be_read) {
  for (const bool start_early : {false, true}) {
    ReadAhead file(-1, "nothing");
    if (start_early) file.start();
    const auto block = file.next();
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().code, EBADF);
    EXPECT_EQ(block.error().object, "nothing");
  }
}

}  // namespace
}  // namespace nd::netstat
