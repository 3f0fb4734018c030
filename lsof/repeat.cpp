#include "lsof/repeat.h"

#include <ctime>
#include <thread>

#include "common/sys/output.h"
#include "lsof/run.h"

namespace nd::lsof {
namespace {

std::string marker_text(const Repetition& repeat, bool fields, bool nul) {
  const std::string end = nul ? std::string("\0\n", 2) : "\n";
  if (repeat.marker.empty()) return (fields ? "m" : "=======") + end;
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[512];
  const std::size_t size = std::strftime(text, sizeof text, repeat.marker.c_str(), &local);
  return (fields ? "m" : "") + std::string(text, size) + end;
}

}  // namespace

Result<int> run_repeatedly(const RawOptions& raw) {
  bool ever_listed = false;
  for (std::uint64_t time = 1;; ++time) {
    auto options = interpret(raw);  // anew each time: users, hosts and services may change, and a run uses it up
    if (!options) return tl::unexpected(options.error());
    const Repetition repeat = options->repeat;
    const bool fields = options->output == Output::kFields;
    const bool json = options->output == Output::kJson;
    const bool nul = fields && options->fields.nul;
    const auto outcome = run(std::move(*options));
    if (!outcome) return tl::unexpected(outcome.error());
    if (!repeat.on) return outcome->status;
    ever_listed = ever_listed || outcome->listed;
    if (repeat.while_found && !outcome->listed) return ever_listed ? 0 : 1;
    // JSON Lines have no place for a marker.
    const std::string marker = json ? std::string() : marker_text(repeat, fields, nul);
    if (Status written = write_all(1, marker, "standard output"); !written) return tl::unexpected(written.error());
    if (repeat.times != 0 && time >= repeat.times) return outcome->status;
    std::this_thread::sleep_for(repeat.pause);
  }
}

}  // namespace nd::lsof
