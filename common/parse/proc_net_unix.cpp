#include "common/parse/proc_net_unix.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {
namespace {

constexpr std::size_t kLongestName = 108;  // sun_path

// Takes a number of at least `digits` hexadecimal digits and the `end` behind it off the front of `rest`.
template <typename T>
bool take_hex(std::string_view& rest, std::size_t digits, char end, T& value) {
  const std::size_t length = rest.find(end);
  if (length == std::string_view::npos || length < digits) return false;
  const auto number = parse_number<T>(rest.substr(0, length), 16);
  if (!number) return false;
  value = *number;
  rest.remove_prefix(length + 1);
  return true;
}

}  // namespace

// "%pK: %08X %08X %08X %04X %02X %5lu" and, for a socket with a name, a blank and the name.
std::optional<UnixSocketRow> parse_unix_row(std::string_view line) {
  UnixSocketRow row;
  std::uint8_t state = 0;
  std::string_view rest = line;
  if (!take_hex(rest, 8, ':', row.kernel_address) || !rest.starts_with(' ')) return std::nullopt;
  rest.remove_prefix(1);
  if (!take_hex(rest, 8, ' ', row.ref_count) || !take_hex(rest, 8, ' ', row.protocol) ||
      !take_hex(rest, 8, ' ', row.flags) || !take_hex(rest, 4, ' ', row.type) || !take_hex(rest, 2, ' ', state)) {
    return std::nullopt;
  }
  row.state = UnixState{state};
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const std::size_t digits = rest.find(' ');
  const auto inode = parse_number<std::uint64_t>(rest.substr(0, digits));
  if (!inode) return std::nullopt;
  row.inode = *inode;
  if (digits != std::string_view::npos) row.path = rest.substr(digits + 1);
  return row;
}

std::vector<UnixSocketRow> parse_unix_table(std::string_view text) {
  std::vector<UnixSocketRow> rows;
  bool heading = true;
  for_each_line(text, [&](std::string_view line) {
    if (auto row = parse_unix_row(line)) {
      rows.push_back(*std::move(row));
    } else if (!heading && !rows.empty() && rows.back().path.size() + 1 + line.size() <= kLongestName) {
      rows.back().path.append("\n").append(line);
    }
    heading = false;
  });
  return rows;
}

}  // namespace nd
