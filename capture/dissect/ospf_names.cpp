#include "capture/dissect/ospf_names.h"

namespace nd::capture::ospf {
namespace {

constexpr Token kTopologiesTable[] = {
    {0, "default"},
    {1, "multicast"},
    {2, "management"},
};

constexpr Token kLlsOptionsTable[] = {
    {1, "LSDB resync"},
    {2, "Restart"},
};

constexpr Token kLlsTlvsTable[] = {
    {1, "Extended Options"},
    {2, "MD5 Authentication"},
};

constexpr Token kRouterCapabilitiesTable[] = {
    {1, "Reserved"},
    {2, "Reserved"},
    {4, "Reserved"},
    {8, "Reserved"},
    {0x10, "graceful restart capable"},
    {0x20, "graceful restart helper"},
    {0x40, "Stub router support"},
    {0x80, "Traffic engineering"},
    {0x100, "p2p over LAN"},
    {0x200, "path computation server"},
};

constexpr Token kRouterInformationTlvsTable[] = {
    {1, "Router Capabilities"},
};

constexpr Token kTeLinkTypesTable[] = {
    {1, "Point-to-point"},
    {2, "Multi-Access"},
};

constexpr Token kGraceReasonsTable[] = {
    {0, "Unknown"},
    {1, "Software Restart"},
    {2, "Software Reload/Upgrade"},
    {3, "Control Processor Switch"},
};

constexpr Token kGraceTlvsTable[] = {
    {1, "Grace Period"},
    {2, "Graceful restart Reason"},
    {3, "IPv4 interface address"},
};

constexpr Token kTeSubTlvsTable[] = {
    {1, "Link Type"},
    {2, "Link ID"},
    {3, "Local Interface IP address"},
    {4, "Remote Interface IP address"},
    {5, "Traffic Engineering Metric"},
    {6, "Maximum Bandwidth"},
    {7, "Maximum Reservable Bandwidth"},
    {8, "Unreserved Bandwidth"},
    {9, "Administrative Group"},
    {0xb, "Link Local/Remote Identifier"},
    {0xe, "Link Protection Type"},
    {0xf, "Interface Switching Capability"},
    {0x10, "Shared Risk Link Group"},
    {0x11, "Bandwidth Constraints"},
};

constexpr Token kTeTlvsTable[] = {
    {1, "Router Address"},
    {2, "Link"},
};

constexpr Token kOpaqueTypesTable[] = {
    {1, "Traffic Engineering"},
    {3, "Graceful restart"},
    {4, "Router Information"},
};

constexpr Token kDescriptionFlagsTable[] = {
    {4, "Init"},
    {2, "More"},
    {1, "Master"},
    {8, "OOBResync"},
};

constexpr Token kLsaTypesTable[] = {
    {1, "Router"},
    {2, "Network"},
    {3, "Summary"},
    {4, "ASBR Summary"},
    {5, "External"},
    {6, "Multicast Group"},
    {7, "NSSA"},
    {9, "Link Local Opaque"},
    {0xa, "Area Local Opaque"},
    {0xb, "Domain Wide Opaque"},
};

constexpr Token kPacketTypesTable[] = {
    {1, "Hello"}, {2, "Database Description"}, {3, "LS-Request"}, {4, "LS-Update"}, {5, "LS-Ack"},
};

constexpr Token kRouterFlagsTable[] = {
    {1, "ABR"}, {2, "ASBR"}, {4, "Virtual"}, {8, "Wildcard"}, {0x10, "Nt"}, {0x80, "Host"},
};

constexpr Token kAuthenticationTypesTable[] = {
    {0, "none"},
    {1, "simple"},
    {2, "MD5"},
};

constexpr Token kOptionsTable[] = {
    {1, "MultiTopology"}, {2, "External"},          {4, "Multicast"}, {8, "NSSA"},
    {0x10, "LLS"},        {0x20, "Demand Circuit"}, {0x40, "Opaque"}, {0x80, "Up/Down"},
};

constexpr Token kTrailerTypesTable[] = {
    {1, "HMAC"},
};

constexpr Token kPrefixOptionsTable[] = {
    {1, "No Unicast"}, {2, "Local address"}, {4, "Deprecated"}, {8, "Propagate"}, {0x10, "Down"}, {0x20, "N-bit"},
};

constexpr Token kDescriptionFlags3Table[] = {
    {4, "Init"},
    {2, "More"},
    {1, "Master"},
    {0x10, "IPv6 MTU"},
};

constexpr Token kScopes3Table[] = {
    {0, "Link Local"},
    {0x2000, "Area Local"},
    {0x4000, "Domain Wide"},
};

constexpr Token kLsaTypes3Table[] = {
    {1, "Router"},
    {2, "Network"},
    {3, "Inter-Area Prefix"},
    {4, "Inter-Area Router"},
    {5, "External"},
    {6, "Deprecated"},
    {7, "NSSA"},
    {8, "Link"},
    {9, "Intra-Area Prefix"},
    {0xa, "Intra-Area TE"},
    {0xb, "Grace"},
    {0xc, "Router Information"},
    {0xd, "Inter-AS-TE"},
    {0xe, "Layer 1 VPN"},
};

constexpr Token kExternalFlags3Table[] = {
    {0x80000000, "External Type 2"},
    {0x2000000, "Forwarding"},
    {0x1000000, "Tag"},
};

constexpr Token kRouterFlags3Table[] = {
    {1, "ABR"}, {2, "External"}, {4, "Virtual-Link Endpoint"}, {8, "Deprecated"}, {0x10, "NSSA Translator"},
};

constexpr Token kOptions3Table[] = {
    {1, "V6"},
    {2, "External"},
    {4, "Deprecated"},
    {8, "NSSA"},
    {0x10, "Router"},
    {0x20, "Demand Circuit"},
    {0x100, "AFs Support"},
    {0x200, "LLS"},
    {0x400, "Authentication Trailer"},
};

}  // namespace

const Tokens kTopologies{kTopologiesTable};
const Tokens kLlsOptions{kLlsOptionsTable};
const Tokens kLlsTlvs{kLlsTlvsTable};
const Tokens kRouterCapabilities{kRouterCapabilitiesTable};
const Tokens kRouterInformationTlvs{kRouterInformationTlvsTable};
const Tokens kTeLinkTypes{kTeLinkTypesTable};
const Tokens kGraceReasons{kGraceReasonsTable};
const Tokens kGraceTlvs{kGraceTlvsTable};
const Tokens kTeSubTlvs{kTeSubTlvsTable};
const Tokens kTeTlvs{kTeTlvsTable};
const Tokens kOpaqueTypes{kOpaqueTypesTable};
const Tokens kDescriptionFlags{kDescriptionFlagsTable};
const Tokens kLsaTypes{kLsaTypesTable};
const Tokens kPacketTypes{kPacketTypesTable};
const Tokens kRouterFlags{kRouterFlagsTable};
const Tokens kAuthenticationTypes{kAuthenticationTypesTable};
const Tokens kOptions{kOptionsTable};
const Tokens kTrailerTypes{kTrailerTypesTable};
const Tokens kPrefixOptions{kPrefixOptionsTable};
const Tokens kDescriptionFlags3{kDescriptionFlags3Table};
const Tokens kScopes3{kScopes3Table};
const Tokens kLsaTypes3{kLsaTypes3Table};
const Tokens kExternalFlags3{kExternalFlags3Table};
const Tokens kRouterFlags3{kRouterFlags3Table};
const Tokens kOptions3{kOptions3Table};

}  // namespace nd::capture::ospf
