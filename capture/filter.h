// A compiled filter: libpcap's program for the text as typed, or, only where libpcap refuses that, for the text with
// the missing `and`s put in.
#pragma once

#include <pcap/pcap.h>

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace nd::capture {

class Filter {
 public:
  Filter() = default;
  Filter(Filter&& other) noexcept : program_(other.program_) { other.program_ = {}; }
  Filter& operator=(Filter&& other) noexcept {
    std::swap(program_, other.program_);
    return *this;
  }
  ~Filter() { pcap_freecode(&program_); }

  // `netmask` is the device's, in network order, for `ip broadcast`. The error's reason is libpcap's first message;
  // its remedy holds the lines that point at the place in the text.
  static Result<Filter> compile(pcap_t* handle, const std::string& text, bool optimize, bpf_u_int32 netmask);

  bpf_program* program() { return &program_; }
  const bpf_program* program() const { return &program_; }
  bool matches(const pcap_pkthdr& header, const unsigned char* data) const {
    return pcap_offline_filter(&program_, &header, data) != 0;
  }

 private:
  bpf_program program_{};
};

// Where in `text` libpcap's complaint is about, and what to do: two or three lines, to be shown under the message.
std::string point_at_problem(pcap_t* handle, const std::string& text, std::string_view message);

}  // namespace nd::capture
