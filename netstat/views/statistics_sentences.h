// The sentences in which netstat -s tells the counters it knows; others are printed by their names.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace nd::netstat {

enum class Show : std::uint8_t {
  kAlways,
  kIfNotZero,
  kNever,     // settings, not counters
  kReceived,  // a line of "ICMP input histogram:", if not zero
  kSent,      // a line of "ICMP output histogram:", if not zero
};

struct Sentence {
  std::string_view counter;
  std::string_view text;  // '%' stands for the value
  Show show;
};

// Which option shows a group of counters: -w, -t, -u, -S; kOther is always shown.
enum class Protocol : std::uint8_t { kIp, kTcp, kUdp, kSctp, kOther };
Protocol protocol_of(std::string_view group);

// A setting, or a number of things there are now: it has no rate.
bool is_gauge(std::string_view group, std::string_view counter);

// nullptr: the counter goes by its name.
const Sentence* find_sentence(std::string_view group, std::string_view counter);

}  // namespace nd::netstat
