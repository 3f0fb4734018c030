// Memory for what has a hundred thousand entries: the kernel is asked to back it with huge pages where it has them.
// Faulting in 17,000 small ones was a tenth of the time of `mynetstat -tanp`.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace nd {

// `bytes` from the heap, aligned for anything. Without memory it calls the handler that was set
// for `new`, then throws std::bad_alloc.
void* allocate_large(std::size_t bytes);
void free_large(void* block);

// An allocator for containers. What resize() adds to one of plain bytes is not initialised.
template <typename T>
struct LargeBlocks {
  using value_type = T;

  LargeBlocks() = default;
  template <typename U>
  LargeBlocks(const LargeBlocks<U>&) {}

  T* allocate(std::size_t n) { return static_cast<T*>(allocate_large(n * sizeof(T))); }
  void deallocate(T* block, std::size_t) { free_large(block); }
  template <typename U>
  void construct(U* at) {
    ::new (static_cast<void*>(at)) U;
  }
  template <typename U, typename... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    std::construct_at(at, std::forward<Arguments>(arguments)...);
  }

  template <typename U>
  bool operator==(const LargeBlocks<U>&) const {
    return true;
  }
};

}  // namespace nd
