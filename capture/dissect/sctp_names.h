// The names of SCTP's chunks and of what their data may be (IANA's SCTP registries).
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture::sctp {

extern const Tokens kPayloadProtocols;
extern const Tokens kForcesPorts;
extern const Tokens kChunks;

}  // namespace nd::capture::sctp
