#include "capture/live_devices.h"

#include <algorithm>

#include "capture/device_list.h"
#include "capture/guard/asker.h"
#include "common/base/escape.h"
#include "common/sys/output.h"

namespace nd::capture {
namespace {

std::string counted(std::uint64_t n, std::string_view what) {
  return std::to_string(n) + (n == 1 ? " packet " : " packets ") + std::string(what);
}

void append_counts(std::string& text, std::uint64_t captured, const DeviceStatistics& stats,
                   std::string_view separator) {
  text += counted(captured, "captured").append(separator);
  text += counted(stats.received, "received by filter").append(separator);
  text += counted(stats.dropped, "dropped by kernel");
  if (stats.interface_dropped > 0)
    text.append(separator).append(counted(stats.interface_dropped, "dropped by interface"));
  text += '\n';
}

std::string link_type_name(const LiveDevice& device) {
  const int type = pcap_datalink(device.handle());
  const char* name = pcap_datalink_val_to_name(type);
  return name == nullptr ? std::to_string(type) : std::string(name);
}

}  // namespace

Step LiveDevices::open(const Options& options, bool timely) {
  const Result<std::string> text = filter_text(options);
  if (!text) return tl::unexpected(text.error());
  for (const std::string& typed : options.interfaces.empty() ? std::vector<std::string>{""} : options.interfaces) {
    const Result<std::string> name = device_name(typed);
    if (!name) return tl::unexpected(name.error());
    auto device = LiveDevice::open(*name, options, timely);
    if (!device) return tl::unexpected(device.error());
    auto filter = Filter::compile((*device)->handle(), *text, !options.no_optimizer, kNoNetmask);
    if (!filter) return std::optional<int>(report_filter_problem(filter.error()));
    if (Status set = (*device)->set_filter(*filter); !set) return tl::unexpected(set.error());
    entries_.push_back({.device = *std::move(device)});
  }
  if (options.writes()) {
    if (Status same = check_link_types(); !same) return tl::unexpected(same.error());
  }
  return std::nullopt;
}

Status LiveDevices::check_link_types() const {
  const std::string first = link_type_name(*entries_.front().device);
  for (const Entry& entry : entries_) {
    const std::string type = link_type_name(*entry.device);
    if (type == first) continue;
    return input_failure(entry.device->name(),
                         "its link type is " + type + ", that of " + entries_.front().device->name() + " " + first,
                         "a file has one link type: write one for each, or capture on any");
  }
  return {};
}

void LiveDevices::announce(const Options& options) const {
  const bool hint = options.prints() && options.print.verbose == 0;
  if (hint) complain("mycap", "verbose output suppressed, use -v[v]... for full protocol decode");
  for (const Entry& entry : entries_) {
    pcap_t* handle = entry.device->handle();
    const std::string line = "listening on " + entry.device->name() +
                             describe_source(pcap_datalink(handle), pcap_snapshot(handle)) + " bytes";
    if (hint) {
      complain_plain(line);
    } else {
      complain("mycap", line);
    }
  }
}

void LiveDevices::say_statistics(std::uint64_t captured, bool at_end) const {
  DeviceStatistics sum;
  std::string single;
  for (const Entry& entry : entries_) {
    const Result<DeviceStatistics> stats = entry.device->statistics();
    if (!stats) return complain("mycap", stats.error().message());
    sum.received += stats->received;
    sum.dropped += stats->dropped;
    sum.interface_dropped += stats->interface_dropped;
    single += escaped(entry.device->name()) + ": ";
    append_counts(single, entry.captured, *stats, ", ");
  }
  std::string text = at_end ? "" : "mycap: ";
  append_counts(text, captured, sum, at_end ? "\n" : ", ");
  if (at_end && entries_.size() > 1) text += single;
  static_cast<void>(write_all(2, text, "standard error"));
}

void LiveDevices::count_with(Asker& asker) {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    entries_[i].device->count_with([&asker, i] { return asker.statistics(i); });
  }
}

void LiveDevices::take_no_more() const {
  for (const Entry& entry : entries_) entry.device->take_no_more();
}

bool LiveDevices::are_empty() const {
  return std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.device->is_empty(); });
}

void LiveDevices::stop() {
  for (Entry& entry : entries_) entry.device->stop();
}

}  // namespace nd::capture
