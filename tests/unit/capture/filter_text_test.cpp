#include "capture/filter_text.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

struct JoinCase {
  const char* name;
  const char* typed;
  const char* joined;  // empty: nothing is missing
};

class Juxtaposition : public testing::TestWithParam<JoinCase> {};

TEST_P(Juxtaposition, IsAnd) {
  const auto joined = with_juxtaposed_and(GetParam().typed);
  EXPECT_EQ(joined.value_or(""), GetParam().joined);
}

INSTANTIATE_TEST_SUITE_P(
    Filter, Juxtaposition,
    testing::Values(
        JoinCase{"two_primitives", "host 10.0.0.1 port 80", "host 10.0.0.1 and port 80"},
        JoinCase{"three_primitives", "host a port 80 tcp", "host a and port 80 and tcp"},
        JoinCase{"no_blank_before_a_parenthesis", "host a(port 80)", "host a and (port 80)"},
        JoinCase{"two_directions", "src host a dst host b", "src host a and dst host b"},
        JoinCase{"two_protocols", "ip tcp", "ip and tcp"}, JoinCase{"a_protocol_and_its_type", "tcp port 80", ""},
        JoinCase{"a_protocol_a_direction_and_a_type", "tcp dst port 80", ""},
        JoinCase{"a_transport_has_no_hosts", "tcp host a", "tcp and host a"},
        JoinCase{"a_transport_has_no_source_hosts", "udp src host a", "udp and src host a"},
        JoinCase{"a_network_protocol_has_hosts", "arp host a", ""},
        JoinCase{"ids_share_qualifiers", "tcp dst port ftp or domain", ""},
        JoinCase{"alternatives_in_parentheses", "port (80 or 81)", ""},
        JoinCase{"an_operand_before_a_parenthesis", "host a (port 80 or port 81)", "host a and (port 80 or port 81)"},
        JoinCase{"a_parenthesis_before_an_operand", "(port 80 or port 81) host a", "(port 80 or port 81) and host a"},
        JoinCase{"a_negation", "host a not port 22", "host a and not port 22"},
        JoinCase{"a_bang", "host a !port 22", "host a and !port 22"},
        JoinCase{"a_comparison_before_a_primitive", "tcp[13] & 2 != 0 port 80", "tcp[13] & 2 != 0 and port 80"},
        JoinCase{"words_inside_brackets_stay", "tcp[tcpflags] & tcp-syn != 0", ""},
        JoinCase{"a_network_with_its_length", "net 10.0.0.0/8 port 80", "net 10.0.0.0/8 and port 80"},
        JoinCase{"a_vlan_with_its_number", "vlan 100 host a", "vlan 100 and host a"},
        JoinCase{"explicit_operators", "host a and port 80 or host b && port 81", ""},
        JoinCase{"direction_alternatives", "src or dst port 80", ""}, JoinCase{"a_missing_value", "host", ""},
        JoinCase{"a_protocol_s_broadcast", "ip broadcast port 67", "ip broadcast and port 67"},
        JoinCase{"a_multicast_before_a_protocol", "ip multicast udp port 5353", "ip multicast and udp port 5353"},
        JoinCase{"a_multicast_of_ip6", "ip6 multicast port 5353", "ip6 multicast and port 5353"},
        JoinCase{"a_link_s_broadcast", "ether broadcast arp", "ether broadcast and arp"},
        JoinCase{"a_link_s_multicast", "host 1.1.1.1 ether multicast", "host 1.1.1.1 and ether multicast"},
        JoinCase{"ip6_has_no_broadcast", "ip6 broadcast", "ip6 and broadcast"},
        JoinCase{"a_transport_has_no_broadcast", "udp broadcast", "udp and broadcast"},
        JoinCase{"a_length", "port 80 len > 100", "port 80 and len > 100"},
        JoinCase{"a_length_behind_a_protocol", "tcp len > 100", "tcp and len > 100"},
        JoinCase{"a_number_that_is_compared", "port 80 4 < len", "port 80 and 4 < len"},
        JoinCase{"a_number_behind_a_comparison", "len > 9 4 < len", "len > 9 and 4 < len"},
        JoinCase{"a_comparison_is_one", "ether[0] & 1 + 2 = len", ""},
        JoinCase{"a_protocol_without_ports", "stp port 80", "stp and port 80"},
        JoinCase{"a_protocol_without_source_ports", "ip src port 80", "ip and src port 80"},
        JoinCase{"a_protocol_without_hosts", "stp host a", "stp and host a"},
        JoinCase{"directions_without_a_type", "ip src or dst a", ""}, JoinCase{"nothing", "", ""}),
    [](const auto& tested) { return tested.param.name; });

TEST(FilterTokens, KnowTheirPlaces) {
  const auto tokens = tokenize_filter("  host a&&(port 80)");
  ASSERT_EQ(tokens.size(), 7U);
  EXPECT_EQ(tokens[0].text, "host");
  EXPECT_EQ(tokens[0].offset, 2U);
  EXPECT_EQ(tokens[2].text, "&&");
  EXPECT_EQ(tokens[2].offset, 8U);
  EXPECT_EQ(tokens[5].text, "80");
}

}  // namespace
}  // namespace nd::capture
