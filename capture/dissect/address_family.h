// Address families (IANA's address family numbers) and what a pseudo-wire carries, by LDP's numbers (RFC 4446) and by
// those of L2VPN signalling in BGP.
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture {

extern const Tokens kAddressFamilies;
extern const Tokens kPseudowireTypes;
extern const Tokens kL2vpnEncapsulations;

}  // namespace nd::capture
