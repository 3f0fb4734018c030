#include "capture/filter_text.h"

#include <algorithm>
#include <array>

namespace nd::capture {
namespace {

constexpr std::string_view kTypes[] = {"host", "net", "port", "portrange", "proto", "protochain", "gateway"};
constexpr std::string_view kDirections[] = {"src", "dst", "ra", "ta", "addr1", "addr2", "addr3", "addr4"};
constexpr std::string_view kProtocols[] = {"ether", "fddi",   "tr",      "wlan", "ip",   "ip6",  "arp", "rarp", "atalk",
                                           "aarp",  "decnet", "iso",     "stp",  "ipx",  "sctp", "tcp", "udp",  "icmp",
                                           "icmp6", "igmp",   "igrp",    "pim",  "vrrp", "carp", "esp", "ah",   "lat",
                                           "moprc", "mopdl",  "netbeui", "clnp", "esis", "isis"};
// Primitives that stand by themselves, some with an optional number.
constexpr std::string_view kAlone[] = {"broadcast", "multicast", "inbound", "outbound", "vlan",    "mpls",
                                       "pppoed",    "pppoes",    "geneve",  "less",     "greater", "llc"};

template <std::size_t kSize>
bool is_one_of(std::string_view word, const std::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_operator(std::string_view word) {
  constexpr std::string_view kOperators[] = {"and", "or", "not", "&&", "||", "!",  "(",  ")", "[", "]",
                                             "<",   ">",  "=",   "==", "<=", ">=", "!=", "+", "-", "*",
                                             "/",   "%",  "&",   "|",  "^",  "<<", ">>", ":"};
  return is_one_of(word, kOperators);
}
bool is_qualifier(std::string_view word) {
  return is_one_of(word, kTypes) || is_one_of(word, kDirections) || is_one_of(word, kProtocols);
}
bool is_number(std::string_view word) { return !word.empty() && word.front() >= '0' && word.front() <= '9'; }
bool calculates(std::string_view word) {
  constexpr std::string_view kNoCalculation[] = {"and", "or", "not", "&&", "||", "!", "(", ")", "[", "]", ":"};
  return is_operator(word) && !is_one_of(word, kNoCalculation);
}
// `len > 100` or `4 < len`: a comparison begins with a length or a number.
bool starts_primitive(std::string_view word, std::string_view next) {
  return is_qualifier(word) || is_one_of(word, kAlone) || word == "not" || word == "!" || word == "(" ||
         word == "len" || (is_number(word) && calculates(next));
}
// Does libpcap know `PROTOCOL WORD` as the beginning of one primitive? Otherwise the protocol stands by itself.
bool goes_on_with(std::string_view protocol, std::string_view word) {
  constexpr std::string_view kLinks[] = {"ether", "fddi", "tr", "wlan"};
  constexpr std::string_view kWithPorts[] = {"tcp", "udp", "sctp"};
  constexpr std::string_view kWithProtocols[] = {"ip", "ip6", "iso", "isis"};
  constexpr std::string_view kWithAddresses[] = {"ip", "ip6", "arp", "rarp", "decnet"};
  if (word == "port" || word == "portrange") return is_one_of(protocol, kWithPorts);
  if (word == "proto" || word == "protochain")
    return is_one_of(protocol, kLinks) || is_one_of(protocol, kWithProtocols);
  if (word == "broadcast") return is_one_of(protocol, kLinks) || protocol == "ip";
  if (word == "multicast") return is_one_of(protocol, kLinks) || protocol == "ip" || protocol == "ip6";
  return is_one_of(protocol, kLinks) || is_one_of(protocol, kWithAddresses);
}

// Walks the tokens and knows whether the text up to here ends with a complete operand.
class Reader {
 public:
  // Must an `and` stand before `word`, which `next` follows?
  bool wants_and(std::string_view word, std::string_view next) const {
    if (brackets_ > 0 || !complete_ || !starts_primitive(word, next)) return false;
    const bool cast = word == "broadcast" || word == "multicast";
    if (open_protocol_.empty() || is_one_of(word, kProtocols) || (!is_qualifier(word) && !cast)) return true;
    // `tcp port 80`: a protocol goes on with a type or a direction, and all of it is one primitive.
    return !goes_on_with(open_protocol_, is_one_of(word, kDirections) ? next : word);
  }

  void take(std::string_view word) {
    if (word == "[") ++brackets_;
    if (word == "]" && brackets_ > 0) {
      --brackets_;
      set(true);
      return;
    }
    if (brackets_ > 0) return;
    if (word == ")") return set(true);
    if (is_operator(word)) return set(false);
    if (is_one_of(word, kProtocols)) return set(true, word);
    if (is_one_of(word, kTypes) || is_one_of(word, kDirections)) return set(false);
    if (word == "less" || word == "greater") return set(false);
    set(true);  // an id, or a primitive that stands alone
  }

 private:
  void set(bool complete, std::string_view open_protocol = {}) {
    complete_ = complete;
    open_protocol_ = open_protocol;
  }

  int brackets_ = 0;
  bool complete_ = false;
  std::string_view open_protocol_;  // the protocol that the text ends with
};

std::size_t operator_length(std::string_view text) {
  constexpr std::string_view kDouble[] = {"&&", "||", "==", "<=", ">=", "!=", "<<", ">>"};
  if (text.size() >= 2 && is_one_of(text.substr(0, 2), kDouble)) return 2;
  constexpr std::string_view kSingle = "()[]<>=!&|^+*/%";
  return !text.empty() && kSingle.find(text.front()) != std::string_view::npos ? 1 : 0;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::vector<FilterToken> tokenize_filter(std::string_view text) {
  std::vector<FilterToken> tokens;
  std::size_t at = 0;
  bool in_brackets = false;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    std::size_t length = operator_length(text.substr(at));
    // A slash outside brackets is that of a network, 10.0.0.0/8.
    if (length == 0 || (text[at] == '/' && !in_brackets)) {
      length = 1;
      while (at + length < text.size() && !is_blank(text[at + length]) &&
             (operator_length(text.substr(at + length)) == 0 || (text[at + length] == '/' && !in_brackets)))
        ++length;
    }
    if (text[at] == '[') in_brackets = true;
    if (text[at] == ']') in_brackets = false;
    tokens.push_back({text.substr(at, length), at});
    at += length;
  }
  return tokens;
}

std::optional<std::string> with_juxtaposed_and(std::string_view text) {
  std::string made;
  Reader reader;
  std::size_t copied = 0;
  bool changed = false;
  const std::vector<FilterToken> tokens = tokenize_filter(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const FilterToken& token = tokens[i];
    if (reader.wants_and(token.text, i + 1 < tokens.size() ? tokens[i + 1].text : std::string_view{})) {
      made.append(text.substr(copied, token.offset - copied));
      made.append(token.offset > 0 && is_blank(text[token.offset - 1]) ? "and " : " and ");
      copied = token.offset;
      changed = true;
    }
    reader.take(token.text);
  }
  if (!changed) return std::nullopt;
  made.append(text.substr(copied));
  return made;
}

}  // namespace nd::capture
