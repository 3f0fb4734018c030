#include "common/sys/proc_root.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace nd {
namespace {

namespace fs = std::filesystem;

struct ProcRootTest : testing::Test {
  ProcRootTest() {
    char name[] = "/tmp/nd-proc-XXXXXX";
    folder = ::mkdtemp(name);
    fs::create_directories(folder / "17/fd");
    std::ofstream(folder / "17/stat") << "17 (a) R";
    std::ofstream(folder / "empty");
    fs::create_symlink("socket:[4711]", folder / "17/fd/3");
    root.emplace(ProcRoot::open(folder).value());
  }
  ~ProcRootTest() override { fs::remove_all(folder); }

  fs::path folder;
  std::optional<ProcRoot> root;
};

TEST_F(ProcRootTest, reads_files_whole) {
  EXPECT_EQ(root->read("17/stat"), "17 (a) R");
  EXPECT_EQ(root->read("empty"), "");
  const std::string large(100'000, 'x');
  std::ofstream(folder / "large") << large;
  EXPECT_EQ(root->read("large"), large);
}

TEST_F(ProcRootTest, reads_into_a_text_that_was_longer) {
  std::string text(10'000, 'x');
  ASSERT_TRUE(root->read_into("17/stat", text));
  EXPECT_EQ(text, "17 (a) R");
}

TEST_F(ProcRootTest, names_what_is_missing) {
  EXPECT_EQ(root->read("18/stat").error().message(), folder.string() + "/18/stat: No such file or directory");
  EXPECT_EQ(root->link("18/exe").error().code, ENOENT);
  EXPECT_EQ(root->list("18", [](const char*) { return true; }).error().code, ENOENT);
  EXPECT_FALSE(ProcRoot::open(folder / "none"));
  EXPECT_EQ(ProcRoot::open(folder / "empty").error().code, ENOTDIR);
}

TEST_F(ProcRootTest, gives_links_unresolved) { EXPECT_EQ(root->link("17/fd/3"), "socket:[4711]"); }

TEST_F(ProcRootTest, holds_a_directory_whatever_becomes_of_its_name) {
  const auto process = root->subdirectory("17").value();
  fs::rename(folder / "17", folder / "18");
  EXPECT_EQ(process.read("stat"), "17 (a) R");
  EXPECT_EQ(process.path(), folder.string() + "/17");
}

TEST_F(ProcRootTest, lists_until_told_to_stop) {
  std::vector<std::string> names;
  ASSERT_TRUE(root->list(".", [&](const char* name) { return names.emplace_back(name), true; }));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"17", "empty"}));
  int calls = 0;
  ASSERT_TRUE(root->list(".", [&](const char*) { return ++calls, false; }));
  EXPECT_EQ(calls, 1);
}

// A fixture may hold a named pipe, whose open(2) would wait for a writer.
TEST_F(ProcRootTest, opens_nothing_that_blocks) {
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(root->read("pipe"), "");
}

}  // namespace
}  // namespace nd
