#include "capture/dissect/sequence_table.h"

#include <utility>

namespace nd::capture {
namespace {

std::size_t hash(const Conversation& key) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;
  std::uint64_t h = (key.source[0] ^ key.ports) * kOdd;
  h = (h ^ h >> 29 ^ key.source[1]) * kOdd;
  h = (h ^ h >> 31 ^ key.destination[0]) * kOdd;
  h = (h ^ h >> 29 ^ key.destination[1]) * kOdd;
  return static_cast<std::size_t>(h ^ h >> 32);
}

bool same(const Conversation& a, const Conversation& b) {
  return a.ports == b.ports && a.family == b.family && a.source[1] == b.source[1] &&
         a.destination[1] == b.destination[1] && a.source[0] == b.source[0] && a.destination[0] == b.destination[0];
}

}  // namespace

Conversation& SequenceTable::find_or_add(const Conversation& key, bool& found) {
  if (used_ * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash(key) & mask;
  while (slots_[i].family != 0 && !same(slots_[i], key)) i = (i + 1) & mask;
  found = slots_[i].family != 0;
  if (!found) {
    slots_[i] = key;
    ++used_;
  }
  return slots_[i];
}

void SequenceTable::grow() {
  std::vector<Conversation> old = std::exchange(slots_, {});
  if (used_ >= kLimit) {
    old.assign(old.size(), Conversation{});
    slots_ = std::move(old);
    used_ = 0;
    return;
  }
  slots_.assign(old.empty() ? 256 : old.size() * 2, Conversation{});
  const std::size_t mask = slots_.size() - 1;
  for (const Conversation& entry : old) {
    if (entry.family == 0) continue;
    std::size_t i = hash(entry) & mask;
    while (slots_[i].family != 0) i = (i + 1) & mask;
    slots_[i] = entry;
  }
}

}  // namespace nd::capture
