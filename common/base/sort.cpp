#include "common/base/sort.h"

#include <algorithm>
#include <numeric>

namespace nd {

std::vector<std::size_t> order_by(std::size_t count,
                                  const std::function<bool(std::size_t, std::size_t)>& comes_before) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return comes_before(a, b); });
  return order;
}

}  // namespace nd
