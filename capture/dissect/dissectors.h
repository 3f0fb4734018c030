// Every dissector, one line each, sorted by name.
#pragma once

#include "capture/dissect/context.h"  // first: g++ finds that its enumerators shadow names that stand before them
#include "capture/dissect/dissector.h"

namespace nd::capture {

extern const Dissector kAh;
extern const Dissector kArp;
extern const Dissector kBfd;
extern const Dissector kBgp;
extern const Dissector kBootp;
extern const Dissector kCdp;
extern const Dissector kChap;
extern const Dissector kCiscoHdlc;
extern const Dissector kDhcp6;
extern const Dissector kDns;
extern const Dissector kDnsOverTcp;
extern const Dissector kEap;
extern const Dissector kEapol;
extern const Dissector kEsp;
extern const Dissector kEthernet;
extern const Dissector kFtp;
extern const Dissector kGeneve;
extern const Dissector kGre;
extern const Dissector kHsrp;
extern const Dissector kHttp;
extern const Dissector kIcmp;
extern const Dissector kIcmp6;
extern const Dissector kIeee80211;
extern const Dissector kIgmp;
extern const Dissector kIpcomp;
extern const Dissector kIpv4;
extern const Dissector kIpv6;
extern const Dissector kLinuxSll;
extern const Dissector kLinuxSll2;
extern const Dissector kLlc;
extern const Dissector kLldp;
extern const Dissector kMobility;
extern const Dissector kMpls;
extern const Dissector kMulticastDns;
extern const Dissector kNtp;
extern const Dissector kNull;
extern const Dissector kOsi;
extern const Dissector kOsiEthernet;
extern const Dissector kOspf;
extern const Dissector kOspf3;
extern const Dissector kPap;
extern const Dissector kPpp;
extern const Dissector kPppControl;
extern const Dissector kPppLink;
extern const Dissector kPppOverEthernet;
extern const Dissector kPppSerial;
extern const Dissector kPppoe;
extern const Dissector kPppoeLink;
extern const Dissector kRadiotap;
extern const Dissector kRadius;
extern const Dissector kRawIp;
extern const Dissector kResp;
extern const Dissector kRip;
extern const Dissector kRipng;
extern const Dissector kRtsp;
extern const Dissector kSctp;
extern const Dissector kSip;
extern const Dissector kSlow;
extern const Dissector kSmtp;
extern const Dissector kSnap;
extern const Dissector kSnmp;
extern const Dissector kSsh;
extern const Dissector kStp;
extern const Dissector kSyslog;
extern const Dissector kTcp;
extern const Dissector kTftp;
extern const Dissector kUdp;
extern const Dissector kUnsupported;
extern const Dissector kVrrp;
extern const Dissector kVxlan;
extern const Dissector kWhois;

}  // namespace nd::capture
