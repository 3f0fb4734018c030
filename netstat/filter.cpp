#include "netstat/filter.h"

#include <algorithm>
#include <cctype>

#include "common/base/number.h"
#include "common/parse/address.h"
#include "netstat/socket_columns.h"

namespace nd::netstat {
namespace {

bool same_prefix(const IpAddress& a, const IpAddress& b, unsigned bits) {
  if (a.family() != b.family()) return false;
  for (std::size_t i = 0; i < a.bytes().size() && bits > 0; ++i) {
    const unsigned here = std::min(bits, 8U);
    const auto mask = static_cast<std::uint8_t>(0xffU << (8 - here));
    if (((a.bytes()[i] ^ b.bytes()[i]) & mask) != 0) return false;
    bits -= here;
  }
  return true;
}

std::string plain(std::string_view word) {
  std::string text;
  for (const char c : word) {
    if (c == '-' || c == '_') continue;
    text.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return text;
}

void add_range(std::vector<TcpState>& states, unsigned first, unsigned last) {
  for (unsigned i = first; i <= last; ++i) states.push_back(TcpState{static_cast<std::uint8_t>(i)});
}

// One word of --state; false when it is none.
bool add_state(std::vector<TcpState>& states, const std::string& word) {
  if (word == "all") return add_range(states, 1, 13), true;
  if (word == "connected" || word == "synchronized") {
    for (unsigned i = 1; i <= 11; ++i) {
      const auto state = TcpState{static_cast<std::uint8_t>(i)};
      const bool opening = word == "synchronized" && (state == TcpState::kSynSent);
      if (state != TcpState::kListen && state != TcpState::kClose && !opening) states.push_back(state);
    }
    return true;
  }
  for (unsigned i = 1; i <= 13; ++i) {
    const auto state = TcpState{static_cast<std::uint8_t>(i)};
    if (plain(tcp_state_name(state)) == word) return states.push_back(state), true;
  }
  return false;
}

// Takes "[…]" or what stands before "/length" and ":port" off the front of `rest`.
std::string_view take_address(std::string_view& rest) {
  std::string_view address;
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return {};  // and the rest is not understood
    address = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return address;
  }
  const bool bare_v6 = std::count(rest.begin(), rest.end(), ':') > 1;
  const std::size_t end = std::min(bare_v6 ? rest.find('/') : rest.find_first_of("/:"), rest.size());
  address = rest.substr(0, end);
  rest.remove_prefix(end);
  return address;
}

}  // namespace

bool EndpointPattern::matches(const Endpoint& endpoint) const {
  if (port && *port != endpoint.port) return false;
  return !address || same_prefix(address, endpoint.address.unmapped(), prefix);
}

Result<EndpointPattern> parse_endpoint_pattern(const std::string& text) {
  EndpointPattern pattern;
  std::string_view rest = text;
  const auto bad = [&] { return input_failure(text, "not an address", "ADDRESS[/LENGTH][:PORT]"); };
  if (text.empty()) return bad();
  if (const std::string_view address = take_address(rest); !address.empty() && address != "*") {
    const auto parsed = parse_address(address);
    if (!parsed) return bad();
    pattern.address = *parsed;
    pattern.prefix = parsed->bits();
  }
  if (rest.starts_with('/')) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const auto length = parse_number<unsigned>(rest.substr(1, end - 1));
    if (!length || *length > pattern.address.bits()) return bad();
    pattern.prefix = *length;
    rest.remove_prefix(end);
  }
  if (rest.starts_with(':')) {
    pattern.port = parse_number<std::uint16_t>(rest.substr(1));
    if (!pattern.port) return bad();
    rest = {};
  }
  if (!rest.empty()) return bad();
  return pattern;
}

bool Filter::matches(const SocketRow& row) const {
  if (!states.empty() && std::find(states.begin(), states.end(), row.state) == states.end()) return false;
  if (port && row.local.port != *port && row.remote.port != *port) return false;
  if (local && !local->matches(row.local)) return false;
  if (remote && !remote->matches(row.remote)) return false;
  return !uid || (*uid == row.uid && row.inode != 0);
}

bool Filter::matches(const SocketOwner& owner) const {
  if (process.empty()) return true;
  if (owner.holder == nullptr) return false;
  if (const auto pid = parse_number<std::int32_t>(process)) return owner.holder->pid == *pid;
  return owner.holder->comm == process || program_name(owner.holder->argv0()) == process;
}

Result<std::vector<TcpState>> parse_states(const std::string& list) {
  std::vector<TcpState> states;
  std::size_t start = 0;
  while (start <= list.size()) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    const std::string word = list.substr(start, end - start);
    if (!add_state(states, plain(word))) {
      return input_failure("--state " + word, "unknown state", "LISTEN, ESTABLISHED, TIME_WAIT … or connected");
    }
    start = end + 1;
  }
  return states;
}

}  // namespace nd::netstat
