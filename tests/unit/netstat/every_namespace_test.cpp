#include "netstat/sources/every_namespace.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netstat/sources/socket_list.h"

namespace nd::netstat {
namespace {

// A process that waits until it is ended.
class Waiting {
 public:
  Waiting() : pid_(::fork()) {
    if (pid_ != 0) return;
    for (;;) ::pause();
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { end(); }
  void end() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  std::string folder() const { return "/proc/" + std::to_string(pid_); }

 private:
  pid_t pid_;
};

struct EveryNamespace : testing::Test {
  NetworkNamespace ours() const {
    const auto list = list_namespaces(proc);
    return list.value().front();
  }

  Options options;
  ProcRoot proc = ProcRoot::open("/proc").value();
  Names names{options};
  OutputBuffer out;
  Report report{options, proc, proc, names, out};
};

TEST_F(EveryNamespace, a_process_of_another_namespace_under_the_same_number_does_not_stand_for_it) {
  const Waiting process;
  const NetworkNamespace where{"x", ours().inode + 1, process.folder(), process.folder() + "/ns/net", false};
  bool seen = false;
  report_namespace(report, where, true, [&](const Report&) { seen = true; });
  EXPECT_FALSE(seen);
}

TEST_F(EveryNamespace, another_process_shows_it_when_the_first_has_ended) {
  NetworkNamespace where = ours();
  {
    const Waiting process;
    where.net = process.folder();
  }
  bool seen = false;
  report_namespace(report, where, true, [&](const Report& there) { seen = there.proc.link("ns/net").has_value(); });
  EXPECT_TRUE(seen);
}

TEST_F(EveryNamespace, a_process_that_ends_amid_its_tables_is_no_kernel_without_them) {
  Waiting process;
  options.tcp = options.all = true;
  const NetworkNamespace where{"x", ours().inode, process.folder(), process.folder() + "/ns/net", false};
  int calls = 0;
  report_namespace(report, where, true, [&](const Report& there) {
    ++calls;
    EXPECT_FALSE(process_ended(there));
    EXPECT_EQ(for_each_selected_socket(there, [](const DiagSocket&) {}).value_or(-1), 0);
    process.end();
    EXPECT_TRUE(process_ended(there));
    const auto read = for_each_selected_socket(there, [](const DiagSocket&) {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ESRCH);
  });
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace nd::netstat
