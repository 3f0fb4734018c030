#include "capture/dissect/bgp_names.h"

namespace nd::capture::bgp {
namespace {

constexpr Token kAddPathModesTable[] = {
    {1, "Receive"},
    {2, "Send"},
    {3, "Both"},
};

constexpr Token kOspfRouteTypesTable[] = {
    {1, "Router"}, {2, "Network"}, {3, "Summary"}, {5, "External"}, {7, "NSSA External"}, {0x81, "MPLS-VPN Sham"},
};

constexpr Token kTunnelsTable[] = {
    {1, "L2TPv3 over IP"},
    {2, "GRE"},
    {3, "Transmit Tunnel"},
    {4, "IPsec"},
    {5, "IP in IP with IPsec"},
    {6, "MPLS in IP with IPsec"},
    {7, "IP in IP"},
    {8, "VXLAN"},
    {9, "NVGRE"},
    {0xa, "MPLS"},
    {0xb, "MPLS in GRE"},
    {0xc, "VXLAN GPE"},
    {0xd, "MPLS in UDP"},
    {0xe, "IPv6"},
    {0xf, "SR TE"},
    {0x10, "Bare"},
    {0x11, "SR"},
};

constexpr Token kExtendedCommunitiesTable[] = {
    {2, "target"},
    {0x102, "target"},
    {0x202, "target"},
    {3, "origin"},
    {0x103, "origin"},
    {0x203, "origin"},
    {0x4004, "link-BW"},
    {5, "ospf-domain"},
    {0x105, "ospf-domain"},
    {0x205, "ospf-domain"},
    {0x8005, "ospf-domain"},
    {0x306, "ospf-route-type"},
    {0x8000, "ospf-route-type"},
    {0x30c, "encapsulation"},
    {0x107, "ospf-router-id"},
    {0x8001, "ospf-router-id"},
    {0x800a, "layer2-info"},
    {0x8800, "eigrp-general-route (flag, tag)"},
    {0x8801, "eigrp-route-metric (AS, delay)"},
    {0x8802, "eigrp-route-metric (reliability, nexthop, bandwidth)"},
    {0x8803, "eigrp-route-metric (load, MTU)"},
    {0x8804, "eigrp-external-route (remote-AS, remote-ID)"},
    {0x8805, "eigrp-external-route (remote-proto, remote-metric)"},
    {9, "source-AS"},
    {0x10b, "vrf-route-import"},
    {0xa, "l2vpn-id"},
    {0xf10a, "l2vpn-id"},
};

constexpr Token kExtendedFlagsTable[] = {
    {0x8000, "vendor-specific"},
    {0x4000, "non-transitive"},
};

constexpr Token kSafisTable[] = {
    {0, "Reserved"},
    {1, "Unicast"},
    {2, "Multicast"},
    {3, "Unicast+Multicast"},
    {4, "labeled Unicast"},
    {0x40, "Tunnel"},
    {0x41, "VPLS"},
    {0x42, "MDT"},
    {0x46, "EVPN"},
    {0x80, "labeled VPN Unicast"},
    {0x81, "labeled VPN Multicast"},
    {0x82, "labeled VPN Unicast+Multicast"},
    {0x84, "Route Target Routing Information"},
    {5, "Multicast VPN"},
};

constexpr Token kAigpTlvsTable[] = {
    {1, "AIGP"},
};

constexpr Token kPmsiFlagsTable[] = {
    {1, "Leaf Information required"},
};

constexpr Token kPmsiTunnelsTable[] = {
    {1, "RSVP-TE P2MP LSP"}, {2, "LDP P2MP LSP"},        {3, "PIM-SSM Tree"},  {4, "PIM-SM Tree"},
    {5, "PIM-Bidir Tree"},   {6, "Ingress Replication"}, {7, "LDP MP2MP LSP"},
};

constexpr Token kOriginsTable[] = {
    {0, "IGP"},
    {1, "EGP"},
    {2, "Incomplete"},
};

constexpr Token kCapabilityErrorsTable[] = {
    {1, "Invalid Action Value"},
    {2, "Invalid Capability Length"},
    {3, "Malformed Capability Value"},
    {4, "Unsupported Capability Code"},
};

constexpr Token kFsmErrorsTable[] = {
    {0, "Unspecified Error"},
    {1, "In OpenSent State"},
    {2, "In OpenConfirm State"},
    {3, "In Established State"},
};

constexpr Token kUpdateErrorsTable[] = {
    {1, "Malformed Attribute List"},
    {2, "Unrecognized Well-known Attribute"},
    {3, "Missing Well-known Attribute"},
    {4, "Attribute Flags Error"},
    {5, "Attribute Length Error"},
    {6, "Invalid ORIGIN Attribute"},
    {7, "AS Routing Loop"},
    {8, "Invalid NEXT_HOP Attribute"},
    {9, "Optional Attribute Error"},
    {0xa, "Invalid Network Field"},
    {0xb, "Malformed AS_PATH"},
};

constexpr Token kOpenErrorsTable[] = {
    {1, "Unsupported Version Number"}, {2, "Bad Peer AS"},
    {3, "Bad BGP Identifier"},         {4, "Unsupported Optional Parameter"},
    {5, "Authentication Failure"},     {6, "Unacceptable Hold Time"},
    {7, "Capability Message Error"},
};

constexpr Token kHeaderErrorsTable[] = {
    {1, "Connection Not Synchronized"},
    {2, "Bad Message Length"},
    {3, "Bad Message Type"},
};

constexpr Token kCeaseErrorsTable[] = {
    {1, "Maximum Number of Prefixes Reached"},
    {2, "Administrative Shutdown"},
    {3, "Peer Unconfigured"},
    {4, "Administrative Reset"},
    {5, "Connection Rejected"},
    {6, "Other Configuration Change"},
    {7, "Connection Collision Resolution"},
};

constexpr Token kErrorsTable[] = {
    {1, "Message Header Error"},     {2, "OPEN Message Error"},         {3, "UPDATE Message Error"},
    {4, "Hold Timer Expired"},       {5, "Finite State Machine Error"}, {6, "Cease"},
    {7, "Capability Message Error"},
};

constexpr Token kCapabilitiesTable[] = {
    {1, "Multiprotocol Extensions"},
    {2, "Route Refresh"},
    {3, "Cooperative Route Filtering"},
    {4, "Multiple Routes to a Destination"},
    {5, "Extended Next Hop Encoding"},
    {8, "Multiple Labels"},
    {0x40, "Graceful Restart"},
    {0x41, "32-Bit AS Number"},
    {0x43, "Dynamic Capability"},
    {0x44, "Multisession BGP"},
    {0x45, "Multiple Paths"},
    {0x46, "Enhanced Route Refresh"},
    {0x47, "Long-lived Graceful Restart"},
    {0x80, "Route Refresh (Cisco)"},
};

constexpr Token kOpenOptionsTable[] = {
    {1, "Authentication Information"},
    {2, "Capabilities Advertisement"},
};

constexpr Token kSegmentCloseTable[] = {
    {2, ""},
    {1, "}"},
    {3, ")"},
    {4, "})"},
};

constexpr Token kSegmentOpenTable[] = {
    {2, ""},
    {1, "{ "},
    {3, "( "},
    {4, "({ "},
};

constexpr Token kAttributesTable[] = {
    {1, "Origin"},
    {2, "AS Path"},
    {0x11, "AS4 Path"},
    {3, "Next Hop"},
    {4, "Multi Exit Discriminator"},
    {5, "Local Preference"},
    {6, "Atomic Aggregate"},
    {7, "Aggregator"},
    {0x12, "Aggregator4"},
    {8, "Community"},
    {9, "Originator ID"},
    {0xa, "Cluster List"},
    {0xb, "DPA"},
    {0xc, "Advertisers"},
    {0xd, "RCID Path / Cluster ID"},
    {0xe, "Multi-Protocol Reach NLRI"},
    {0xf, "Multi-Protocol Unreach NLRI"},
    {0x10, "Extended Community"},
    {0x16, "PMSI Tunnel"},
    {0x17, "Tunnel Encapsulation"},
    {0x18, "Traffic Engineering"},
    {0x19, "IPv6 Extended Community"},
    {0x1a, "Accumulated IGP Metric"},
    {0x1b, "PE Distinguisher Label"},
    {0x1c, "Entropy Label"},
    {0x20, "Large Community"},
    {0x80, "Attribute Set"},
    {0xff, "Reserved for development"},
};

constexpr Token kMessagesTable[] = {
    {1, "Open"}, {2, "Update"}, {3, "Notification"}, {4, "Keepalive"}, {5, "Route Refresh"},
};

}  // namespace

const Tokens kAddPathModes{kAddPathModesTable};
const Tokens kOspfRouteTypes{kOspfRouteTypesTable};
const Tokens kTunnels{kTunnelsTable};
const Tokens kExtendedCommunities{kExtendedCommunitiesTable};
const Tokens kExtendedFlags{kExtendedFlagsTable};
const Tokens kSafis{kSafisTable};
const Tokens kAigpTlvs{kAigpTlvsTable};
const Tokens kPmsiFlags{kPmsiFlagsTable};
const Tokens kPmsiTunnels{kPmsiTunnelsTable};
const Tokens kOrigins{kOriginsTable};
const Tokens kCapabilityErrors{kCapabilityErrorsTable};
const Tokens kFsmErrors{kFsmErrorsTable};
const Tokens kUpdateErrors{kUpdateErrorsTable};
const Tokens kOpenErrors{kOpenErrorsTable};
const Tokens kHeaderErrors{kHeaderErrorsTable};
const Tokens kCeaseErrors{kCeaseErrorsTable};
const Tokens kErrors{kErrorsTable};
const Tokens kCapabilities{kCapabilitiesTable};
const Tokens kOpenOptions{kOpenOptionsTable};
const Tokens kSegmentClose{kSegmentCloseTable};
const Tokens kSegmentOpen{kSegmentOpenTable};
const Tokens kAttributes{kAttributesTable};
const Tokens kMessages{kMessagesTable};

}  // namespace nd::capture::bgp
