// The names of DHCP's options as the peer abbreviates them (RFC 2132 and its successors), and the form of their data.
#include <algorithm>

#include "capture/dissect/bootp.h"

namespace nd::capture {
namespace {

using enum DhcpFormat;

constexpr DhcpOption kOptions[] = {
    {0, "PAD", kBySize},
    {1, "Subnet-Mask", kAddresses},
    {2, "Time-Zone", kSigned},
    {3, "Default-Gateway", kAddresses},
    {4, "Time-Server", kAddresses},
    {5, "IEN-Name-Server", kAddresses},
    {6, "Domain-Name-Server", kAddresses},
    {7, "LOG", kAddresses},
    {8, "CS", kAddresses},
    {9, "LPR-Server", kAddresses},
    {10, "IM", kAddresses},
    {11, "RL", kAddresses},
    {12, "Hostname", kText},
    {13, "BS", kShorts},
    {14, "DP", kText},
    {15, "Domain-Name", kText},
    {16, "SS", kAddresses},
    {17, "RP", kText},
    {18, "EP", kText},
    {19, "IPF", kBooleans},
    {20, "SRT", kBooleans},
    {21, "PF", kPairs},
    {22, "RSZ", kShorts},
    {23, "TTL", kBytes},
    {24, "MTU-Timeout", kNumbers},
    {25, "MTU-Table", kShorts},
    {26, "MTU", kShorts},
    {27, "LSN", kBooleans},
    {28, "BR", kAddresses},
    {29, "MD", kBooleans},
    {30, "MS", kBooleans},
    {31, "Router-Discovery", kBooleans},
    {32, "RSA", kAddresses},
    {33, "Static-Route", kPairs},
    {34, "UT", kBooleans},
    {35, "AT", kNumbers},
    {36, "IE", kBooleans},
    {37, "TT", kBytes},
    {38, "KI", kNumbers},
    {39, "KG", kBooleans},
    {40, "YD", kText},
    {41, "YS", kAddresses},
    {42, "NTP", kAddresses},
    {43, "Vendor-Option", kBytes},
    {44, "Netbios-Name-Server", kAddresses},
    {45, "WDD", kAddresses},
    {46, "Netbios-Node", kSpecial},
    {47, "Netbios-Scope", kText},
    {48, "XFS", kAddresses},
    {49, "XDM", kAddresses},
    {50, "Requested-IP", kAddresses},
    {51, "Lease-Time", kNumbers},
    {52, "OO", kSpecial},
    {53, "DHCP-Message", kBytes},
    {54, "Server-ID", kAddresses},
    {55, "Parameter-Request", kPairs},
    {56, "MSG", kText},
    {57, "MSZ", kShorts},
    {58, "RN", kNumbers},
    {59, "RB", kNumbers},
    {60, "Vendor-Class", kText},
    {61, "Client-ID", kSpecial},
    {64, "N+D", kShorts},
    {65, "N+S", kAddresses},
    {66, "TFTP", kText},
    {67, "BF", kText},
    {68, "MH", kAddresses},
    {69, "SMTP", kAddresses},
    {70, "POP3", kAddresses},
    {71, "NNTP", kAddresses},
    {72, "WWW", kAddresses},
    {73, "FG", kAddresses},
    {74, "IRC", kAddresses},
    {75, "STS", kAddresses},
    {76, "STDA", kAddresses},
    {77, "User-Class", kSpecial},
    {78, "SLP-DA", kBytes},
    {79, "SLP-SCOPE", kBytes},
    {80, "SLP-NA", kText},
    {81, "FQDN", kSpecial},
    {82, "Agent-Information", kSpecial},
    {83, "ARMT", kBytes},
    {88, "TZSTR", kText},
    {89, "FQDNS", kBytes},
    {90, "AUTH", kBytes},
    {91, "Last-Transaction-Time", kSigned},
    {92, "Associated-IP", kAddresses},
    {93, "ARCH", kShorts},
    {94, "NDI", kBytes},
    {95, "LDAP", kText},
    {97, "GUID", kBytes},
    {98, "UAP", kText},
    {100, "POSIX-TZ", kText},
    {101, "TZ-Name", kText},
    {112, "NI", kAddresses},
    {113, "NITAG", kText},
    {114, "URL", kText},
    {116, "NOAUTO", kBooleans},
    {117, "NSSEARCH", kShorts},
    {118, "SUBNET", kAddresses},
    {121, "Classless-Static-Route", kSpecial},
    {150, "TFTP-Server-Address", kAddresses},
    {161, "MUD-URL", kText},
    {249, "Classless-Static-Route-Microsoft", kSpecial},
    {255, "END", kBySize},
};
constexpr DhcpOption kUnknownOption{0, "Unknown", kBySize};

constexpr Token kMessageTypeNames[] = {
    {1, "Discover"},      {2, "Offer"},        {3, "Request"}, {4, "Decline"},     {5, "ACK"},
    {6, "NACK"},          {7, "Release"},      {8, "Inform"},  {10, "LeaseQuery"}, {11, "LeaseUnassigned"},
    {12, "LeaseUnknown"}, {13, "LeaseActive"},
};

}  // namespace

const Tokens kDhcpMessageTypes{kMessageTypeNames};

const DhcpOption& dhcp_option(std::uint8_t tag) {
  const auto* const found =
      std::lower_bound(std::begin(kOptions), std::end(kOptions), tag,
                       [](const DhcpOption& option, std::uint8_t wanted) { return option.tag < wanted; });
  return found != std::end(kOptions) && found->tag == tag ? *found : kUnknownOption;
}

}  // namespace nd::capture
