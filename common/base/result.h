// Expected failures are data: a value, or the errno with the call and the object it failed on.
#pragma once

#include <cerrno>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace nd {

struct Error {
  int code = 0;           // errno, or 0 where `reason` says it all
  std::string_view call;  // the system call or step, a literal; for developers, not shown to users
  std::string object;     // what was touched: a path, a host, a device, an option
  std::string reason;     // overrides strerror(code) when not empty
  std::string remedy;     // what the user can do about it; may be empty

  bool operator==(const Error&) const = default;
  bool would_block() const { return code == EAGAIN || code == EWOULDBLOCK; }
  // "object: reason (remedy)", escaped for a terminal; without the object's part when that is empty.
  std::string message() const;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;
using Failure = tl::unexpected<Error>;

// An error of the system: errno as it stands now. A want of descriptors or memory is counted (shortage.h).
Failure system_failure(std::string_view call, std::string object);
Failure system_failure(int code, std::string_view call, std::string object);
// An error in what somebody gave us.
Failure input_failure(std::string object, std::string reason, std::string remedy = {});

}  // namespace nd
