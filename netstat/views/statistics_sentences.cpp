// netstat's sentences for the kernel's counters, in netstat's order, which is not quite the alphabet's.
#include "netstat/views/statistics_sentences.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace nd::netstat {
namespace {

constexpr Sentence kIp6Sentences[] = {
    {"Ip6FragCreates", "% fragments created", Show::kIfNotZero},
    {"Ip6FragFails", "% outgoing packets failed fragmentation", Show::kIfNotZero},
    {"Ip6FragOKs", "% outgoing packets fragmented ok", Show::kIfNotZero},
    {"Ip6InAddrErrors", "% with invalid addresses", Show::kIfNotZero},
    {"Ip6InDelivers", "% incoming packets delivered", Show::kAlways},
    {"Ip6InDiscards", "% incoming packets discarded", Show::kAlways},
    {"Ip6InHdrErrors", "% with invalid headers", Show::kIfNotZero},
    {"Ip6InMcastPkts", "% incoming multicast packets", Show::kIfNotZero},
    {"Ip6InNoRoutes", "% incoming packets with no route", Show::kIfNotZero},
    {"Ip6InReceives", "% total packets received", Show::kAlways},
    {"Ip6InTooBigErrors", "% with packets too big", Show::kIfNotZero},
    {"Ip6InTruncatedPkts", "% with truncated packets", Show::kIfNotZero},
    {"Ip6InUnknownProtos", "% with unknown protocol", Show::kIfNotZero},
    {"Ip6OutDiscards", "% outgoing packets dropped", Show::kIfNotZero},
    {"Ip6OutForwDatagrams", "% forwarded", Show::kAlways},
    {"Ip6OutMcastPkts", "% outgoing multicast packets", Show::kIfNotZero},
    {"Ip6OutNoRoutes", "% dropped because of missing route", Show::kIfNotZero},
    {"Ip6OutRequests", "% requests sent out", Show::kAlways},
    {"Ip6ReasmFails", "% packet reassemblies failed", Show::kIfNotZero},
    {"Ip6ReasmOKs", "% packets reassembled ok", Show::kIfNotZero},
    {"Ip6ReasmReqds", "% reassemblies required", Show::kIfNotZero},
    {"Ip6ReasmTimeout", "% fragments dropped after timeout", Show::kIfNotZero},
};
constexpr Sentence kIcmp6Sentences[] = {
    {"Icmp6InDestUnreachs", "destination unreachable: %", Show::kReceived},
    {"Icmp6InEchoReplies", "echo replies: %", Show::kReceived},
    {"Icmp6InEchos", "echo requests: %", Show::kReceived},
    {"Icmp6InErrors", "% input ICMP message failed", Show::kAlways},
    {"Icmp6InGroupMembQueries", "group member queries: %", Show::kReceived},
    {"Icmp6InGroupMembReductions", "group member reductions: %", Show::kReceived},
    {"Icmp6InGroupMembResponses", "group member responses: %", Show::kReceived},
    {"Icmp6InMsgs", "% ICMP messages received", Show::kAlways},
    {"Icmp6InNeighborAdvertisements", "neighbour advertisement: %", Show::kReceived},
    {"Icmp6InNeighborSolicits", "neighbour solicits: %", Show::kReceived},
    {"Icmp6InParmProblems", "parameter problem: %", Show::kReceived},
    {"Icmp6InPktTooBigs", "packets too big: %", Show::kReceived},
    {"Icmp6InRedirects", "redirects: %", Show::kReceived},
    {"Icmp6InRouterAdvertisements", "router advertisement: %", Show::kReceived},
    {"Icmp6InRouterSolicits", "router solicits: %", Show::kReceived},
    {"Icmp6InTimeExcds", "received ICMPv6 time exceeded: %", Show::kReceived},
    {"Icmp6OutDestUnreachs", "destination unreachable: %", Show::kSent},
    {"Icmp6OutEchoReplies", "echo replies: %", Show::kSent},
    {"Icmp6OutEchos", "echo requests: %", Show::kSent},
    {"Icmp6OutGroupMembQueries", "group member queries: %", Show::kSent},
    {"Icmp6OutGroupMembReductions", "group member reductions: %", Show::kSent},
    {"Icmp6OutGroupMembResponses", "group member responses: %", Show::kSent},
    {"Icmp6OutMsgs", "% ICMP messages sent", Show::kAlways},
    {"Icmp6OutNeighborAdvertisements", "neighbor advertisements: %", Show::kSent},
    {"Icmp6OutNeighborSolicits", "neighbor solicits: %", Show::kSent},
    {"Icmp6OutParmProblems", "parameter problem: %", Show::kSent},
    {"Icmp6OutPktTooBigs", "packets too big: %", Show::kSent},
    {"Icmp6OutRedirects", "redirects: %", Show::kSent},
    {"Icmp6OutRouterAdvertisements ", "router advertisement: %", Show::kSent},
    {"Icmp6OutRouterSolicits", "router solicits: %", Show::kSent},
    {"Icmp6OutTimeExcds", "sent ICMPv6 time exceeded: %", Show::kSent},
};
constexpr Sentence kUdp6Sentences[] = {
    {"Udp6InDatagrams", "% packets received", Show::kAlways},
    {"Udp6InErrors", "% packet receive errors", Show::kAlways},
    {"Udp6NoPorts", "% packets to unknown port received", Show::kAlways},
    {"Udp6OutDatagrams", "% packets sent", Show::kAlways},
};
constexpr Sentence kTcpSentences[] = {
    {"ActiveOpens", "% active connection openings", Show::kAlways},
    {"AttemptFails", "% failed connection attempts", Show::kAlways},
    {"CurrEstab", "% connections established", Show::kAlways},
    {"EstabResets", "% connection resets received", Show::kAlways},
    {"InErrs", "% bad segments received", Show::kAlways},
    {"InSegs", "% segments received", Show::kAlways},
    {"MaxConn", "", Show::kNever},
    {"OutRsts", "% resets sent", Show::kAlways},
    {"OutSegs", "% segments sent out", Show::kAlways},
    {"PassiveOpens", "% passive connection openings", Show::kAlways},
    {"RetransSegs", "% segments retransmitted", Show::kAlways},
    {"RtoAlgorithm", "", Show::kNever},
    {"RtoMax", "", Show::kNever},
    {"RtoMin", "", Show::kNever},
};
constexpr Sentence kIpSentences[] = {
    {"DefaultTTL", "", Show::kNever},
    {"Forwarding", "", Show::kNever},
    {"ForwDatagrams", "% forwarded", Show::kAlways},
    {"FragCreates", "% fragments created", Show::kIfNotZero},
    {"FragFails", "% outgoing packets failed fragmentation", Show::kIfNotZero},
    {"FragOKs", "% outgoing packets fragmented ok", Show::kIfNotZero},
    {"InAddrErrors", "% with invalid addresses", Show::kIfNotZero},
    {"InDelivers", "% incoming packets delivered", Show::kAlways},
    {"InDiscards", "% incoming packets discarded", Show::kAlways},
    {"InHdrErrors", "% with invalid headers", Show::kIfNotZero},
    {"InReceives", "% total packets received", Show::kAlways},
    {"InUnknownProtos", "% with unknown protocol", Show::kIfNotZero},
    {"OutDiscards", "% outgoing packets dropped", Show::kIfNotZero},
    {"OutNoRoutes", "% dropped because of missing route", Show::kIfNotZero},
    {"OutRequests", "% requests sent out", Show::kAlways},
    {"ReasmFails", "% packet reassemblies failed", Show::kIfNotZero},
    {"ReasmOKs", "% packets reassembled ok", Show::kIfNotZero},
    {"ReasmReqds", "% reassemblies required", Show::kIfNotZero},
    {"ReasmTimeout", "% fragments dropped after timeout", Show::kIfNotZero},
};
constexpr Sentence kIcmpSentences[] = {
    {"InAddrMaskReps", "address mask replies: %", Show::kReceived},
    {"InAddrMasks", "address mask request: %", Show::kReceived},
    {"InDestUnreachs", "destination unreachable: %", Show::kReceived},
    {"InEchoReps", "echo replies: %", Show::kReceived},
    {"InEchos", "echo requests: %", Show::kReceived},
    {"InErrors", "% input ICMP message failed", Show::kAlways},
    {"InMsgs", "% ICMP messages received", Show::kAlways},
    {"InParmProbs", "wrong parameters: %", Show::kReceived},
    {"InRedirects", "redirects: %", Show::kReceived},
    {"InSrcQuenchs", "source quenches: %", Show::kReceived},
    {"InTimeExcds", "timeout in transit: %", Show::kReceived},
    {"InTimestampReps", "timestamp reply: %", Show::kReceived},
    {"InTimestamps", "timestamp request: %", Show::kReceived},
    {"OutAddrMaskReps", "address mask replies: %", Show::kSent},
    {"OutAddrMasks", "address mask requests: %", Show::kSent},
    {"OutDestUnreachs", "destination unreachable: %", Show::kSent},
    {"OutEchoReps", "echo replies: %", Show::kSent},
    {"OutEchos", "echo requests: %", Show::kSent},
    {"OutErrors", "% ICMP messages failed", Show::kAlways},
    {"OutMsgs", "% ICMP messages sent", Show::kAlways},
    {"OutParmProbs", "wrong parameters: %", Show::kSent},
    {"OutRedirects", "redirect: %", Show::kSent},
    {"OutSrcQuenchs", "source quench: %", Show::kSent},
    {"OutTimeExcds", "time exceeded: %", Show::kSent},
    {"OutTimestampReps", "timestamp replies: %", Show::kSent},
    {"OutTimestamps", "timestamp requests: %", Show::kSent},
};
constexpr Sentence kUdpSentences[] = {
    {"InDatagrams", "% packets received", Show::kAlways},
    {"InErrors", "% packet receive errors", Show::kAlways},
    {"NoPorts", "% packets to unknown port received", Show::kAlways},
    {"OutDatagrams", "% packets sent", Show::kAlways},
    {"RcvbufErrors", "% receive buffer errors", Show::kAlways},
    {"SndbufErrors", "% send buffer errors", Show::kAlways},
};
constexpr Sentence kSctpSentences[] = {
    {"SctpAborteds", "% Number of Aborteds ", Show::kAlways},
    {"SctpActiveEstabs", "% Active Associations", Show::kAlways},
    {"SctpChecksumErrors", "% Number of Packets with invalid Checksum", Show::kAlways},
    {"SctpCurrEstab", "% Current Associations", Show::kAlways},
    {"SctpFragUsrMsgs", "% Number of messages fragmented", Show::kAlways},
    {"SctpInCtrlChunks", "% Number of control chunks received", Show::kAlways},
    {"SctpInOrderChunks", "% Number of ordered chunks received", Show::kAlways},
    {"SctpInSCTPPacks", "% Number of SCTP packets received", Show::kAlways},
    {"SctpInUnorderChunks", "% Number of Unordered chunks received", Show::kAlways},
    {"SctpOutCtrlChunks", "% Number of control chunks sent", Show::kAlways},
    {"SctpOutOfBlues", "% Number of Out of Blue packets", Show::kAlways},
    {"SctpOutOrderChunks", "% Number of ordered chunks sent", Show::kAlways},
    {"SctpOutSCTPPacks", "% Number of SCTP packets sent", Show::kAlways},
    {"SctpOutUnorderChunks", "% Number of Unordered chunks sent", Show::kAlways},
    {"SctpPassiveEstabs", "% Passive Associations", Show::kAlways},
    {"SctpReasmUsrMsgs", "% Number of messages reassembled ", Show::kAlways},
    {"SctpShutdowns", "% Number of Graceful Terminations", Show::kAlways},
};
constexpr Sentence kTcpExtSentences[] = {
    {"DelayedACKLocked", "% delayed acks further delayed because of locked socket", Show::kIfNotZero},
    {"DelayedACKLost", "Quick ack mode was activated % times", Show::kIfNotZero},
    {"DelayedACKs", "% delayed acks sent", Show::kIfNotZero},
    {"EmbryonicRsts", "% resets received for embryonic SYN_RECV sockets", Show::kIfNotZero},
    {"ListenDrops", "% SYNs to LISTEN sockets dropped", Show::kIfNotZero},
    {"ListenOverflows", "% times the listen queue of a socket overflowed", Show::kIfNotZero},
    {"LockDroppedIcmps", "% ICMP packets dropped because socket was locked", Show::kIfNotZero},
    {"OfoPruned", "% packets dropped from out-of-order queue because of socket buffer overrun", Show::kIfNotZero},
    {"OutOfWindowIcmps", "% ICMP packets dropped because they were out-of-window", Show::kIfNotZero},
    {"PAWSActive", "% active connections rejected because of time stamp", Show::kIfNotZero},
    {"PAWSEstab", "% packets rejected in established connections because of timestamp", Show::kIfNotZero},
    {"PAWSPassive", "% passive connections rejected because of time stamp", Show::kIfNotZero},
    {"PruneCalled", "% packets pruned from receive queue because of socket buffer overrun", Show::kIfNotZero},
    {"RcvPruned", "% packets pruned from receive queue", Show::kIfNotZero},
    {"SockMallocOOM", "Ran % times out of system memory during packet sending", Show::kIfNotZero},
    {"SyncookiesFailed", "% invalid SYN cookies received", Show::kIfNotZero},
    {"SyncookiesRecv", "% SYN cookies received", Show::kIfNotZero},
    {"SyncookiesSent", "% SYN cookies sent", Show::kIfNotZero},
    {"TCPAbortFailed", "% times unable to send RST due to no memory", Show::kIfNotZero},
    {"TCPAbortOnClose", "% connections reset due to early user close", Show::kIfNotZero},
    {"TCPAbortOnData", "% connections reset due to unexpected data", Show::kIfNotZero},
    {"TCPAbortOnLinger", "% connections aborted after user close in linger timeout", Show::kIfNotZero},
    {"TCPAbortOnMemory", "% connections aborted due to memory pressure", Show::kIfNotZero},
    {"TCPAbortOnSyn", "% connections reset due to unexpected SYN", Show::kIfNotZero},
    {"TCPAbortOnTimeout", "% connections aborted due to timeout", Show::kIfNotZero},
    {"TCPDirectCopyFromBacklog", "% bytes directly in process context from backlog", Show::kIfNotZero},
    {"TCPDirectCopyFromPrequeue", "% bytes directly received in process context from prequeue", Show::kIfNotZero},
    {"TCPDSACKOfoRecv", "% DSACKs for out of order packets received", Show::kIfNotZero},
    {"TCPDSACKOfoSent", "% DSACKs sent for out of order packets", Show::kIfNotZero},
    {"TCPDSACKOldSent", "% DSACKs sent for old packets", Show::kIfNotZero},
    {"TCPDSACKRecv", "% DSACKs received", Show::kIfNotZero},
    {"TCPDSackUndo", "% congestion window recovered without slow start using DSACK", Show::kIfNotZero},
    {"TCPDSACKUndo", "% congestion windows recovered without slow start by DSACK", Show::kIfNotZero},
    {"TCPFACKReorder", "Detected reordering % times using FACK", Show::kIfNotZero},
    {"TCPFastRetrans", "% fast retransmits", Show::kIfNotZero},
    {"TCPForwardRetrans", "% forward retransmits", Show::kIfNotZero},
    {"TCPFullUndo", "% congestion windows fully recovered without slow start", Show::kIfNotZero},
    {"TCPHPAcks", "% predicted acknowledgments", Show::kIfNotZero},
    {"TCPHPHits", "% packet headers predicted", Show::kAlways},
    {"TCPHPHitsToUser", "% packet headers predicted and directly queued to user", Show::kIfNotZero},
    {"TCPLossFailures", "% timeouts in loss state", Show::kIfNotZero},
    {"TCPLoss", "% TCP data loss events", Show::kIfNotZero},
    {"TCPLossUndo", "% congestion windows recovered without slow start after partial ack", Show::kIfNotZero},
    {"TCPLostRetransmits", "% retransmits lost", Show::kIfNotZero},
    {"TCPMemoryPressures", "TCP ran low on memory % times", Show::kIfNotZero},
    {"TCPPartialUndo", "% congestion windows partially recovered using Hoe heuristic", Show::kIfNotZero},
    {"TCPPrequeued", "% packets directly queued to recvmsg prequeue", Show::kIfNotZero},
    {"TCPPrequeueDropped", "% packets dropped from prequeue", Show::kIfNotZero},
    {"TCPPureAcks", "% acknowledgments not containing data payload received", Show::kIfNotZero},
    {"TCPRcvCollapsed", "% packets collapsed in receive queue due to low socket buffer", Show::kIfNotZero},
    {"TCPRenoFailures", "% timeouts after reno fast retransmit", Show::kIfNotZero},
    {"TCPRenoRecoveryFailed", "% reno fast retransmits failed", Show::kIfNotZero},
    {"TCPRenoRecoveryFail", "% classic Reno fast retransmits failed", Show::kIfNotZero},
    {"TCPRenoRecovery", "% times recovered from packet loss due to fast retransmit", Show::kIfNotZero},
    {"TCPRenoReorder", "Detected reordering % times using reno fast retransmit", Show::kIfNotZero},
    {"TCPSackFailures", "% timeouts after SACK recovery", Show::kIfNotZero},
    {"TCPSackRecoveryFail", "% SACK retransmits failed", Show::kIfNotZero},
    {"TCPSackRecovery", "% times recovered from packet loss by selective acknowledgements", Show::kIfNotZero},
    {"TCPSACKReneging", "% bad SACK blocks received", Show::kIfNotZero},
    {"TCPSACKReorder", "Detected reordering % times using SACK", Show::kIfNotZero},
    {"TCPSchedulerFailed", "% times receiver scheduled too late for direct processing", Show::kIfNotZero},
    {"TCPSlowStartRetrans", "% retransmits in slow start", Show::kIfNotZero},
    {"TCPTimeouts", "% other TCP timeouts", Show::kIfNotZero},
    {"TCPTSReorder", "Detected reordering % times using time stamp", Show::kIfNotZero},
    {"TWKilled", "% TCP sockets finished time wait in slow timer", Show::kIfNotZero},
    {"TW", "% TCP sockets finished time wait in fast timer", Show::kIfNotZero},
    {"TWRecycled", "% time wait sockets recycled by time stamp", Show::kIfNotZero},
};

struct SentenceList {
  std::string_view group;
  std::span<const Sentence> sentences;
  Protocol protocol;
};
constexpr SentenceList kLists[] = {
    {"Ip", kIpSentences, Protocol::kIp},       {"Icmp", kIcmpSentences, Protocol::kIp},
    {"Tcp", kTcpSentences, Protocol::kTcp},    {"Udp", kUdpSentences, Protocol::kUdp},
    {"Sctp", kSctpSentences, Protocol::kSctp}, {"TcpExt", kTcpExtSentences, Protocol::kTcp},
    {"Ip6", kIp6Sentences, Protocol::kIp},     {"Icmp6", kIcmp6Sentences, Protocol::kIp},
    {"Udp6", kUdp6Sentences, Protocol::kUdp},  {"Tcp6", kTcpSentences, Protocol::kTcp},
};

const SentenceList* find_list(std::string_view group) {
  for (const SentenceList& list : kLists) {
    if (list.group == group) return &list;
  }
  return nullptr;
}

}  // namespace

