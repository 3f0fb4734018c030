// A hash table from inode numbers to small values, made once and then asked a hundred thousand times: open
// addressing in one block, because the peers' short chains are what makes their -p quadratic.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/sys/large_blocks.h"

namespace nd {

template <typename Value>
class InodeMap {
 public:
  explicit InodeMap(std::size_t expected = 16) { rehash(std::bit_ceil(expected * 2 + 2)); }

  std::size_t size() const { return size_; }
  // Room for `expected` inodes.
  void reserve(std::size_t expected) {
    if (expected * 2 > slots_.size()) rehash(std::bit_ceil(expected * 2));
  }

  // The value of `inode`, made by Value{} when it was not there; `inode` must not be 0. Valid until the next insert.
  Value& operator[](std::uint64_t inode) {
    if ((size_ + 1) * 2 > slots_.size()) rehash(slots_.size() * 2);
    Slot& slot = slots_[place(inode)];
    if (slot.inode == 0) {
      slot.inode = inode;
      ++size_;
    }
    return slot.value;
  }
  const Value* find(std::uint64_t inode) const {
    const Slot& slot = slots_[place(inode)];
    return slot.inode == 0 || inode == 0 ? nullptr : &slot.value;
  }
  Value* find(std::uint64_t inode) { return const_cast<Value*>(std::as_const(*this).find(inode)); }

 private:
  struct Slot {
    std::uint64_t inode = 0;  // 0: free
    Value value{};
  };
  using Slots = std::vector<Slot, LargeBlocks<Slot>>;

  std::size_t place(std::uint64_t inode) const {
    std::size_t at = (inode * 0x9e3779b97f4a7c15U) >> shift_;  // Fibonacci hashing: inodes are consecutive
    while (slots_[at].inode != 0 && slots_[at].inode != inode) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void rehash(std::size_t size) {
    Slots old = std::exchange(slots_, Slots(size));
    shift_ = static_cast<unsigned>(64 - std::countr_zero(size));
    for (Slot& slot : old) {
      if (slot.inode != 0) slots_[place(slot.inode)] = std::move(slot);
    }
  }

  Slots slots_;
  std::size_t size_ = 0;
  unsigned shift_ = 63;
};

}  // namespace nd
