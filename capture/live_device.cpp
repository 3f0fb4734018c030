#include "capture/live_device.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "common/sys/output.h"

namespace nd::capture {
namespace {

constexpr std::string_view kPermissionRemedy =
    "run as root, or give the program its capabilities: setcap cap_net_raw,cap_net_admin+ep";

Failure failed_activation(const std::string& name, pcap_t* handle, int status) {
  const std::string detail = pcap_geterr(handle);
  if (status == PCAP_ERROR) return input_failure({}, detail);
  const std::string reason = pcap_statustostr(status);
  if (status == PCAP_ERROR_PERM_DENIED) return input_failure(name, reason, std::string(kPermissionRemedy));
  if (status == PCAP_ERROR_NO_SUCH_DEVICE) return input_failure(name, reason, "see -D for the list");
  return input_failure(name, reason, detail == reason ? std::string() : detail);
}

void warn_of_activation(const std::string& name, pcap_t* handle, int status) {
  const std::string detail = pcap_geterr(handle);
  std::string text = "WARNING: ";
  if (status == PCAP_WARNING) {
    text += detail;
  } else {
    text += name + ": " + pcap_statustostr(status);
    if (status == PCAP_WARNING_PROMISC_NOTSUP && !detail.empty()) text += " (" + detail + ")";
  }
  complain("mycap", text);
}

// A device without the type captures all the same, with the one it has.
Status set_timestamp_type(pcap_t* handle, const std::string& device, const std::string& type) {
  const int value = pcap_tstamp_type_name_to_val(type.c_str());  // checked when options were settled
  const int status = pcap_set_tstamp_type(handle, value);
  if (status == 0) return {};
  const std::string what =
      "When trying to set timestamp type '" + type + "' on " + device + ": " + pcap_statustostr(status);
  if (status < 0) return input_failure({}, what);
  complain("mycap", "WARNING: " + what);
  return {};
}

// How long the kernel gathers packets before it wakes us.
std::chrono::milliseconds patience_of(bool timely) { return std::chrono::milliseconds(timely ? 100 : 1000); }

Status set_options(pcap_t* handle, const std::string& device, const Options& options, bool timely) {
  if (!options.timestamp_type.empty()) {
    if (Status set = set_timestamp_type(handle, device, options.timestamp_type); !set) return set;
  }
  if (options.nanoseconds && pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO) != 0)
    return input_failure({}, "the device has no time stamps in nanoseconds");
  if (options.immediate) pcap_set_immediate_mode(handle, 1);
  if (options.monitor_mode) {
    const int possible = pcap_can_set_rfmon(handle);
    if (possible == 0) return input_failure(device, pcap_statustostr(PCAP_ERROR_RFMON_NOTSUP));
    if (possible < 0) return input_failure(device, pcap_statustostr(possible), pcap_geterr(handle));
    pcap_set_rfmon(handle, 1);
  }
  pcap_set_snaplen(handle, options.snapshot);
  pcap_set_promisc(handle, options.not_promiscuous ? 0 : 1);
  pcap_set_timeout(handle, static_cast<int>(patience_of(timely).count()));
  if (options.buffer_kib > 0) pcap_set_buffer_size(handle, options.buffer_kib * 1024);
  return {};
}

Status set_link_type(pcap_t* handle, const std::string& device, const Options& options) {
  int type = -1;
  if (options.list_link_types) return {};
  if (!options.link_type.empty()) {
    type = pcap_datalink_name_to_val(options.link_type.c_str());  // checked when options were settled
  } else if (device == "any" && (options.interfaces.empty() || options.interface() == device)) {
    type = DLT_LINUX_SLL2;  // it tells the interface of each packet; the peer does without for a number of -D
  }
  if (type < 0) return {};
  if (pcap_set_datalink(handle, type) < 0) {
    if (options.link_type.empty()) return {};
    return input_failure({}, pcap_geterr(handle));
  }
  if (options.says_link_type) complain("mycap", std::string("data link type ") + pcap_datalink_val_to_name(type));
  return {};
}

Status set_direction(pcap_t* handle, const Options& options) {
  if (!options.direction_given) return {};
  constexpr pcap_direction_t kDirections[] = {PCAP_D_INOUT, PCAP_D_IN, PCAP_D_OUT};
  if (pcap_setdirection(handle, kDirections[static_cast<int>(options.direction)]) == 0) return {};
  return input_failure({}, std::string("pcap_setdirection() failed: ") + pcap_geterr(handle));
}

}  // namespace

Result<PcapHandle> LiveDevice::create_handle(const std::string& name) {
  char error[PCAP_ERRBUF_SIZE] = "";
  PcapHandle handle(pcap_create(name.c_str(), error));
  if (handle == nullptr) return input_failure({}, error);
  return handle;
}

