// One device being captured on: libpcap's ring, read without blocking until it is empty.
#pragma once

#include <net/if.h>
#include <pcap/pcap.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "capture/device_list.h"
#include "capture/filter.h"
#include "capture/options.h"
#include "capture/packet.h"
#include "common/base/result.h"

namespace nd::capture {

struct PcapCloser {
  void operator()(pcap_t* handle) const { pcap_close(handle); }
};
using PcapHandle = std::unique_ptr<pcap_t, PcapCloser>;

struct DeviceStatistics {
  std::uint64_t received = 0;
  std::uint64_t dropped = 0;            // by the kernel: the ring was full
  std::uint64_t interface_dropped = 0;  // by the interface
};

// The 64-bit counter that was `known` when libpcap's counter of 32 bits, which wraps, was looked at last.
constexpr std::uint64_t widened(std::uint64_t known, std::uint32_t now) {
  return known + static_cast<std::uint32_t>(now - static_cast<std::uint32_t>(known));
}

class LiveDevice {
 public:
  // A handle for the device's properties alone.
  static Result<PcapHandle> create_handle(const std::string& name);
  // Opened and activated as the options say. `timely`: somebody watches the output as it comes.
  static Result<std::unique_ptr<LiveDevice>> open(const std::string& name, const Options& options, bool timely);

  const std::string& name() const { return name_; }
  // The interface's index; 0: it is not one (any).
  std::uint32_t index() const { return index_; }
  pcap_t* handle() const { return handle_.get(); }
  int fd() const { return pcap_get_selectable_fd(handle_.get()); }
  Status set_filter(Filter& filter);

  // Calls `f` with up to `budget` packets that wait. Returns how many there were: 0, the ring is empty.
  using OnPacket = std::function<void(const Packet&)>;
  Result<int> drain(int budget, const OnPacket& f);
  // No further packet is handed out by the drain() that is under way.
  void stop() { pcap_breakloop(handle_.get()); }

  // How long the kernel may keep a packet to itself before it hands out its block.
  std::chrono::milliseconds patience() const { return patience_; }
  void take_no_more() const;
  // See LiveDevices.
  bool is_empty();

  // The kernel's type of an Ethernet packet as its addresses tell it: In, Out, B(roadcast), M(ulticast) or P: another
  // host's. Empty on other links.
  std::string_view packet_type(const Packet& packet) const;

  // Since the device was opened.
  using Statistics = std::function<Result<DeviceStatistics>()>;
  Result<DeviceStatistics> statistics();
  // From here on that is who knows: libpcap reads some of it from files.
  void count_with(Statistics statistics) { counter_ = std::move(statistics); }

 private:
  LiveDevice(PcapHandle handle, std::string name, bool nanoseconds, std::chrono::milliseconds patience)
      : handle_(std::move(handle)),
        name_(std::move(name)),
        mac_(hardware_address(name_)),
        index_(::if_nametoindex(name_.c_str())),
        nanoseconds_(nanoseconds),
        patience_(patience) {}

  PcapHandle handle_;
  std::string name_;
  std::optional<std::array<std::uint8_t, 6>> mac_;
  std::uint32_t index_;
  bool nanoseconds_;
  std::chrono::milliseconds patience_;
  std::uint64_t handed_out_ = 0;
  DeviceStatistics statistics_;
  Statistics counter_;
  std::uint32_t unread_packets_ = 0;  // since statistics_ was taken
};

}  // namespace nd::capture
