// --process, --pid and --comm of a live capture: between its devices and its output. Beside each device a second, small
// capture tells at once of connections that begin and of datagrams, because the packets themselves come in blocks, up
// to a second late, when a short-lived process is long gone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "capture/live_device.h"
#include "capture/process/packet_owners.h"
#include "common/sys/event_loop.h"

namespace nd::capture {

class Attribution {
 public:
  // Starts the helper: before devices are opened and rights given up. `options` must outlive it.
  static Result<std::unique_ptr<Attribution>> start(const Options& options, PacketOwners::Release release);

  // Once its device is open; a device whose packets the scout's filter does not fit does without.
  Status add_scout(const std::string& name, const PacketSource& source);
  // Those of its devices.
  void append_sockets(std::vector<int>& sockets) const;
  // Waits, for a bounded time, until it is known whose the connections are that exist already.
  void wait_for_helper();
  // `released`: packets went out that waited for an answer.
  Status watch(EventLoop& loop, std::function<void()> released);

  void take(const Packet& packet, const PacketSource& source);
  // What still waits goes out, at once or when it was answered, and standard error is told of what had to be left out.
  void finish(bool at_once);

 private:
  struct Scout {
    std::unique_ptr<LiveDevice> device;
    PacketSource source;
  };
  Attribution(const Options& options, ProcessHelper helper, const WantedProcess& wanted, PacketOwners::Release release)
      : options_(options), owners_(std::move(helper), wanted, std::move(release)) {}
  Drain on_announcements(Scout& scout, EventLoop& loop);
  Drain on_answers();
  void set_deadline();

  const Options& options_;
  PacketOwners owners_;
  std::vector<Scout> scouts_;
  std::optional<Timer> deadline_;
  bool deadline_set_ = false;
  std::function<void()> released_;
};

}  // namespace nd::capture
