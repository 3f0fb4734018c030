#include "ping/verdict.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <cerrno>
#include <cstring>

#include "common/parse/icmp.h"
#include "ping/icmp_text.h"
#include "ping/named_lines.h"

namespace nd::ping {
namespace {

std::string text_of(const IpAddress& address) { return numeric_text(address); }

std::string device_of(const PathEvidence& path) { return path.link ? path.link->name : std::string("the device"); }

std::string_view resolution_protocol(const PathEvidence& path) {
  return path.target.is_v4() ? "ARP" : "neighbour discovery";
}

std::optional<Verdict> judge_route(const PathEvidence& path) {
  if (path.route || path.route_error == 0) return std::nullopt;
  const std::string target = text_of(path.target);
  switch (path.route_error) {
    case EHOSTUNREACH:
      return Verdict{"route_unreachable", "a route of type unreachable covers " + target};
    case EACCES:
      return Verdict{"route_prohibit", "a route of type prohibit covers " + target};
    case EINVAL:
      return Verdict{"route_blackhole", "a route of type blackhole covers " + target};
    default:
      return Verdict{"no_route", "no route to " + target};
  }
}

std::optional<Verdict> judge_link(const PathEvidence& path) {
  if (!path.link) return std::nullopt;
  if ((path.link->flags & IFF_UP) == 0) return Verdict{"interface_down", path.link->name + " is down"};
  if ((path.link->flags & IFF_RUNNING) == 0) return Verdict{"no_carrier", path.link->name + " has no carrier"};
  return std::nullopt;
}

std::optional<Verdict> judge_send(const PathEvidence& path, const Findings& findings) {
  const std::string target = text_of(path.target);
  if (findings.send_error == EPERM || findings.send_error == EACCES) {
    return Verdict{"local_firewall", "this host's own firewall refuses to send to " + target};
  }
  if (findings.send_error == EMSGSIZE) {
    return Verdict{"too_big", "the probe is larger than the path to " + target + " takes"};
  }
  if (findings.send_error == ENOBUFS) {
    return Verdict{"no_buffers", "the kernel has no room to send (ENOBUFS): queue or neighbour table full"};
  }
  return std::nullopt;
}

std::optional<Verdict> judge_neighbour(const PathEvidence& path) {
  if (!path.next_hop) return std::nullopt;
  const std::uint16_t state = path.after ? path.after->state : std::uint16_t{NUD_NONE};
  if ((state & (NUD_INCOMPLETE | NUD_FAILED)) == 0) return std::nullopt;
  const bool so_far = (state & NUD_INCOMPLETE) != 0;
  const std::string protocol(resolution_protocol(path));
  const std::string ending = (so_far ? " has not answered " : " does not answer ") + protocol + " on " +
                             device_of(path) + (so_far ? " yet" : "");
  if (path.has_gateway()) return Verdict{"gateway_unresolved", "gateway " + text_of(path.next_hop) + ending};
  return Verdict{"host_unresolved", text_of(path.next_hop) + ending + ": absent, off or in another network"};
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

std::optional<Verdict> judge_icmp(const PathEvidence& path, const Findings& findings) {
  if (findings.icmp_errors.empty()) return std::nullopt;
  const SeenIcmpError& error = findings.icmp_errors.back();
  const Family family = path.target.family();
  const std::string who = text_of(error.from);
  const std::string said = who + " says: " + quoted_text(error, family);
  if (is_filtered(error, family)) {
    return Verdict{"filtered", error.from == path.target ? "the host itself filters: " + said
                                                         : "a router on the way filters: " + said};
  }
  if (is_time_exceeded(error, family)) return Verdict{"ttl_exceeded", "time to live ran out on the way: " + said};
  return Verdict{"unreachable", said};
}

Verdict judge_silence(const PathEvidence& path) {
  if (path.next_hop && path.after && path.after->mac) {
    const std::string hop = (path.has_gateway() ? "gateway " : "") + text_of(path.next_hop);
    return {"silent", "no answer and no error, though " + hop + " is known on " + device_of(path) +
                          ": filtered, down or no way back"};
  }
  return {"silent", "no answer and no error from " + text_of(path.target) + ": filtered, down or no way back"};
}

}  // namespace

std::optional<Verdict> judge(const PathEvidence& path, const Findings& findings) {
  if (findings.counts.received > 0) return std::nullopt;
  if (auto verdict = judge_route(path)) return verdict;
  if (auto verdict = judge_link(path)) return verdict;
  if (auto verdict = judge_send(path, findings)) return verdict;
  if (auto verdict = judge_neighbour(path)) return verdict;
  if (auto verdict = judge_icmp(path, findings)) return verdict;
  return judge_silence(path);
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
