// The kinds of TCP options (IANA's registry), for the text and for JSON.
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture {

namespace tcp_option {
enum Kind : std::uint8_t {
  kEnd = 0,
  kNop = 1,
  kMaxSegment = 2,
  kWindowScale = 3,
  kSackOk = 4,
  kSack = 5,
  kEcho = 6,
  kEchoReply = 7,
  kTimestamp = 8,
  kCc = 11,
  kCcNew = 12,
  kCcEcho = 13,
  kSignature = 19,
  kScps = 20,
  kUserTimeout = 28,
  kAuthentication = 29,
  kMultipath = 30,
  kFastOpen = 34,
  kExperiment2 = 254
};
}
extern const Tokens kTcpOptionNames;

}  // namespace nd::capture
