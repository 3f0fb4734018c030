// Where each TCP conversation began, so that sequence numbers can be printed relative to it. One flat array with
// linear probing instead of nodes: a look-up touches one cache line in most cases and allocates nothing.
#pragma once

#include <cstdint>
#include <vector>

namespace nd::capture {

struct Conversation {
  std::uint64_t source[2];  // the lower port's side; IPv4 fills the low half of the second
  std::uint64_t destination[2];
  std::uint32_t ports;     // source << 16 | destination
  std::uint32_t family;    // 4 or 6; 0: an empty slot
  std::uint32_t sequence;  // of the source's side
  std::uint32_t acknowledgement;
};

class SequenceTable {
 public:
  // The entry for `key`'s addresses, ports and family; `found` tells whether it was there before.
  Conversation& find_or_add(const Conversation& key, bool& found);
  std::size_t size() const { return used_; }

  // A capture may hold any number of conversations, memory may not: past this many the table starts anew.
  static constexpr std::size_t kLimit = std::size_t{1} << 17;

 private:
  void grow();

  std::vector<Conversation> slots_;
  std::size_t used_ = 0;
};

}  // namespace nd::capture
