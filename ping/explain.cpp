#include "ping/explain.h"

#include <fmt/core.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <cstring>

#include "common/base/escape.h"
#include "common/render/address.h"
#include "ping/icmp_text.h"
#include "ping/scope_names.h"

namespace nd::ping {
namespace {

enum class NextHop : std::uint8_t { kNone, kCached, kResolved, kWaiting, kSilent };

bool has_mac(const std::optional<Neighbour>& neighbour) {
  return neighbour && neighbour->mac && (neighbour->state & (NUD_INCOMPLETE | NUD_FAILED)) == 0;
}

NextHop next_hop_state(const PathEvidence& path) {
  if (!path.next_hop) return NextHop::kNone;
  if (has_mac(path.after)) return has_mac(path.before) ? NextHop::kCached : NextHop::kResolved;
  const bool trying = path.after && (path.after->state & NUD_INCOMPLETE) != 0;
  return trying ? NextHop::kWaiting : NextHop::kSilent;
}

std::string_view name_of(NextHop state) {
  switch (state) {
    case NextHop::kCached:
      return "cached";
    case NextHop::kResolved:
      return "resolved";
    case NextHop::kWaiting:
      return "unanswered";
    case NextHop::kSilent:
      return "does_not_answer";
    case NextHop::kNone:
      break;
  }
  return "none";
}

std::uint16_t state_of(const std::optional<Neighbour>& neighbour) {
  return neighbour ? neighbour->state : std::uint16_t{NUD_NONE};
}

void append_route(TextBuffer& out, const PathEvidence& path) {
  out.put("route: ");
  if (!path.route) {
    out.put("none (").put(std::strerror(path.route_error)).put(")\n");
    return;
  }
  out.put(numeric_text(path.target, path.scopes));
  if (path.has_gateway()) {
    out.put(" via ").put(numeric_text(path.route->gateway, path.scopes));
  } else {
    out.put(path.route->type == RTN_LOCAL ? " is this host" : " on-link");
  }
  if (path.link) out.put(" dev "), append_escaped(out, path.link->name);
  out.put(" src ").put(numeric_text(path.source, path.scopes)).put('\n');
}

void append_link(TextBuffer& out, const Interface& link) {
  out.put("link: ");
  append_escaped(out, link.name);
  out.put((link.flags & IFF_UP) != 0 ? " up" : " down");
  out.put((link.flags & IFF_RUNNING) != 0 ? ", carrier" : ", no carrier").put(", mtu ").dec(link.mtu);
  if (link.mac && (link.flags & IFF_LOOPBACK) == 0) out.put(", "), append_mac(out, *link.mac);
  out.put('\n');
}

void append_next_hop(TextBuffer& out, const PathEvidence& path) {
  const NextHop state = next_hop_state(path);
  if (state == NextHop::kNone) return;
  const std::string_view protocol = path.target.is_v4() ? "ARP" : "neighbour discovery";
  out.put("next hop: ").put(path.has_gateway() ? "gateway " : "").put(numeric_text(path.next_hop, path.scopes));
  if (has_mac(path.after)) out.put(" is at "), append_mac(out, *path.after->mac);
  switch (state) {
    case NextHop::kCached:
      out.put(", cached");
      break;
    case NextHop::kResolved:
      out.put(", resolved");
      if (path.resolution) out.put(fmt::format(" in {:.3f} ms", milliseconds(*path.resolution)));
      break;
    case NextHop::kWaiting:
      out.put(" has not answered ").put(protocol).put(" yet");
      break;
    default:
      out.put(" does not answer ").put(protocol);
      break;
  }
  out.put(" (").put(neighbour_state_name(state_of(path.before))).put(" before, ");
  out.put(neighbour_state_name(state_of(path.after))).put(" after)\n");
}

void json_neighbour(JsonWriter& json, const PathEvidence& path) {
  json.field("next_hop", std::string_view(numeric_text(path.next_hop, path.scopes)));
  if (has_mac(path.after)) {
    json.field("next_hop_mac", *path.after->mac);
  } else {
    json.null_field("next_hop_mac");
  }
  json.field("next_hop_state", name_of(next_hop_state(path)));
  json.field("neighbour_before", neighbour_state_name(state_of(path.before)));
  json.field("neighbour_after", neighbour_state_name(state_of(path.after)));
}

}  // namespace

void append_explanation(TextBuffer& out, const PathEvidence& path) {
  append_route(out, path);
  if (path.link) append_link(out, *path.link);
  append_next_hop(out, path);
}

void json_explanation(JsonWriter& json, const PathEvidence& path) {
  json.begin_line("path");
  json.field("address", std::string_view(numeric_text(path.target, path.scopes)));
  json.field("source", std::string_view(numeric_text(path.source, path.scopes)));
  json.field("on_link", path.route.has_value() && !path.has_gateway());
  if (path.has_gateway()) {
    json.field("gateway", path.route->gateway);
  } else {
    json.null_field("gateway");
  }
  if (path.link) {
    json.foreign_field("device", path.link->name);
    json.field("up", (path.link->flags & IFF_UP) != 0);
    json.field("carrier", (path.link->flags & IFF_RUNNING) != 0);
    json.field("mtu", path.link->mtu);
  }
  if (path.next_hop) json_neighbour(json, path);
  if (path.resolution) json.field("resolution_ms", milliseconds(*path.resolution));
  json.end_line();
}

void append_trace(TextBuffer& out, const std::vector<Hop>& hops, const ScopeNames& scopes) {
  for (const Hop& hop : hops) {
    out.put("hop ").dec(hop.ttl).put(": ");
    if (hop.kind == Hop::Kind::kSilent) {
      out.put("silent\n");
      continue;
    }
    out.put(numeric_text(hop.from, scopes)).put(fmt::format(" {:.3f} ms", milliseconds(hop.rtt)));
    if (hop.kind == Hop::Kind::kReached) out.put(", the host");
    if (hop.kind == Hop::Kind::kRefused) {
      append_icmp_text(out.put(", says: "), hop.from.family(), hop.type, hop.code, hop.info);
    }
    out.put('\n');
  }
  const Hop* last = last_speaker(hops);
  if (!hops.empty() && hops.back().kind == Hop::Kind::kReached) return;
  out.put("last hop that speaks: ")
      .put(last == nullptr ? std::string("none") : numeric_text(last->from, scopes))
      .put('\n');
}

void json_trace(JsonWriter& json, const std::vector<Hop>& hops, const ScopeNames& scopes) {
  constexpr std::string_view kNames[] = {"silent", "exceeded", "reached", "refused"};
  json.begin_line("trace");
  json.begin_array("hops");
  for (const Hop& hop : hops) {
    json.begin_object();
    json.field("ttl", hop.ttl);
    json.field("kind", kNames[static_cast<std::size_t>(hop.kind)]);
    if (hop.kind == Hop::Kind::kSilent) {
      json.null_field("address");
      json.null_field("rtt_ms");
    } else {
      json.field("address", std::string_view(numeric_text(hop.from, scopes)));
      json.field("rtt_ms", milliseconds(hop.rtt));
    }
    if (hop.kind == Hop::Kind::kRefused) {
      json.field("icmp_type", hop.type);
      json.field("icmp_code", hop.code);
    }
    json.end_object();
  }
  json.end_array();
  const Hop* last = last_speaker(hops);
  if (last == nullptr) {
    json.null_field("last_speaker");
  } else {
    json.field("last_speaker", std::string_view(numeric_text(last->from, scopes)));
  }
  json.end_line();
}

}  // namespace nd::ping
