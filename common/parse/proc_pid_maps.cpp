#include "common/parse/proc_pid_maps.h"

#include <algorithm>

#include "common/base/field_reader.h"

namespace nd {
namespace {

constexpr std::string_view kEscapedNewline = "\\012";

std::string restore_newlines(std::string_view text) {
  std::string path;
  for (;;) {
    const std::size_t at = text.find(kEscapedNewline);
    path.append(text.substr(0, at));
    if (at == std::string_view::npos) return path;
    path.push_back('\n');
    text.remove_prefix(at + kEscapedNewline.size());
  }
}

}  // namespace

std::optional<Mapping> parse_maps_line(std::string_view line) {
  const std::size_t range_end = line.find(' ');
  if (range_end == std::string_view::npos) return std::nullopt;
  Mapping map;
  FieldReader range{line.substr(0, range_end), "-"};
  map.start = range.hex<std::uint64_t>();
  map.end = range.hex<std::uint64_t>();

  FieldReader in{line.substr(range_end)};  // ':' parts the device's numbers
  const std::string_view permissions = in.word();
  if (permissions.size() != 4) return std::nullopt;
  map.readable = permissions[0] == 'r';
  map.writable = permissions[1] == 'w';
  map.executable = permissions[2] == 'x';
  map.shared = permissions[3] == 's';
  map.offset = in.hex<std::uint64_t>();
  map.device.major_number = in.hex<std::uint32_t>();
  map.device.minor_number = in.hex<std::uint32_t>();
  map.inode = in.dec<std::uint64_t>();
  if (!range.ok() || !in.ok()) return std::nullopt;

  std::string_view path = in.rest();
  path.remove_prefix(std::min(path.find_first_not_of(' '), path.size()));
  map.path = restore_newlines(path);
  return map;
}

}  // namespace nd
