// The names of GMPLS (RFC 3471, RFC 4203): what OSPF's and IS-IS's traffic engineering and RSVP and LMP share.
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture {

extern const Tokens kBandwidthModels;
extern const Tokens kGmplsEncodings;
extern const Tokens kGmplsSwitching;
extern const Tokens kGmplsProtections;

}  // namespace nd::capture