Protocol protocol_of(std::string_view group) {
  const SentenceList* list = find_list(group);
  return list == nullptr ? Protocol::kOther : list->protocol;
}

// The halving is bsearch(3)'s. Since the lists are not quite in order it misses some entries ("Forwarding"), and which
// ones is part of the output that scripts know.
const Sentence* find_sentence(std::string_view group, std::string_view counter) {
  const SentenceList* list = find_list(group);
  if (list == nullptr) return nullptr;
  std::size_t low = 0;
  std::size_t high = list->sentences.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = counter.compare(list->sentences[middle].counter);
    if (order == 0) return &list->sentences[middle];
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return nullptr;
}

bool is_gauge(std::string_view group, std::string_view counter) {
  constexpr std::pair<std::string_view, std::string_view> kGauges[] = {
      {"Ip", "Forwarding"},        {"Ip", "DefaultTTL"},
      {"Tcp", "RtoAlgorithm"},     {"Tcp", "RtoMin"},
      {"Tcp", "RtoMax"},           {"Tcp", "MaxConn"},
      {"Tcp", "CurrEstab"},        {"MPTcpExt", "MPCurrEstab"},
      {"Sctp", "SctpCurrEstab"},   {"Sctp", "SctpRtoAlgorithm"},
      {"Sctp", "SctpRtoMin"},      {"Sctp", "SctpRtoMax"},
      {"Sctp", "SctpRtoInitial"},  {"Sctp", "SctpValCookieLife"},
      {"Sctp", "SctpMaxInitRetr"},
  };
  return std::find(std::begin(kGauges), std::end(kGauges), std::pair(group, counter)) != std::end(kGauges);
}

}  // namespace nd::netstat
