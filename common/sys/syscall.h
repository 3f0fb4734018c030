// System calls that fail for a reason: EINTR is retried, other failures become an Error that names what was touched.
#pragma once

#include <cerrno>
#include <concepts>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace nd {

// Calls `f` until it fails with something other than EINTR. `f` returns a negative value and sets errno on failure.
template <typename F>
auto retry_eintr(F&& f) {
  auto result = f();
  while (result < 0 && errno == EINTR) result = f();
  return result;
}

template <typename F>
auto checked(std::string_view call, std::string_view object, F&& f) -> Result<decltype(f())> {
  const auto result = retry_eintr(std::forward<F>(f));
  if (result < 0) return system_failure(call, std::string(object));
  return result;
}

}  // namespace nd
