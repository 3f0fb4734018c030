#include "common/index/process_walk.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "common/sys/unique_fd.h"

namespace nd {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;

HeldProcess ourselves() { return *HeldProcess::open(*ProcRoot::open(), ::getpid()); }

UniqueFd open_at(int number) {
  const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  return UniqueFd(::fcntl(null.get(), F_DUPFD_CLOEXEC, number));
}

// The descriptors that are open whatever is being opened to look at them.
std::vector<std::int32_t> open_ones() {
  std::vector<std::int32_t> numbers;
  for (std::int32_t fd = 0; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) numbers.push_back(fd);
  }
  return numbers;
}

TEST(ProcessWalk, sees_descriptors_before_and_behind_gaps) {
  const UniqueFd low = open_at(100), middle = open_at(101), high = open_at(900);
  const HeldProcess held = ourselves();
  std::vector<std::int32_t> expected;
  std::vector<std::int32_t> seen;
  ASSERT_TRUE(held.for_each_descriptor([&](const DescriptorLink& link) {
    if (seen.empty()) expected = open_ones();  // with the directory that is read
    EXPECT_EQ(link.error, 0);
    EXPECT_EQ(link.fd, std::stoi(link.name));
    seen.push_back(link.fd);
    return true;
  }));
  EXPECT_EQ(seen, expected);
  EXPECT_THAT(seen, Contains(900));
}

TEST(ProcessWalk, loses_none_while_others_come_and_go) {
  UniqueFd first = open_at(3);
  const UniqueFd high = open_at(900);
  std::vector<UniqueFd> opened;
  std::vector<std::int32_t> seen;
  ASSERT_TRUE(ourselves().for_each_descriptor([&](const DescriptorLink& link) {
    if (seen.empty()) {  // as many as before, and others
      first = UniqueFd();
      opened.push_back(open_at(700));
    }
    seen.push_back(link.fd);
    return true;
  }));
  EXPECT_THAT(seen, Contains(900));
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size());
}

TEST(ProcessWalk, reads_no_link_that_is_known) {
  const UniqueFd file = open_at(10);
  std::string told;
  ASSERT_TRUE(ourselves().for_each_descriptor(
      [&](const DescriptorLink& link) {
        EXPECT_EQ(link.target == "known", link.fd == file.get());
        return true;
      },
      [&](const char* name) {
        told = std::to_string(file.get()) == name ? "known" : "";
        return std::string_view(told);
      }));
}

TEST(ProcessWalk, stops_when_told) {
  int calls = 0;
  ASSERT_TRUE(ourselves().for_each_descriptor([&](const DescriptorLink&) { return ++calls < 2; }));
  EXPECT_EQ(calls, 2);
}

TEST(ProcessWalk, reads_a_copy_whose_directory_has_another_order_and_size) {
  std::string name = testing::TempDir() + "ndXXXXXX";
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  const fs::path home = fs::path(name) / "10";
  fs::create_directories(home / "fd");
  for (const char* fd : {"33", "1", "0", "7", "5"}) fs::create_symlink("/dev/null", home / "fd" / fd);
  const auto held = HeldProcess::open(*ProcRoot::open(name), 10);
  ASSERT_TRUE(held);
  std::vector<std::int32_t> seen;
  ASSERT_TRUE(held->for_each_descriptor([&](const DescriptorLink& link) {
    seen.push_back(link.fd);
    return true;
  }));
  EXPECT_THAT(seen, ElementsAre(0, 1, 5, 7, 33));
  fs::remove_all(name);
}

}  // namespace
}  // namespace nd
