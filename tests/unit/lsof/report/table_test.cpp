#include "lsof/report/table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "common/parse/address.h"
#include "lsof/report/fields.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

Status print_table(OutputBuffer& out, std::span<const Process> processes, Names& names, const Style& style) {
  std::vector<Table> parts;  // as several workers make them
  for (const Process& process : processes) parts.emplace_back(style).add(process, names);
  return print_tables(out, parts);
}

// What `print` writes, through a pipe as a real run would.
template <typename Print>
std::string printed(Print&& print) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  {
    OutputBuffer out(ends[1]);
    EXPECT_TRUE(print(out));
    EXPECT_TRUE(out.flush());
  }
  ::close(ends[1]);
  std::string text;
  char block[4096];
  for (ssize_t n; (n = ::read(ends[0], block, sizeof block)) > 0;) text.append(block, static_cast<std::size_t>(n));
  ::close(ends[0]);
  return text;
}

Style plain_style() {
  Style style;
  style.user_numbers = true;
  style.numeric_hosts = true;
  style.numeric_ports = true;
  return style;
}

OpenFile working_directory() {
  OpenFile file;
  file.fd.kind = FdName::kCwd;
  file.type = FileType::kDirectory;
  file.device_kind = DeviceKind::kFileSystem;
  file.device = {254, 0};
  file.inode = 2;
  file.size = 4096;
  file.links = 20;
  file.known = kDevice | kInode | kSize | kLinks;
  file.name = "/";
  return file;
}

OpenFile locked_file(std::int32_t fd) {
  OpenFile file = working_directory();
  file.fd = {FdName::kNumber, fd};
  file.type = FileType::kRegular;
  file.access = 'u';
  file.lock = 'W';
  file.offset = 123456789;
  file.flags = 02100002;
  file.known |= kOffset | kFlags;
  file.name = "/tmp/a b";
  return file;
}

Process process_with(std::vector<OpenFile> files) {
  Process process;
  process.pid = 4321;
  process.ppid = 1;
  process.pgid = 4321;
  process.command = "bash";
  process.files = std::move(files);
  return process;
}

std::string table(const Process& process, const Style& style) {
  Names names(style);
  return printed([&](OutputBuffer& out) { return print_table(out, std::span(&process, 1), names, style); });
}

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
  EXPECT_EQ(table(process_with({working_directory(), locked_file(3)}), plain_style()),
            "COMMAND  PID     USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n"
            "bash    4321        0  cwd    DIR  254,0     4096    2 /\n"
            "bash    4321        0    3uW  REG  254,0     4096    2 /tmp/a b\n");
}

TEST(Table, OffsetsTurnHexadecimalWhenTheyAreLong) {
  Style style = plain_style();
  style.size = SizeColumn::kOffset;
  const std::string wide = table(process_with({locked_file(3)}), style);
  EXPECT_NE(wide.find(" 0x75bcd15 "), std::string::npos) << wide;
  style.offset_digits = 9;
  EXPECT_NE(table(process_with({locked_file(3)}), style).find(" 0t123456789 "), std::string::npos);
}

TEST(Table, MoreColumnsStandWhereThePeerHasThem) {
  Style style = plain_style();
  style.parent = style.group = style.links = true;
  style.flags = FlagColumn::kWords;
  EXPECT_EQ(table(process_with({locked_file(3)}), style),
            "COMMAND  PID PPID PGID     USER   FD   TYPE FILE-FLAG DEVICE SIZE/OFF NLINK NODE NAME\n"
            "bash    4321    1 4321        0    3uW  REG  RW,LG,CX  254,0     4096    20    2 /tmp/a b\n");
}

TEST(Table, DescriptorsAboveFourDigitsAreCut) {
  EXPECT_NE(table(process_with({locked_file(12345)}), plain_style()).find(" *345uW "), std::string::npos);
}

