// How a listing is shown: what the options say about columns and values, shared by table, fields and JSON.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace nd::lsof {

enum class SizeColumn : std::uint8_t { kSizeOrOffset, kOffset, kSize };
enum class FlagColumn : std::uint8_t { kNone, kWords, kHex };

struct TcpInfo {  // -T
  bool state = true;
  bool queues = false;
  bool other = false;  // f: socket options, which Linux does not tell
};

struct Style {
  bool user_numbers = false;      // -l
  bool numeric_hosts = false;     // -n
  bool numeric_ports = false;     // -P
  bool parent = false;            // -R
  bool group = false;             // -g
  bool links = false;             // +L
  bool no_link_field = false;     // -L
  bool all_tcp_fields = true;     // no -T: -F has all of a socket's facts
  bool netns = false;             // --netns
  bool tasks = false;             // the listing has threads
  std::size_t command_width = 9;  // +c
  std::size_t command_limit = 9;  // the same, where no column title asks for more: -E
  std::size_t offset_digits = 8;  // -o n; 0: no limit
  SizeColumn size = SizeColumn::kSizeOrOffset;
  FlagColumn flags = FlagColumn::kNone;
  TcpInfo tcp;
};

}  // namespace nd::lsof
