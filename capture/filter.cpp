#include "capture/filter.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "capture/filter_text.h"
#include "common/base/escape.h"

namespace nd::capture {
namespace {

bool compiles(pcap_t* handle, const std::string& text) {
  bpf_program program{};
  if (pcap_compile(handle, &program, text.c_str(), 0, PCAP_NETMASK_UNKNOWN) != 0) return false;
  pcap_freecode(&program);
  return true;
}

// What stands between quotes in libpcap's messages is the word it stumbled over: "unknown host 'nowhere'".
std::string_view quoted_word(std::string_view message) {
  const std::size_t begin = message.find('\'');
  if (begin == std::string_view::npos) return {};
  const std::size_t end = message.find('\'', begin + 1);
  return end == std::string_view::npos ? std::string_view{} : message.substr(begin + 1, end - begin - 1);
}

std::string closed(std::string_view prefix) {
  std::string text(prefix);
  int open = 0;
  for (const char c : prefix) open += c == '(' ? 1 : c == ')' ? -1 : 0;
  for (; open > 0; --open) text += ')';
  return text;
}

// The first token that no prefix can take in: everything before it compiles, at most with parentheses closed.
std::size_t first_bad_offset(pcap_t* handle, const std::string& text, const std::vector<FilterToken>& tokens) {
  constexpr std::size_t kMaxTokens = 200;  // each costs a compilation
  for (std::size_t n = std::min(tokens.size(), kMaxTokens); n > 0; --n) {
    const FilterToken& last = tokens[n - 1];
    const std::string_view prefix = std::string_view(text).substr(0, last.offset + last.text.size());
    if (!compiles(handle, closed(prefix))) continue;
    return n < tokens.size() ? tokens[n].offset : text.size();
  }
  return tokens.empty() ? 0 : tokens[0].offset;
}

// What something must follow.
bool is_unfinished(std::string_view word) {
  return word == "and" || word == "or" || word == "not" || word == "&&" || word == "||" || word == "!" || word == "(" ||
         word == "src" || word == "dst" || word == "host" || word == "net" || word == "port" || word == "portrange" ||
         word == "gateway";
}

std::string hint_for(std::string_view message, const std::vector<FilterToken>& tokens, std::size_t offset) {
  if (message.find("unknown host") != std::string_view::npos) return "no address is known for this name";
  if (message.find("unknown port") != std::string_view::npos) return "a port is a number or a name of /etc/services";
  if (message.find("rejects all packets") != std::string_view::npos) return "no packet can match all of this";
  if (!tokens.empty() && is_unfinished(tokens.back().text)) return "a value is missing at the end";
  for (const FilterToken& token : tokens) {
    if (token.offset != offset) continue;
    if (token.text == ")") return "this parenthesis was not opened";
    return "an address, a port or a primitive such as host, net, port, tcp or udp was expected";
  }
  return "the expression ends too early";
}

FilterProblem describe_problem(pcap_t* handle, const std::string& text, const std::string& message) {
  const std::vector<FilterToken> tokens = tokenize_filter(text);
  std::size_t offset = text.size();
  const std::string_view word = quoted_word(message);
  bool found = false;
  for (const FilterToken& token : tokens) {
    if (word.empty() || token.text != word) continue;
    offset = token.offset;
    found = true;
    break;
  }
  if (message.find("rejects all packets") != std::string_view::npos) {
    offset = 0;
  } else if (!found) {
    offset = first_bad_offset(handle, text, tokens);
    if (!tokens.empty() && is_unfinished(tokens.back().text)) offset = text.size();
  }
  return {.text = text, .reason = message, .offset = offset, .hint = hint_for(message, tokens, offset)};
}

// Columns that a terminal needs: one for each character.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (; !text.empty(); ++width) text.remove_prefix(next_utf8(text).size);
  return width;
}

}  // namespace

std::string problem_in_a_line(const FilterProblem& problem) {
  return problem.text + ": " + problem.reason + " (at character " + std::to_string(problem.offset + 1) + ": " +
         problem.hint + ")";
}

std::string problem_with_place(const FilterProblem& problem) {
  // Of a filter in a file with many lines, the one that is wrong.
  const std::string_view text = problem.text;
  const std::size_t before = text.substr(0, problem.offset).rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view line = text.substr(begin, text.find('\n', problem.offset) - begin);
  const std::size_t column = width_of(escaped(line.substr(0, problem.offset - begin)));
  return "mycap: " + escaped(problem.reason) + "\n  " + escaped(line) + "\n  " + std::string(column, ' ') + "^ " +
         problem.hint + "\n";
}

Filter Filter::of(std::span<const bpf_insn> program) {
  Filter filter;
  auto* copy = static_cast<bpf_insn*>(std::malloc(program.size_bytes()));  // pcap_freecode() frees it
  if (copy == nullptr) throw std::bad_alloc();
  std::copy(program.begin(), program.end(), copy);
  filter.program_ = {.bf_len = static_cast<unsigned>(program.size()), .bf_insns = copy};
  return filter;
}

tl::expected<Filter, FilterProblem> Filter::compile(pcap_t* handle, const std::string& text, bool optimize,
                                                    bpf_u_int32 netmask) {
  Filter filter;
  if (pcap_compile(handle, &filter.program_, text.c_str(), optimize ? 1 : 0, netmask) == 0) return filter;
  const std::string first = pcap_geterr(handle);
  if (const auto joined = with_juxtaposed_and(text);
      joined && pcap_compile(handle, &filter.program_, joined->c_str(), optimize ? 1 : 0, netmask) == 0)
    return filter;
  return tl::unexpected(describe_problem(handle, text, first));
}

}  // namespace nd::capture
