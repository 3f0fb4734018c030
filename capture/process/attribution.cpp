#include "capture/process/attribution.h"

#include "common/sys/output.h"

namespace nd::capture {
namespace {

// Only headers are looked at, and each is delivered by itself.
Options scout_options(const Options& options) {
  Options scout = options;
  scout.snapshot = 128;
  scout.immediate = true;
  scout.buffer_kib = 0;
  scout.says_link_type = false;
  return scout;
}

constexpr const char* kBeginnings =
    "(tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn) or (ip6[6] = 6 and ip6[53] & 0x12 = 2) or udp";

}  // namespace

Result<std::unique_ptr<Attribution>> Attribution::start(const Options& options, PacketOwners::Release release) {
  const WantedProcess wanted{.pid = options.pid, .command = options.command, .only = !options.processes};
  Result<ProcessHelper> helper = ProcessHelper::start(wanted, options.user);
  if (!helper) return tl::unexpected(helper.error());
  return std::unique_ptr<Attribution>(new Attribution(options, *std::move(helper), wanted, std::move(release)));
}

Status Attribution::add_scout(const std::string& name, const PacketSource& source) {
  const Options options = scout_options(options_);
  auto device = LiveDevice::open(name, options, true);
  if (!device) return tl::unexpected(device.error());
  auto filter = Filter::compile((*device)->handle(), kBeginnings, true, kNoNetmask);
  if (!filter) return {};
  if (Status set = (*device)->set_filter(*filter); !set) return set;
  (*device)->count_with([] { return DeviceStatistics{}; });  // nobody asks
  scouts_.push_back({.device = *std::move(device), .source = source});
  return {};
}

void Attribution::append_sockets(std::vector<int>& sockets) const {
  for (const Scout& scout : scouts_) sockets.push_back(scout.device->fd());
}

void Attribution::wait_for_helper() {
  constexpr std::chrono::seconds kPatience{2};
  owners_.wait_for_helper(kPatience);
}

Status Attribution::watch(EventLoop& loop, std::function<void()> released) {
  released_ = std::move(released);
  if (Status added = loop.add(owners_.fd(), EPOLLIN, [this](std::uint32_t) { return on_answers(); }); !added)
    return added;
  for (Scout& scout : scouts_) {
    const auto on_readable = [this, &scout, &loop](std::uint32_t) { return on_announcements(scout, loop); };
    if (Status added = loop.add(scout.device->fd(), EPOLLIN, on_readable); !added) return added;
  }
  Result<Timer> timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  deadline_ = *std::move(timer);
  return loop.add(deadline_->fd(), EPOLLIN, [this](std::uint32_t) {
    deadline_->drain();
    deadline_set_ = false;
    return on_answers();
  });
}

Drain Attribution::on_announcements(Scout& scout, EventLoop& loop) {
  constexpr int kBudget = 256;
  const Result<int> got =
      scout.device->drain(kBudget, [&](const Packet& packet) { owners_.announce(packet, scout.source); });
  if (got) return *got > 0 ? Drain::kMore : Drain::kEmpty;
  loop.remove(scout.device->fd());  // the device itself tells what is wrong with it
  return Drain::kEmpty;
}

Drain Attribution::on_answers() {
  owners_.on_answers();
  released_();
  set_deadline();
  return Drain::kEmpty;
}

void Attribution::set_deadline() {
  if (deadline_set_ || !deadline_) return;
  const auto when = owners_.deadline();
  if (!when) return;
  deadline_set_ = deadline_->set(*when).has_value();
}

void Attribution::take(const Packet& packet, const PacketSource& source) {
  owners_.take(packet, source);
  set_deadline();
}

void Attribution::finish(bool at_once) {
  constexpr std::chrono::milliseconds kPatience{500};
  owners_.finish(at_once ? std::chrono::milliseconds(0) : kPatience);
  const std::uint64_t left_out = owners_.left_out_unknown();
  if (left_out == 0) return;
  complain("mycap", std::to_string(left_out) + (left_out == 1 ? " packet" : " packets") +
                        " left out whose process could not be told");
}

}  // namespace nd::capture
