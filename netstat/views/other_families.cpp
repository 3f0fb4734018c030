// Address families that netstat knows and today's kernels mostly have no table for. They are told of as netstat does:
// an error when they were named, a note under -v, silence otherwise.
#include <array>
#include <string>

#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

struct OtherFamily {
  std::string_view name;
  std::string_view feature;
};
constexpr std::array kFamilies = {
    OtherFamily{"ipx", "AF IPX"},       OtherFamily{"ax25", "AF AX25"}, OtherFamily{"x25", "AF X25"},
    OtherFamily{"netrom", "AF NETROM"}, OtherFamily{"rose", "AF ROSE"},
};

bool is_wanted(const Options& options, const Selection& chosen) {
  return options.verbose || chosen.l2cap || chosen.rfcomm || chosen.named;
}

int refuse_bluetooth() {
  complain(kTool, "feature `AF BLUETOOTH' not supported.");
  return 1;
}

Result<int> tell(Report& report) {
  const Selection chosen = select(report.options);
  for (const OtherFamily& family : kFamilies) {
    const bool named = report.options.has_family(family.name);
    if (named || (!chosen.named && report.options.verbose)) tell_unsupported(family.feature);
    if (named) return 1;
  }
  return chosen.l2cap || chosen.rfcomm ? refuse_bluetooth() : 0;
}

}  // namespace

const View kOtherFamiliesView{"other_families", is_wanted, tell, tell, nullptr};

}  // namespace nd::netstat
