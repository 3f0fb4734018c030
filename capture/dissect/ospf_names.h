// The names of OSPF's numbers (RFC 2328, 3630, 3623, 4970, 5613; version 3: RFC 5340).
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture::ospf {

extern const Tokens kTopologies;
extern const Tokens kLlsOptions;
extern const Tokens kLlsTlvs;
extern const Tokens kRouterCapabilities;
extern const Tokens kRouterInformationTlvs;
extern const Tokens kTeLinkTypes;
extern const Tokens kGraceReasons;
extern const Tokens kGraceTlvs;
extern const Tokens kTeSubTlvs;
extern const Tokens kTeTlvs;
extern const Tokens kOpaqueTypes;
extern const Tokens kDescriptionFlags;
extern const Tokens kLsaTypes;
extern const Tokens kPacketTypes;
extern const Tokens kRouterFlags;
extern const Tokens kAuthenticationTypes;
extern const Tokens kOptions;
extern const Tokens kTrailerTypes;
extern const Tokens kPrefixOptions;
extern const Tokens kDescriptionFlags3;
extern const Tokens kScopes3;
extern const Tokens kLsaTypes3;
extern const Tokens kExternalFlags3;
extern const Tokens kRouterFlags3;
extern const Tokens kOptions3;

}  // namespace nd::capture::ospf
