// sock_diag for the namespace that a report is about. It answers for the namespace its socket was made in, and without
// a complaint for the wrong one: so it is opened here alone.
#pragma once

#include <functional>

#include "common/sys/sock_diag.h"
#include "netstat/report.h"

namespace nd::netstat {

// Fails where that namespace may not be entered.
Result<SockDiag> open_diag(const Report& report);

// Rows of `better`, or of `other` when that failed without a row (the kernel has no such table there). What failed
// halfway is an error: the rows of the other would repeat those that were told.
template <typename Row, typename Better, typename Other>
Status read_either(Better&& better, Other&& other, const std::function<void(const Row&)>& f) {
  bool told = false;
  Status read = better([&](const Row& row) {
    told = true;
    f(row);
  });
  return read || told ? read : other(f);
}

}  // namespace nd::netstat
