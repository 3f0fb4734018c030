// The attributes of L2TP's control messages (RFC 2661 section 4.4), by the peer's names.
#pragma once

#include <cstdint>
#include <string_view>

namespace nd::capture::l2tp {

// How the value of an attribute is shown.
enum class Form : std::uint8_t {
  kNone,
  kMessage,
  kResult,
  kVersion,
  kFraming,
  kBearer,
  kTieBreaker,
  kText,
  kNumber16,
  kNumber32,
  kBytes,
  kResponse,
  kQ931,
  kObsolete,
  kProxyType,
  kProxyId,
  kErrors,
  kAccm,
  kDisconnect
};
struct Attribute {
  std::string_view name;
  Form form;
  std::uint32_t least;  // bytes of a value
};
// By attribute type.
inline constexpr Attribute kAttributes[] = {
    {"MSGTYPE", Form::kMessage, 2},
    {"RESULT_CODE", Form::kResult, 2},
    {"PROTO_VER", Form::kVersion, 2},
    {"FRAMING_CAP", Form::kFraming, 4},
    {"BEARER_CAP", Form::kBearer, 4},
    {"TIE_BREAKER", Form::kTieBreaker, 8},
    {"FIRM_VER", Form::kNumber16, 2},
    {"HOST_NAME", Form::kText, 0},
    {"VENDOR_NAME", Form::kText, 0},
    {"ASSND_TUN_ID", Form::kNumber16, 2},
    {"RECV_WIN_SIZE", Form::kNumber16, 2},
    {"CHALLENGE", Form::kBytes, 0},
    {"Q931_CC", Form::kQ931, 3},
    {"CHALLENGE_RESP", Form::kResponse, 16},
    {"ASSND_SESS_ID", Form::kNumber16, 2},
    {"CALL_SER_NUM", Form::kNumber32, 4},
    {"MINIMUM_BPS", Form::kNumber32, 4},
    {"MAXIMUM_BPS", Form::kNumber32, 4},
    {"BEARER_TYPE", Form::kBearer, 4},
    {"FRAMING_TYPE", Form::kFraming, 4},
    {"PACKET_PROC_DELAY", Form::kObsolete, 0},
    {"CALLED_NUMBER", Form::kText, 0},
    {"CALLING_NUMBER", Form::kText, 0},
    {"SUB_ADDRESS", Form::kText, 0},
    {"TX_CONN_SPEED", Form::kNumber32, 4},
    {"PHY_CHANNEL_ID", Form::kNumber32, 4},
    {"INI_RECV_LCP", Form::kBytes, 0},
    {"LAST_SENT_LCP", Form::kBytes, 0},
    {"LAST_RECV_LCP", Form::kBytes, 0},
    {"PROXY_AUTH_TYPE", Form::kProxyType, 2},
    {"PROXY_AUTH_NAME", Form::kText, 0},
    {"PROXY_AUTH_CHAL", Form::kBytes, 0},
    {"PROXY_AUTH_ID", Form::kProxyId, 2},
    {"PROXY_AUTH_RESP", Form::kBytes, 0},
    {"CALL_ERRORS", Form::kErrors, 2},
    {"ACCM", Form::kAccm, 2},
    {"RANDOM_VECTOR", Form::kBytes, 0},
    {"PRIVATE_GRP_ID", Form::kText, 0},
    {"RX_CONN_SPEED", Form::kNumber32, 4},
    {"SEQ_REQUIRED", Form::kNone, 0},
    {"AVP-#40", Form::kNone, 0},
    {"AVP-#41", Form::kNone, 0},
    {"AVP-#42", Form::kNone, 0},
    {"AVP-#43", Form::kNone, 0},
    {"AVP-#44", Form::kNone, 0},
    {"AVP-#45", Form::kNone, 0},
    {"PPP_DISCON_CC", Form::kDisconnect, 5},
};

}  // namespace nd::capture::l2tp
