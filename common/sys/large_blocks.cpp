#include "common/sys/large_blocks.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace nd {
namespace {

constexpr std::size_t kHugePage = 2 * 1024 * 1024;
constexpr std::size_t kLarge = 1024 * 1024;  // smaller blocks would waste most of a huge page

}  // namespace

void* allocate_large(std::size_t bytes) {
  const bool is_large = bytes >= kLarge;
  void* block =
      is_large ? std::aligned_alloc(kHugePage, (bytes + kHugePage - 1) / kHugePage * kHugePage) : std::malloc(bytes);
  if (block == nullptr) {
    if (const std::new_handler handler = std::get_new_handler()) handler();
    throw std::bad_alloc();
  }
  if (is_large) ::madvise(block, bytes, MADV_HUGEPAGE);  // refused: then small pages
  return block;
}

void free_large(void* block) { std::free(block); }

}  // namespace nd
