#include <gtest/gtest.h>

#include <algorithm>

#include "netstat/sources/diag.h"
#include "netstat/sources/interfaces.h"
#include "netstat/sources/seen_sockets.h"
#include "netstat/sources/unix_list.h"
#include "netstat/views/statistics_sentences.h"

namespace nd::netstat {
namespace {

SocketRow row(std::uint16_t local, std::uint16_t remote, std::uint64_t inode) {
  SocketRow made;
  made.local = {IpAddress::v4(127, 0, 0, 1), local};
  made.remote = {remote == 0 ? IpAddress::v4(0, 0, 0, 0) : IpAddress::v4(127, 0, 0, 1), remote};
  made.inode = inode;
  return made;
}

using OnNumber = std::function<void(const int&)>;

Status tell(std::initializer_list<int> rows, Status end, const OnNumber& f) {
  for (const int each : rows) f(each);
  return end;
}

TEST(ReadEither, turns_to_the_other_only_when_nothing_was_told) {
  const Status failed = system_failure(ENOENT, "netlink", "sock_diag");
  std::vector<int> seen;
  const auto read = [&](std::initializer_list<int> first, const Status& end) {
    seen.clear();
    return read_either<int>([&](const OnNumber& f) { return tell(first, end, f); },
                            [&](const OnNumber& f) {
                              return tell({7, 8, 9}, {}, f);
                            },
                            [&](const int& each) { seen.push_back(each); });
  };
  EXPECT_TRUE(read({1, 2}, {}));
  EXPECT_EQ(seen, (std::vector{1, 2}));
  EXPECT_TRUE(read({}, failed));
  EXPECT_EQ(seen, (std::vector{7, 8, 9}));
  EXPECT_FALSE(read({1}, failed));
  EXPECT_EQ(seen, (std::vector{1}));
}

constexpr std::string_view kForged = "0000000000000000: 00000002 00000000 00010000 0001 01 4242 /run/fake";

std::string unix_line(std::uint64_t inode, const std::string& name) {
  return "0000000000000001: 00000002 00000000 00010000 0001 01 " + std::to_string(inode) +
         (name.empty() ? "" : " " + name) + "\n";
}

UnixSocketRow known_unix(std::uint64_t inode, std::string path) {
  UnixSocketRow made;
  made.inode = inode;
  made.path = std::move(path);
  return made;
}

std::vector<std::uint64_t> genuine_inodes(const std::string& text, const std::vector<UnixSocketRow>* known) {
  std::vector<std::uint64_t> inodes;
  for (const UnixSocketRow& each : genuine_unix_rows("Num\n" + text, [&] { return known; })) {
    inodes.push_back(each.inode);
  }
  return inodes;
}

TEST(GenuineUnixRows, a_row_that_is_part_of_a_name_is_none) {
  const std::string name = "/tmp/x\n" + std::string(kForged);
  using Inodes = std::vector<std::uint64_t>;
  const std::vector<UnixSocketRow> known{known_unix(1, name), known_unix(2, ""), known_unix(4, "/tmp/y")};
  const std::string text = unix_line(1, name) + unix_line(2, "") + unix_line(4, "/tmp/y") + unix_line(2, "");
  EXPECT_EQ(genuine_inodes(text, &known), (Inodes{1, 2, 4, 2}));
  EXPECT_EQ(genuine_inodes(text, nullptr), (Inodes{1, 4242, 2, 4, 2}));       // nobody to ask
  EXPECT_EQ(genuine_inodes(unix_line(3, name), &known), (Inodes{3}));         // closed meanwhile
  EXPECT_EQ(genuine_inodes(unix_line(0, name), &known), (Inodes{0}));         // not yet accepted
  EXPECT_EQ(genuine_inodes(unix_line(1, "\n" + name), &known), (Inodes{1}));  // another name since
}

TEST(GenuineUnixRows, asks_only_when_a_row_may_be_part_of_a_name) {
  bool asked = false;
  const auto ask = [&]() -> const std::vector<UnixSocketRow>* {
    asked = true;
    return nullptr;
  };
  genuine_unix_rows("Num\n" + unix_line(1, "") + unix_line(2, std::string(60, 'x')) + unix_line(3, ""), ask);
  EXPECT_FALSE(asked);
  genuine_unix_rows("Num\n" + unix_line(1, "/tmp/x") + unix_line(3, ""), ask);
  EXPECT_TRUE(asked);
}

TEST(GenuineUnixRows, leaves_out_what_nobody_wants_and_is_not_fooled_by_it) {
  const std::string name = "/tmp/x\n" + std::string(kForged);
  const std::vector<UnixSocketRow> known{known_unix(1, name), known_unix(2, ""), known_unix(3, "")};
  const auto wanted = [](std::uint64_t inode) { return inode == 3 || inode == 4242; };
  std::vector<std::uint64_t> inodes;
  for (const UnixSocketRow& each : genuine_unix_rows(
           "Num\n" + unix_line(2, "") + unix_line(1, name) + unix_line(3, ""), [&] { return &known; }, wanted)) {
    if (wanted(each.inode)) inodes.push_back(each.inode);
  }
  EXPECT_EQ(inodes, std::vector<std::uint64_t>{3});
}

TEST(SeenSockets, knows_a_repeated_row) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(row(80, 1000, 5)));
  EXPECT_FALSE(seen.insert(row(80, 1000, 5)));
  EXPECT_TRUE(seen.insert(row(80, 1001, 6)));
}

