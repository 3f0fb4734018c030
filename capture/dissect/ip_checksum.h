// Checksums as the peer reports them: over a header, or over a transport segment with its pseudo-header (RFC 768,
// RFC 793, RFC 8200 section 8.1).
#pragma once

#include "capture/dissect/context.h"
#include "common/base/checksum.h"

namespace nd::capture {

// 0 when the checksum inside `segment` is right. `segment` is what the transport claims, all of it captured.
std::uint16_t transport_checksum(const IpLayer& ip, std::uint8_t protocol, Bytes segment);
// The value that would have been right, given the one found and the sum over all that contains it.
std::uint16_t right_checksum(std::uint16_t found, std::uint16_t computed);

}  // namespace nd::capture
