#include "common/names/networks.h"

#include <array>
#include <optional>

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/sys/proc_root.h"

namespace nd {
namespace {

std::optional<IpAddress> parse_network(std::string_view number) {
  FieldReader in(number, ".");
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size() && !in.at_end(); ++i) bytes[i] = in.dec<std::uint8_t>();
  if (!in.ok() || !in.at_end() || number.empty()) return std::nullopt;
  return IpAddress::v4(bytes);
}

}  // namespace

std::map<IpAddress, std::string> parse_networks(std::string_view text) {
  std::map<IpAddress, std::string> names;
  for_each_line(text, [&](std::string_view line) {
    FieldReader in(line.substr(0, line.find('#')), "");
    if (in.at_end()) return;
    const std::string_view name = in.word();
    if (in.at_end()) return;
    if (const auto network = parse_network(in.word())) names.emplace(*network, name);
  });
  return names;
}

std::string_view Networks::name(const IpAddress& network) {
  if (!loaded_) {
    loaded_ = true;
    if (const auto root = ProcRoot::open("/")) {
      if (const auto text = root->read(file_.c_str())) names_ = parse_networks(*text);
    }
  }
  const auto found = names_.find(network);
  return found == names_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace nd