TEST(Table, NothingIsPrintedForNothing) {
  const Style style = plain_style();
  Names names(style);
  EXPECT_EQ(printed([&](OutputBuffer& out) { return print_table(out, {}, names, style); }), "");
}

struct NameCase {
  const char* label;
  SocketRow row;
  TcpInfo info;
  std::string expected;
};

class EndpointName : public testing::TestWithParam<NameCase> {};

TEST_P(EndpointName, IsPrintedAs) {
  Style style = plain_style();
  style.tcp = GetParam().info;
  Names names(style);
  OpenFile file;
  file.socket = &GetParam().row;
  TextBuffer out;
  append_name_column(out, file, names, style);
  EXPECT_EQ(out.view(), GetParam().expected);
}

Endpoint end(std::string_view address, std::uint16_t port) { return {*parse_address(address), port}; }

const SocketRow kListener{.local = end("0.0.0.0", 22), .remote = end("0.0.0.0", 0), .state = TcpState::kListen};
const SocketRow kConnected{
    .family = Family::kIpv6, .local = end("fe80::1", 22), .remote = end("fe80::2", 999), .tx_queue = 7, .rx_queue = 5};
const SocketRow kDatagram{.protocol = InetProtocol::kUdp, .local = end("::ffff:10.0.0.1", 53), .remote = end("::", 0)};

INSTANTIATE_TEST_SUITE_P(
    Names, EndpointName,
    testing::Values(NameCase{"listener", kListener, {}, "*:22 (LISTEN)"},
                    NameCase{"connection", kConnected, {}, "[fe80::1]:22->[fe80::2]:999 (ESTABLISHED)"},
                    NameCase{"no_state", kConnected, {.state = false}, "[fe80::1]:22->[fe80::2]:999"},
                    NameCase{
                        "queues", kConnected, {.queues = true}, "[fe80::1]:22->[fe80::2]:999 (ESTABLISHED QR=5 QS=7)"},
                    NameCase{"udp_keeps_the_blank", kDatagram, {}, "10.0.0.1:53 "},
                    NameCase{"udp_queues", kDatagram, {.queues = true}, "10.0.0.1:53 (QR=0 QS=0)"}),
    [](const auto& tested) { return std::string(tested.param.label); });

std::string fields(const std::string& letters) {
  const auto choice = parse_fields(std::vector{letters});
  EXPECT_TRUE(choice);
  const Style style = plain_style();
  Names names(style);
  const Process process = process_with({locked_file(3)});
  return printed([&](OutputBuffer& out) { return print_fields(out, process, names, style, *choice); });
}

TEST(Fields, EachHasItsLetterInOneOrder) {
  EXPECT_EQ(fields("nfatlc"), "p4321\ncbash\nf3\nau\nlW\ntREG\nn/tmp/a b\n");
  EXPECT_EQ(fields("GDsik"), "p4321\nG0x88002;0x0\nD0xfe00\ns4096\ni2\nk20\n");
}

TEST(Fields, TheProcessIsAlwaysThere) { EXPECT_EQ(fields("n"), "p4321\nn/tmp/a b\n"); }

TEST(Fields, NulEndsValuesAndNewlinesEndSets) { EXPECT_EQ(fields("f0"), std::string("p4321\0\nf3\0\n", 11)); }

TEST(Fields, AValueWithoutLettersChoosesAllWhateverOthersSay) {
  const auto choice = parse_fields(std::vector<std::string>{"n", "0"});
  ASSERT_TRUE(choice);
  EXPECT_TRUE(choice->all_set);
  EXPECT_TRUE(choice->nul);
  EXPECT_TRUE(choice->has('c'));
}

TEST(Fields, UnknownLettersAreRefused) {
  const auto choice = parse_fields(std::vector<std::string>{"pX"});
  ASSERT_FALSE(choice);
  EXPECT_EQ(choice.error().reason, "unknown field: X");
}

}  // namespace
}  // namespace nd::lsof
