// The protocols of lines that the peer knows, each with the words its messages start with: HTTP (RFC 9110 and WebDAV's
// methods), FTP (RFC 959), SMTP (RFC 5321), RTSP (RFC 7826), SIP (RFC 3261), whois (RFC 3912).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/text_protocol.h"

namespace nd::capture {
namespace {

constexpr std::string_view kHttpMethods[] = {"GET",
                                             "PUT",
                                             "COPY",
                                             "HEAD",
                                             "LOCK",
                                             "MOVE",
                                             "POLL",
                                             "POST",
                                             "BCOPY",
                                             "BMOVE",
                                             "MKCOL",
                                             "TRACE",
                                             "LABEL",
                                             "MERGE",
                                             "DELETE",
                                             "SEARCH",
                                             "UNLOCK",
                                             "REPORT",
                                             "UPDATE",
                                             "NOTIFY",
                                             "BDELETE",
                                             "CONNECT",
                                             "OPTIONS",
                                             "CHECKIN",
                                             "PROPFIND",
                                             "CHECKOUT",
                                             "CCM_POST",
                                             "SUBSCRIBE",
                                             "PROPPATCH",
                                             "BPROPFIND",
                                             "BPROPPATCH",
                                             "UNCHECKOUT",
                                             "MKACTIVITY",
                                             "MKWORKSPACE",
                                             "UNSUBSCRIBE",
                                             "RPC_CONNECT",
                                             "VERSION-CONTROL",
                                             "BASELINE-CONTROL"};
constexpr std::string_view kRtspMethods[] = {"DESCRIBE", "ANNOUNCE",      "GET_PARAMETER", "OPTIONS",
                                             "PAUSE",    "PLAY",          "RECORD",        "REDIRECT",
                                             "SETUP",    "SET_PARAMETER", "TEARDOWN"};
constexpr std::string_view kSipMethods[] = {"ACK",      "BYE",    "CANCEL",    "DO",     "INFO",   "INVITE",
                                            "MESSAGE",  "NOTIFY", "OPTIONS",   "PRACK",  "QAUTH",  "REFER",
                                            "REGISTER", "SPRACK", "SUBSCRIBE", "UPDATE", "PUBLISH"};

constexpr TextGrammar kHttpGrammar{kHttpMethods, true};
constexpr TextGrammar kRtspGrammar{kRtspMethods, true};
constexpr TextGrammar kSipGrammar{kSipMethods, true};
constexpr TextGrammar kLinesOnly{};

constexpr char kHttpName[] = "http";
constexpr char kFtpName[] = "ftp";
constexpr char kSmtpName[] = "smtp";
constexpr char kRtspName[] = "rtsp";
constexpr char kSipName[] = "sip";
constexpr char kWhoisName[] = "whois";

// Over TCP the segment's own line ends with "length N", over UDP the endpoints' with a colon and a blank.
enum class Lead : std::uint8_t { kNone, kColon };

template <const char* kName, const TextGrammar& kGrammar, Lead kLead>
constexpr Dissector text_dissector() {
  return {kName,
          [](Printer& p, Slice in) {
            if (kLead == Lead::kColon) p.put(": ");
            print_text_protocol(p, in, kName, kGrammar);
          },
          [](JsonWriter& json, Context&, Slice in) -> Next {
            json_text_protocol(json, in, kGrammar);
            return {};
          }};
}

}  // namespace

constexpr Dissector kHttp = text_dissector<kHttpName, kHttpGrammar, Lead::kColon>();
constexpr Dissector kFtp = text_dissector<kFtpName, kLinesOnly, Lead::kColon>();
constexpr Dissector kSmtp = text_dissector<kSmtpName, kLinesOnly, Lead::kColon>();
constexpr Dissector kRtsp = text_dissector<kRtspName, kRtspGrammar, Lead::kColon>();
constexpr Dissector kSip = text_dissector<kSipName, kSipGrammar, Lead::kNone>();
constexpr Dissector kWhois = text_dissector<kWhoisName, kLinesOnly, Lead::kColon>();

}  // namespace nd::capture