TEST(SeenSockets, keeps_listeners_that_share_a_port) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(row(80, 0, 5)));
  EXPECT_TRUE(seen.insert(row(80, 0, 6)));
  EXPECT_FALSE(seen.insert(row(80, 0, 5)));
}

TEST(SeenSockets, knows_a_connection_that_went_to_time_wait_meanwhile) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(row(80, 1000, 5)));
  EXPECT_FALSE(seen.insert(row(80, 1000, 0)));
  EXPECT_TRUE(seen.insert(row(80, 2000, 0)));
  EXPECT_FALSE(seen.insert(row(80, 2000, 7)));
}

TEST(SeenSockets, tells_families_apart) {
  SeenSockets seen;
  SocketRow six = row(80, 0, 0);
  six.local.address = six.remote.address = IpAddress::v6(std::array<std::uint8_t, 16>{});
  EXPECT_TRUE(seen.insert(row(80, 0, 0)));
  EXPECT_TRUE(seen.insert(six));
}

TEST(SeenSockets, grows) {
  SeenSockets seen;
  for (std::uint16_t port = 1; port < 60000; ++port) ASSERT_TRUE(seen.insert(row(80, port, port)));
  for (std::uint16_t port = 1; port < 60000; ++port) ASSERT_FALSE(seen.insert(row(80, port, port)));
}

TEST(InterfaceOrder, is_by_number) {
  std::vector<std::string> names = {"q2x", "q10",  "v10", "v1:web", "v1:10", "lo",
                                    "v2",  "v1:2", "v1",  "eth0",   "q02",   "q2"};
  std::sort(names.begin(), names.end(), comes_before);
  EXPECT_EQ(names, (std::vector<std::string>{"eth0", "lo", "q02", "q2", "q10", "q2x", "v1", "v1:2", "v1:10", "v2",
                                             "v10", "v1:web"}));
}

TEST(Sentences, are_found_where_netstat_finds_them) {
  ASSERT_NE(find_sentence("Tcp", "InSegs"), nullptr);
  EXPECT_EQ(find_sentence("Tcp", "InSegs")->text, "% segments received");
  EXPECT_EQ(find_sentence("Ip", "Forwarding"), nullptr);  // netstat looks past it: its list is not in order there
  EXPECT_EQ(find_sentence("NoSuchGroup", "InSegs"), nullptr);
  EXPECT_EQ(protocol_of("TcpExt"), Protocol::kTcp);
  EXPECT_EQ(protocol_of("MPTcpExt"), Protocol::kOther);
}

}  // namespace
}  // namespace nd::netstat
