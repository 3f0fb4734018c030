#include "ping/verdict.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "common/parse/icmp.h"
#include "common/render/address.h"
#include "ping/icmp_text.h"

namespace nd::ping {
namespace {

constexpr std::size_t kLargestPacket = 65535;  // its length has 16 bits (RFC 791, RFC 8200)

std::string text_of(const PathEvidence& path, const IpAddress& address) { return numeric_text(address, path.scopes); }

std::string device_of(const PathEvidence& path) { return path.link ? path.link->name : std::string("the device"); }

std::string_view resolution_protocol(const PathEvidence& path) {
  return path.target.is_v4() ? "ARP" : "neighbour discovery";
}

std::string route_text(const PathEvidence& path) {
  if (!path.nowhere) return {};
  return " (" + text_of(path, path.nowhere->destination) + "/" + std::to_string(path.nowhere->prefix) + ")";
}

std::string down_text(const PathEvidence& path) {
  std::string names;
  for (const std::string& name : path.others_down) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? names : " (down: " + names + ")";
}

bool is_loopback_only(const PathEvidence& path) {
  return path.source.is_loopback() && path.route && path.route->type == RTN_UNICAST &&
         (!path.link || (path.link->flags & IFF_LOOPBACK) == 0);
}

// With -I lo the kernel takes any host for a neighbour there.
bool leads_nowhere_else(const PathEvidence& path) {
  return path.route && path.route->type == RTN_UNICAST && path.link && (path.link->flags & IFF_LOOPBACK) != 0 &&
         !path.target.is_loopback();
}

std::optional<Verdict> judge_route(const PathEvidence& path) {
  if (leads_nowhere_else(path)) {
    return Verdict{"wrong_device", device_of(path) + " leads to this host alone, not to " + text_of(path, path.target)};
  }
  if (is_loopback_only(path)) {
    return Verdict{"wrong_source",
                   text_of(path, path.source) + " cannot be the source of packets to " + text_of(path, path.target)};
  }
  if (path.route || path.route_error == 0) return std::nullopt;
  const std::string target = text_of(path, path.target);
  if (path.down) {
    const std::string held =
        path.down_address.empty() ? " is down" : ", which holds " + path.down_address + ", is down";
    return Verdict{"interface_down", path.down->name + held + ": no route to " + target};
  }
  const std::string covers = route_text(path) + " covers " + target;
  if (!path.nowhere && path.route_error == EINVAL && path.source) {
    return Verdict{"wrong_source", text_of(path, path.source) + " cannot be the source of packets to " + target};
  }
  if (path.nowhere && path.nowhere->type == RTN_THROW) return Verdict{"route_throw", "a route of type throw" + covers};
  switch (path.route_error) {
    case EHOSTUNREACH:
      return Verdict{"route_unreachable", "a route of type unreachable" + covers};
    case EACCES:
      return Verdict{"route_prohibit", "a route of type prohibit" + covers};
    case EINVAL:
      return Verdict{"route_blackhole", "a route of type blackhole" + covers};
    default:
      return Verdict{"no_route", "no route to " + target + (path.device.empty() ? "" : " through " + path.device) +
                                     down_text(path)};
  }
}

std::optional<Verdict> judge_link(const PathEvidence& path) {
  if (!path.link) return std::nullopt;
  if ((path.link->flags & IFF_UP) == 0) return Verdict{"interface_down", path.link->name + " is down"};
  if ((path.link->flags & IFF_RUNNING) == 0) return Verdict{"no_carrier", path.link->name + " has no carrier"};
  return std::nullopt;
}

// An ICMP error that this host sent to itself: a firewall rule that rejects instead of dropping.
bool rejected_here(const PathEvidence& path, const Findings& findings) {
  return std::any_of(findings.icmp_errors.begin(), findings.icmp_errors.end(),
                     [&](const SeenIcmpError& error) { return is_same_host(error.from, path.source); });
}

std::optional<Verdict> judge_send(const PathEvidence& path, const Findings& findings) {
  const std::string target = text_of(path, path.target);
  switch (findings.send_error) {
    case EPERM:
    case EACCES:
      if (rejected_here(path, findings)) {
        return Verdict{"local_firewall_rejects", "this host's own firewall rejects what is sent to " + target};
      }
      return Verdict{"local_firewall_drops", "this host's own firewall drops what is sent to " + target};
    case EMSGSIZE: {
      if (findings.packet_size > kLargestPacket) {
        return Verdict{"too_big",
                       "the probe is larger than a packet may be (" + std::to_string(kLargestPacket) + " bytes)"};
      }
      const std::string mtu = findings.mtu == 0 ? "" : " (" + std::to_string(findings.mtu) + " bytes)";
      return Verdict{"too_big", "the probe is larger than the path to " + target + " takes" + mtu};
    }
    case ENOBUFS:
      return Verdict{"no_buffers", "the kernel has no room to send (ENOBUFS): queue or neighbour table full"};
    default:
      return std::nullopt;
  }
}

std::optional<Verdict> judge_neighbour(const PathEvidence& path) {
  if (!path.next_hop) return std::nullopt;
  const std::uint16_t state = path.after ? path.after->state : std::uint16_t{NUD_NONE};
  if ((state & (NUD_INCOMPLETE | NUD_FAILED)) == 0) return std::nullopt;
  if (path.after->mac && (state & NUD_FAILED) == 0) return std::nullopt;
  const bool so_far = (state & NUD_INCOMPLETE) != 0;
  const std::string protocol(resolution_protocol(path));
  const std::string ending = (so_far ? " has not answered " : " does not answer ") + protocol + " on " +
                             device_of(path) + (so_far ? " yet" : "");
  if (path.has_gateway()) return Verdict{"gateway_unresolved", "gateway " + text_of(path, path.next_hop) + ending};
  return Verdict{"host_unresolved", text_of(path, path.next_hop) + ending + ": absent, off or in another network"};
}

bool is_time_exceeded(const SeenIcmpError& error, Family family) {
  return error.type == (family == Family::kIpv6 ? int{icmp6::kTimeExceeded} : int{icmp4::kTimeExceeded});
}

bool is_filtered(const SeenIcmpError& error, Family family) {
  if (family == Family::kIpv6) {
    return error.type == icmp6::kUnreachable && (error.code == 1 || error.code == 5 || error.code == 6);
  }
  return error.type == icmp4::kUnreachable && (error.code == icmp4::kNetProhibited ||
                                               error.code == icmp4::kHostProhibited || error.code == icmp4::kFiltered);
}

std::string quoted_text(const SeenIcmpError& error, Family family) {
  TextBuffer text(128);
  append_icmp_text(text, family, error.type, error.code, error.info);
  return std::string(text.view());
}

struct Kind {
  std::uint8_t type;
  std::uint8_t code;
};
bool is_kind(const SeenIcmpError& error, Family family, Kind v4, Kind v6) {
  const Kind& wanted = family == Family::kIpv6 ? v6 : v4;
  return error.type == wanted.type && error.code == wanted.code;
}

Verdict judge_filtered(const PathEvidence& path, const SeenIcmpError& error, const std::string& said) {
  return {
      "filtered",
      (is_same_host(error.from, path.target) ? "the host itself filters: " : "a router on the way filters: ") + said};
}

std::optional<Verdict> judge_icmp(const PathEvidence& path, const Findings& findings) {
  if (findings.icmp_errors.empty()) return std::nullopt;
  const SeenIcmpError& error = findings.icmp_errors.back();
  const Family family = path.target.family();
  const std::string who = text_of(path, error.from);
  const std::string said = who + " says: " + quoted_text(error, family);
  const bool by_target = is_same_host(error.from, path.target);
  if (is_filtered(error, family)) return judge_filtered(path, error, said);
  if (is_kind(error, family, {3, 3}, {1, 4}) || is_kind(error, family, {3, 2}, {1, 4})) {
    return by_target ? Verdict{"rejected", "the host is there and rejects: " + said}
                     : judge_filtered(path, error, said);
  }
  if (is_time_exceeded(error, family)) {
    if (findings.loop.value_or(findings.default_ttl))
      return Verdict{"routing_loop", "packets go round until their time to live is over: " + said};
    return Verdict{"ttl_exceeded", "time to live ran out on the way: " + said};
  }
  if (is_kind(error, family, {3, 4}, {2, 0})) {
    return Verdict{"too_big", "the path takes at most " + std::to_string(error.info) + " bytes: " + said};
  }
  if (is_kind(error, family, {3, 0}, {1, 0})) return Verdict{"remote_no_route", "a router has no route: " + said};
  if (is_kind(error, family, {3, 1}, {1, 3})) {
    if (path.next_hop && !path.has_gateway() && !is_same_host(error.from, path.source)) {
      return Verdict{"proxy_arp", who + " answers " + std::string(resolution_protocol(path)) + " for " +
                                      text_of(path, path.target) + " and says: " + quoted_text(error, family)};
    }
    if (is_same_host(error.from, path.source)) {
      return Verdict{"host_unresolved", text_of(path, path.next_hop ? path.next_hop : path.target) +
                                            " does not answer " + std::string(resolution_protocol(path)) + " on " +
                                            device_of(path)};
    }
    return Verdict{"far_lan_absent", "the host is absent from its own network: " + said};
  }
  return Verdict{"unreachable", said};
}

std::string mac_text(const Mac& mac) {
  TextBuffer text(32);
  append_mac(text, mac);
  return std::string(text.view());
}

std::optional<Verdict> judge_duplicate(const PathEvidence& path, const Findings& findings) {
  if (findings.macs.size() < 2) return std::nullopt;
  std::string who;
  for (const Mac& mac : findings.macs) who += (who.empty() ? "" : " and ") + mac_text(mac);
  return Verdict{"duplicate_address",
                 text_of(path, path.target) + " is taken twice on " + device_of(path) + ": " + who};
}

std::string last_to_speak(const PathEvidence& path, const Findings& findings) {
  const Hop* last = last_speaker(findings.hops);
  if (last == nullptr) return {};
  return "; the last hop that speaks is " + text_of(path, last->from) + " (hop " + std::to_string(last->ttl) + ")";
}

Verdict judge_silence(const PathEvidence& path, const Findings& findings) {
  const std::string target = text_of(path, path.target);
  if (findings.reverse_path_filtered) {
    return {"reply_through_other_interface", "replies come in through another interface than " + device_of(path) +
                                                 " and this host drops them (rp_filter)"};
  }
  if (const std::uint64_t wrong = findings.counts.corrupted + findings.counts.strangers; wrong > 0) {
    return {"replies_rejected",
            std::to_string(wrong) +
                " replies came and none can be right (they are marked above): " + "damaged on the way or forged"};
  }
  if (findings.small_answered) {
    return {"path_mtu_black_hole", "a small probe comes back, one of " + std::to_string(findings.packet_size) +
                                       " bytes does not and no router says why: path-MTU black hole"};
  }
  if (path.ignores_echo) return {"ignores_echo", "this host is told not to answer (sysctl icmp_echo_ignore_all)"};
  if (path.proxy) {
    return {"proxy_arp", "gateway " + text_of(path, *path.proxy) + " answers " +
                             std::string(resolution_protocol(path)) + " for " + target + ", which stays silent"};
  }
  if (path.next_hop && path.after && path.after->mac) {
    if (path.has_gateway()) {
      return {"silent_beyond_gateway", "gateway " + text_of(path, path.next_hop) + " is there on " + device_of(path) +
                                           ", nothing beyond it answers: filtered, down or no way back" +
                                           last_to_speak(path, findings)};
    }
    return {"silent", target + " is there on " + device_of(path) + " and does not answer: filtered or told not to"};
  }
  return {"silent", "no answer and no error from " + target + ": filtered, down or no way back"};
}

}  // namespace

std::optional<Verdict> judge(const PathEvidence& path, const Findings& findings) {
  if (findings.counts.received > 0) return std::nullopt;
  if (auto verdict = judge_route(path)) return verdict;
  if (auto verdict = judge_link(path)) return verdict;
  if (auto verdict = judge_send(path, findings)) return verdict;
  if (auto verdict = judge_neighbour(path)) return verdict;
  if (auto verdict = judge_duplicate(path, findings)) return verdict;
  if (auto verdict = judge_icmp(path, findings)) return verdict;
  return judge_silence(path, findings);
}

std::optional<Verdict> judge_answered(const PathEvidence& path, const Findings& findings) {
  if (findings.counts.received == 0) return std::nullopt;
  if (auto verdict = judge_duplicate(path, findings)) return verdict;
  if (!findings.reply_device.empty()) {
    return Verdict{"reply_through_other_interface",
                   "replies come in through " + findings.reply_device + ", probes leave through " + device_of(path)};
  }
  if (path.proxy) {
    return Verdict{"proxy_arp", "gateway " + text_of(path, *path.proxy) + " answers " +
                                    std::string(resolution_protocol(path)) + " for " + text_of(path, path.target)};
  }
  if (findings.answers_a_second) {
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.3g", *findings.answers_a_second);
    return Verdict{"rate_limited",
                   "answers come evenly, about " + std::string(rate) + " a second, and the rest is lost: rate limited"};
  }
  return std::nullopt;
}

std::optional<double> steady_share(const std::vector<bool>& answers) {
  constexpr std::size_t kEnough = 8;  // of each
  // A bucket that was full lets the first through: judge from the first loss on.
  const auto begin = std::find(answers.begin(), answers.end(), false);
  const std::vector<bool> tail(begin, answers.end());
  const auto answered = static_cast<std::size_t>(std::count(tail.begin(), tail.end(), true));
  if (answered < kEnough || tail.size() - answered < kEnough) return std::nullopt;
  for (std::size_t length = 2; length <= tail.size() / 2; ++length) {
    std::size_t inside = 0, least = tail.size(), most = 0;
    for (std::size_t i = 0; i < tail.size(); ++i) {
      inside += tail[i];
      if (i + 1 < length) continue;
      least = std::min(least, inside), most = std::max(most, inside);
      inside -= tail[i + 1 - length];
    }
    if (most - least > 2) return std::nullopt;
    if (length <= kEnough && most - least > 1) return std::nullopt;
  }
  return static_cast<double>(answered) / static_cast<double>(tail.size());
}

std::string_view neighbour_state_name(std::uint16_t state) {
  switch (state) {
    case NUD_INCOMPLETE:
      return "INCOMPLETE";
    case NUD_REACHABLE:
      return "REACHABLE";
    case NUD_STALE:
      return "STALE";
    case NUD_DELAY:
      return "DELAY";
    case NUD_PROBE:
      return "PROBE";
    case NUD_FAILED:
      return "FAILED";
    case NUD_NOARP:
      return "NOARP";
    case NUD_PERMANENT:
      return "PERMANENT";
    default:
      return "none";
  }
}

}  // namespace nd::ping
