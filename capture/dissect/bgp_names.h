// The names of BGP's numbers, as the RFCs of its extensions list them (IANA's BGP registries).
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture::bgp {

extern const Tokens kAddPathModes;
extern const Tokens kOspfRouteTypes;
extern const Tokens kTunnels;
extern const Tokens kExtendedCommunities;
extern const Tokens kExtendedFlags;
extern const Tokens kSafis;
extern const Tokens kAigpTlvs;
extern const Tokens kPmsiFlags;
extern const Tokens kPmsiTunnels;
extern const Tokens kOrigins;
extern const Tokens kCapabilityErrors;
extern const Tokens kFsmErrors;
extern const Tokens kUpdateErrors;
extern const Tokens kOpenErrors;
extern const Tokens kHeaderErrors;
extern const Tokens kCeaseErrors;
extern const Tokens kErrors;
extern const Tokens kCapabilities;
extern const Tokens kOpenOptions;
extern const Tokens kSegmentClose;
extern const Tokens kSegmentOpen;
extern const Tokens kAttributes;
extern const Tokens kMessages;

}  // namespace nd::capture::bgp
