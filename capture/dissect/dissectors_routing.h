// The dissectors of routing and multicast protocols, one line each, sorted; apart from dissectors.h so that a new one
// does not rebuild all.
#pragma once

#include "capture/dissect/context.h"  // first: g++ finds that its enumerators shadow names that stand before them
#include "capture/dissect/dissector.h"

namespace nd::capture {

extern const Dissector kAutoRp;
extern const Dissector kBabel;
extern const Dissector kDvmrp;
extern const Dissector kEigrp;
extern const Dissector kPim;
extern const Dissector kPim1;

}  // namespace nd::capture
