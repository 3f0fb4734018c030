// The states of TCP by name, for -s and for what is printed.
#include <algorithm>

#include "lsof/criteria.h"

namespace nd::lsof {
namespace {

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return upper(x) == upper(y); });
}

// A state in lsof's table that no socket of Linux is ever in.
constexpr std::string_view kClosed = "CLOSED";
constexpr TcpState kNoState{0};

Failure refused(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

std::optional<TcpState> state_named(std::string_view name) {
  if (same_ignoring_case(name, kClosed)) return kNoState;
  for (int number = 1; number <= static_cast<int>(TcpState::kBoundInactive); ++number) {
    const auto state = static_cast<TcpState>(number);
    if (same_ignoring_case(name, tcp_state_name(state))) return state;
  }
  return std::nullopt;
}

Status add_state(std::string_view name, bool exclude, std::string_view text, std::vector<StateItem>& into) {
  if (name.empty()) return refused("NULL TCP state name in: " + std::string(text));
  const auto state = state_named(name);
  if (!state) return refused("unknown TCP state name: " + std::string(name));
  const auto same = std::find_if(into.begin(), into.end(), [&](const auto& item) { return item.state == *state; });
  if (same != into.end()) {
    const std::string_view what = same->exclude != exclude ? "can't include and exclude TCP state: "
                                  : exclude                ? "duplicate TCP exclusion: "
                                                           : "duplicate TCP inclusion: ";
    return refused(std::string(what) + tcp_state_name(*state));
  }
  into.push_back({*state, exclude});
  return {};
}

}  // namespace

std::string tcp_state_name(TcpState state) {
  if (state == kNoState) return std::string(kClosed);
  switch (state) {
    case TcpState::kEstablished:
      return "ESTABLISHED";
    case TcpState::kSynSent:
      return "SYN_SENT";
    case TcpState::kSynRecv:
    case TcpState::kNewSynRecv:
      return "SYN_RECV";
    case TcpState::kFinWait1:
      return "FIN_WAIT1";
    case TcpState::kFinWait2:
      return "FIN_WAIT2";
    case TcpState::kTimeWait:
      return "TIME_WAIT";
    case TcpState::kClose:
      return "CLOSE";
    case TcpState::kCloseWait:
      return "CLOSE_WAIT";
    case TcpState::kLastAck:
      return "LAST_ACK";
    case TcpState::kListen:
      return "LISTEN";
    case TcpState::kClosing:
      return "CLOSING";
    case TcpState::kBoundInactive:
      return "BOUND";
  }
  return "UNKNOWN_TCP_STATE_" + std::to_string(static_cast<unsigned>(state));
}

Status add_states(std::string_view text, std::vector<StateItem>& into) {
  const std::size_t colon = text.find(':');
  const std::string_view protocol = text.substr(0, colon);
  const bool is_udp = same_ignoring_case(protocol, "udp");
  if (colon == std::string_view::npos || (!is_udp && !same_ignoring_case(protocol, "tcp"))) {
    return refused("unknown -s protocol: \"" + std::string(text) + "\"");
  }
  if (is_udp) return refused("no UDP state names available: " + std::string(text));
  std::string_view rest = text.substr(colon + 1);
  if (rest.empty()) return refused("no TCP state names in: " + std::string(text));
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const bool exclude = name.starts_with('^');
    if (exclude) name.remove_prefix(1);
    if (Status added = add_state(name, exclude, text, into); !added) return added;
  }
  return {};
}

}  // namespace nd::lsof
