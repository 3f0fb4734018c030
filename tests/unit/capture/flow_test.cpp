#include "capture/flow.h"

#include <gtest/gtest.h>
#include <pcap/pcap.h>

#include <string>
#include <vector>

namespace nd::capture {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets bytes(std::initializer_list<Octets> parts) {
  Octets all;
  for (const Octets& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Flow flow(int dlt, const Octets& data) {
  return flow_of(dlt, {.captured = static_cast<std::uint32_t>(data.size()), .length = 1500, .data = data.data()});
}

const Octets kMacs(12, 2);
const Octets kPorts{0x1f, 0x90, 0, 53};  // 8080 and 53

Octets ipv4(std::uint8_t protocol, std::uint8_t fragment = 0) {
  return {0x45, 0, 0, 40, 0, 1, 0, fragment, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};
}
Octets ipv6(std::uint8_t next) {
  Octets header(40, 0);
  header[0] = 0x60;
  header[6] = next;
  header[23] = 1;
  header[39] = 2;
  return header;
}

struct FlowCase {
  const char* name;
  int dlt;
  Octets data;
  std::uint8_t version;
  std::uint8_t protocol;
  bool has_ports;
  std::uint16_t ether_type;
};

class Flows : public testing::TestWithParam<FlowCase> {};

TEST_P(Flows, are_told) {
  const Flow found = flow(GetParam().dlt, GetParam().data);
  EXPECT_EQ(found.version, GetParam().version);
  EXPECT_EQ(found.protocol, GetParam().protocol);
  EXPECT_EQ(found.has_ports, GetParam().has_ports);
  EXPECT_EQ(found.ether_type, GetParam().ether_type);
  if (found.version == 4) {
    EXPECT_EQ(found.source[3], 1);
    EXPECT_EQ(found.destination[3], 2);
  }
  if (found.version == 6) {
    EXPECT_EQ(found.source[15], 1);
    EXPECT_EQ(found.destination[15], 2);
  }
  if (found.has_ports) {
    EXPECT_EQ(found.source_port, 8080);
    EXPECT_EQ(found.destination_port, 53);
  }
}

// Whatever is cut off: no read past the end (the sanitizers watch), and no ports that are not there.
TEST_P(Flows, are_safe_at_every_prefix) {
  const Octets& whole = GetParam().data;
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
    const Flow found = flow(GetParam().dlt, cut);
    EXPECT_FALSE(found.has_ports) << n;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Capture, Flows,
    testing::Values(
        FlowCase{"udp", DLT_EN10MB, bytes({kMacs, {8, 0}, ipv4(17), kPorts}), 4, 17, true, 0x0800},
        FlowCase{"tcp_behind_two_tags", DLT_EN10MB,
                 bytes({kMacs, {0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0}, ipv4(6), kPorts}), 4, 6, true, 0x0800},
        FlowCase{"a_later_fragment", DLT_EN10MB, bytes({kMacs, {8, 0}, ipv4(17, 5), kPorts}), 4, 17, false, 0x0800},
        FlowCase{"icmp", DLT_EN10MB, bytes({kMacs, {8, 0}, ipv4(1), kPorts}), 4, 1, false, 0x0800},
        FlowCase{"arp", DLT_EN10MB, bytes({kMacs, {8, 6}, kPorts}), 0, 0, false, 0x0806},
        FlowCase{"ipv6", DLT_EN10MB, bytes({kMacs, {0x86, 0xdd}, ipv6(6), kPorts}), 6, 6, true, 0x86dd},
        FlowCase{"ipv6_behind_options", DLT_RAW,
                 bytes({ipv6(0), {60, 0, 0, 0, 0, 0, 0, 0}, {17, 1}, Octets(14, 0), kPorts}), 6, 17, true, 0x86dd},
        FlowCase{"ipv6_behind_a_first_fragment", DLT_RAW, bytes({ipv6(44), {17, 0, 0, 1, 0, 0, 0, 9}, kPorts}), 6, 17,
                 true, 0x86dd},
        FlowCase{"ipv6_later_fragment", DLT_RAW, bytes({ipv6(44), {17, 0, 0, 9, 0, 0, 0, 9}, kPorts}), 6, 17, false,
                 0x86dd},
        FlowCase{"ipv6_behind_authentication", DLT_RAW, bytes({ipv6(51), {6, 1}, Octets(10, 0), kPorts}), 6, 6, true,
                 0x86dd},
        FlowCase{"cooked", DLT_LINUX_SLL, bytes({Octets(14, 0), {8, 0}, ipv4(17), kPorts}), 4, 17, true, 0x0800},
        FlowCase{"cooked_2", DLT_LINUX_SLL2, bytes({{8, 0}, Octets(18, 0), ipv4(17), kPorts}), 4, 17, true, 0x0800},
        FlowCase{"null", DLT_NULL, bytes({{2, 0, 0, 0}, ipv4(6), kPorts}), 4, 6, true, 0x0800},
        FlowCase{"another_link", DLT_IEEE802_11, bytes({ipv4(6), kPorts}), 0, 0, false, 0}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace nd::capture
