// A compiled filter: libpcap's program for the text as typed, or, only where libpcap refuses that, for the text with
// the missing `and`s put in.
#pragma once

#include <pcap/pcap.h>

#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace nd::capture {

// Why a text is no filter: libpcap's first message, and what it does not say: where, and what to do about it.
struct FilterProblem {
  std::string text;
  std::string reason;
  std::size_t offset = 0;  // in `text`; its size: the end
  std::string hint;
};

// What the peer compiles with for a device: `ip broadcast` is 0.0.0.0 and 255.255.255.255.
inline constexpr bpf_u_int32 kNoNetmask = 0;

class Filter {
 public:
  Filter() = default;
  Filter(Filter&& other) noexcept : program_(other.program_) { other.program_ = {}; }
  Filter& operator=(Filter&& other) noexcept {
    std::swap(program_, other.program_);
    return *this;
  }
  ~Filter() { pcap_freecode(&program_); }

  // `netmask` is for `ip broadcast`, in network order.
  static tl::expected<Filter, FilterProblem> compile(pcap_t* handle, const std::string& text, bool optimize,
                                                     bpf_u_int32 netmask);

  // A program that was compiled elsewhere.
  static Filter of(std::span<const bpf_insn> program);

  bpf_program* program() { return &program_; }
  const bpf_program* program() const { return &program_; }
  bool matches(const pcap_pkthdr& header, const unsigned char* data) const {
    return pcap_offline_filter(&program_, &header, data) != 0;
  }

 private:
  bpf_program program_{};
};

// One line, "FILTER: reason (at character N: hint)", for logs and scripts.
std::string problem_in_a_line(const FilterProblem& problem);
// For somebody at a terminal: the reason, the text, and the hint under the place that is wrong. Escaped, three lines.
std::string problem_with_place(const FilterProblem& problem);

}  // namespace nd::capture
