#include "common/parse/proc_pid_mountinfo.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {

std::string unescape_octal(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code =
        text[i] == '\\' && i + 4 <= text.size() ? parse_number<std::uint8_t>(text.substr(i + 1, 3), 8) : std::nullopt;
    plain.push_back(code ? static_cast<char>(*code) : text[i]);
    if (code) i += 3;
  }
  return plain;
}

std::optional<Mount> parse_mountinfo_line(std::string_view line) {
  FieldReader in{line, ""};
  Mount mount;
  mount.id = in.dec<std::int32_t>();
  mount.parent = in.dec<std::int32_t>();
  FieldReader device{in.word()};
  mount.device.major_number = device.dec<std::uint32_t>();
  mount.device.minor_number = device.dec<std::uint32_t>();
  mount.root = unescape_octal(in.word());
  mount.point = unescape_octal(in.word());
  mount.options = in.word();
  while (in.ok() && in.word() != "-") {  // optional fields: shared:N, master:N …
  }
  mount.type = unescape_octal(in.word());
  // A source may be empty, which leaves two blanks and one word less.
  const std::string_view rest = in.rest();
  if (!in.ok() || !device.ok() || rest.empty()) return std::nullopt;
  const std::size_t blank = rest.find(' ', 1);
  if (blank == std::string_view::npos) return std::nullopt;
  mount.source = unescape_octal(rest.substr(1, blank - 1));
  mount.super_options = rest.substr(blank + 1);
  return mount;
}

std::vector<Mount> parse_mountinfo(std::string_view text) {
  std::vector<Mount> mounts;
  for_each_line(text, [&](std::string_view line) {
    if (auto mount = parse_mountinfo_line(line)) mounts.push_back(std::move(*mount));
  });
  return mounts;
}

}  // namespace nd