Result<std::unique_ptr<LiveDevice>> LiveDevice::open(const std::string& name, const Options& options, bool timely) {
  Result<PcapHandle> handle = create_handle(name);
  if (!handle) return tl::unexpected(handle.error());
  pcap_t* raw = handle->get();
  if (Status set = set_options(raw, name, options, timely); !set) return tl::unexpected(set.error());
  const int status = pcap_activate(raw);
  if (status < 0) return failed_activation(name, raw, status);
  if (status > 0) warn_of_activation(name, raw, status);
  if (Status set = set_link_type(raw, name, options); !set) return tl::unexpected(set.error());
  if (Status set = set_direction(raw, options); !set) return tl::unexpected(set.error());
  char error[PCAP_ERRBUF_SIZE] = "";
  if (pcap_setnonblock(raw, 1, error) < 0) return input_failure(name, error);
  return std::unique_ptr<LiveDevice>(
      new LiveDevice(std::move(*handle), name, options.nanoseconds, patience_of(timely)));
}

Status LiveDevice::set_filter(Filter& filter) {
  if (pcap_setfilter(handle_.get(), filter.program()) < 0) return input_failure({}, pcap_geterr(handle_.get()));
  return {};
}

Result<int> LiveDevice::drain(int budget, const OnPacket& f) {
  struct Call {
    const OnPacket& f;
    std::uint64_t unit;
  } call{f, nanoseconds_ ? 1U : 1000U};
  const auto on_packet = [](u_char* user, const pcap_pkthdr* header, const u_char* data) {
    const Call& to = *reinterpret_cast<const Call*>(user);
    to.f({.seconds = header->ts.tv_sec,
          .nanoseconds = static_cast<std::uint64_t>(header->ts.tv_usec) * to.unit,
          .captured = header->caplen,
          .length = header->len,
          .data = data});
  };
  const int got = pcap_dispatch(handle_.get(), budget, on_packet, reinterpret_cast<u_char*>(&call));
  if (got == PCAP_ERROR_BREAK) return 0;
  if (got < 0) return input_failure({}, std::string("pcap_loop: ") + pcap_geterr(handle_.get()));
  // Long before a counter can wrap for the second time.
  constexpr std::uint32_t kOften = 1U << 16;
  handed_out_ += static_cast<std::uint64_t>(got);
  unread_packets_ += static_cast<std::uint32_t>(got);
  if (unread_packets_ >= kOften) static_cast<void>(statistics());
  return got;
}

void LiveDevice::take_no_more() const {
  sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
  const sock_fprog program{.len = 1, .filter = &nothing};
  static_cast<void>(::setsockopt(fd(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
}

// Of a packet on the loopback device there are two, one of which libpcap passes over.
bool LiveDevice::is_empty() {
  const Result<DeviceStatistics> counts = statistics();
  if (!counts) return false;
  const std::uint64_t taken = counts->received - std::min(counts->received, counts->dropped);
  return taken == handed_out_ || (name_ == "lo" && counts->dropped == 0 && taken == 2 * handed_out_);
}

std::string_view LiveDevice::packet_type(const Packet& packet) const {
  if (!mac_ || packet.captured < 2 * mac_->size() || pcap_datalink(handle_.get()) != DLT_EN10MB) return {};
  const std::span destination(packet.data, mac_->size());
  const std::span source(packet.data + mac_->size(), mac_->size());
  const bool loopback = std::all_of(mac_->begin(), mac_->end(), [](std::uint8_t byte) { return byte == 0; });
  if (!loopback && std::equal(source.begin(), source.end(), mac_->begin())) return "Out";
  if (std::equal(destination.begin(), destination.end(), mac_->begin())) return "In";
  if (std::all_of(destination.begin(), destination.end(), [](std::uint8_t byte) { return byte == 0xff; })) return "B";
  return (destination[0] & 1) != 0 ? "M" : "P";
}

Result<DeviceStatistics> LiveDevice::statistics() {
  unread_packets_ = 0;
  if (counter_) return counter_();
  pcap_stat stats{};
  if (pcap_stats(handle_.get(), &stats) < 0)
    return input_failure({}, std::string("pcap_stats: ") + pcap_geterr(handle_.get()));
  statistics_ = {.received = widened(statistics_.received, stats.ps_recv),
                 .dropped = widened(statistics_.dropped, stats.ps_drop),
                 .interface_dropped = widened(statistics_.interface_dropped, stats.ps_ifdrop)};
  return statistics_;
}

}  // namespace nd::capture
