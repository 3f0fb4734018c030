// ICMPv6 (RFC 4443) and what it carries: neighbour discovery (RFC 4861), multicast listener discovery (RFC 2710,
// RFC 3810), router renumbering (RFC 2894), node information (RFC 4620) and the RPL routing protocol (RFC 6550).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

namespace icmp6_type {
enum : std::uint8_t {
  kUnreachable = 1,
  kPacketTooBig = 2,
  kTimeExceeded = 3,
  kParameterProblem = 4,
  kEchoRequest = 128,
  kEchoReply = 129,
  kListenerQuery = 130,
  kListenerReport = 131,
  kListenerDone = 132,
  kRouterSolicitation = 133,
  kRouterAdvertisement = 134,
  kNeighbourSolicitation = 135,
  kNeighbourAdvertisement = 136,
  kRedirect = 137,
  kRouterRenumbering = 138,
  kNodeQuery = 139,
  kNodeReply = 140,
  kInverseSolicitation = 141,
  kInverseAdvertisement = 142,
  kListenerReportV2 = 143,
  kHomeAgentRequest = 144,
  kHomeAgentReply = 145,
  kMobilePrefixSolicitation = 146,
  kMobilePrefixAdvertisement = 147,
  kRpl = 155
};
}

// Where the options of a neighbour discovery message begin; 0 for the types that have none.
std::uint32_t nd_options_offset(std::uint8_t type);
// The options from `in` on, one a line. False (without " [|icmp6]") where they are broken.
bool print_nd_options(Printer& p, Slice in);
void json_nd_options(JsonWriter& json, Slice in);
// Of the two preference bits in a router advertisement or a route option.
std::string_view router_preference(std::uint8_t flags);

// These take the whole message.
void print_mld_v1(Printer& p, Slice in);
void print_mld_query(Printer& p, Slice in);
void print_mld_report(Printer& p, Slice in);
void print_router_renumbering(Printer& p, Slice in);
void print_node_information(Printer& p, Slice in);
void print_rpl(Printer& p, Slice in);

}  // namespace nd::capture
