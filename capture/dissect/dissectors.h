// Every dissector, one line each, sorted by name.
#pragma once

#include "capture/dissect/dissector.h"

namespace nd::capture {

extern const Dissector kEthernet;
extern const Dissector kIpv4;
extern const Dissector kTcp;
extern const Dissector kUdp;

}  // namespace nd::capture
