// The dissectors of link layers and of what comes in frames without IP, one line each, sorted; apart from dissectors.h
// so that a new one does not rebuild all.
#pragma once

#include "capture/dissect/context.h"  // first: g++ finds that its enumerators shadow names that stand before them
#include "capture/dissect/dissector.h"

namespace nd::capture {

extern const Dissector kAoe;
extern const Dissector kBroadcomTag;
extern const Dissector kBroadcomTagPrepended;
extern const Dissector kDtp;
extern const Dissector kLoopback;
extern const Dissector kMacControl;
extern const Dissector kMacsec;
extern const Dissector kMarvellDsa;
extern const Dissector kMarvellEdsa;
extern const Dissector kMsNlb;
extern const Dissector kNsh;
extern const Dissector kPtp;
extern const Dissector kUdld;
extern const Dissector kVtp;
extern const Dissector kVxlanGpe;

}  // namespace nd::capture
