// The dissectors of services above UDP and TCP, one line each, sorted; apart from dissectors.h so that a new one does
// not rebuild all.
#pragma once

#include "capture/dissect/context.h"  // first: g++ finds that its enumerators shadow names that stand before them
#include "capture/dissect/dissector.h"

namespace nd::capture {

extern const Dissector kIsakmp;
extern const Dissector kIsakmpNat;
extern const Dissector kL2tp;
extern const Dissector kNfs;
extern const Dissector kNfsOverTcp;
extern const Dissector kRtcp;
extern const Dissector kRtp;
extern const Dissector kTelnet;

}  // namespace nd::capture
