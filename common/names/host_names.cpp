#include "common/names/host_names.h"

#include <utility>

namespace nd {

void HostNames::look_up(const IpAddress& address, OnName f) {
  Entry& entry = entries_[address];
  if (entry.known) return f(entry.name);
  entry.waiting.push_back(std::move(f));
  if (entry.waiting.size() > 1) return;
  ++pending_;
  ask(address);
}

void HostNames::answer(const IpAddress& address, std::optional<std::string> name) {
  const auto found = entries_.find(address);
  if (found == entries_.end() || found->second.known) return;
  Entry& entry = found->second;
  entry.known = true;
  entry.name = std::move(name);
  --pending_;
  const auto waiting = std::exchange(entry.waiting, {});
  for (const OnName& f : waiting) f(entry.name);
}

void HostNames::give_up() {
  std::vector<IpAddress> open;
  for (const auto& [address, entry] : entries_) {
    if (!entry.known) open.push_back(address);
  }
  for (const IpAddress& address : open) answer(address, std::nullopt);
}

std::optional<std::optional<std::string>> HostNames::known(const IpAddress& address) const {
  const auto found = entries_.find(address);
  if (found == entries_.end() || !found->second.known) return std::nullopt;
  return found->second.name;
}

}  // namespace nd
