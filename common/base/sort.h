// Stable sorting of rows by sorting their places: the library's sorts are compiled anew for each type of row, which was
// half of what the source of a report took to compile.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace nd {

// The places 0 … count - 1 so that no place comes after one that it comes before; otherwise they keep their order.
std::vector<std::size_t> order_by(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& comes_before);

template <typename Rows, typename ComesBefore>
void sort_by(Rows& rows, const ComesBefore& comes_before) {
  Rows sorted(rows.get_allocator());
  sorted.reserve(rows.size());
  const auto order =
      order_by(rows.size(), [&](std::size_t a, std::size_t b) { return comes_before(rows[a], rows[b]); });
  for (const std::size_t place : order) sorted.push_back(std::move(rows[place]));
  rows = std::move(sorted);
}

}  // namespace nd
