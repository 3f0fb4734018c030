#include "netstat/sources/diag.h"

#include <optional>

#include "common/sys/netns.h"

namespace nd::netstat {

Result<SockDiag> open_diag(const Report& report) {
  std::optional<InNamespace> inside;
  if (!report.diag_namespace.empty()) {
    auto entered = InNamespace::enter(report.diag_namespace);
    if (!entered) return tl::unexpected(std::move(entered.error()));
    inside.emplace(*std::move(entered));
  }
  return SockDiag::open();
}

}  // namespace nd::netstat
