#include "capture/device_list.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/escape.h"
#include "common/base/number.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {
namespace {

struct Flag {
  bpf_u_int32 bit;
  std::string_view name;
};
constexpr Flag kFlags[] = {
    {PCAP_IF_UP, "Up"}, {PCAP_IF_RUNNING, "Running"}, {PCAP_IF_LOOPBACK, "Loopback"}, {PCAP_IF_WIRELESS, "Wireless"}};

std::string_view connection(bpf_u_int32 flags) {
  const bool wireless = (flags & PCAP_IF_WIRELESS) != 0;
  switch (flags & PCAP_IF_CONNECTION_STATUS) {
    case PCAP_IF_CONNECTION_STATUS_UNKNOWN:
      return wireless ? ", Association status unknown" : ", Connection status unknown";
    case PCAP_IF_CONNECTION_STATUS_CONNECTED:
      return wireless ? ", Associated" : ", Connected";
    case PCAP_IF_CONNECTION_STATUS_DISCONNECTED:
      return wireless ? ", Not associated" : ", Disconnected";
    default:
      return {};
  }
}

void append_flags(TextBuffer& out, bpf_u_int32 flags) {
  out.put(" [");
  bool first = true;
  for (const Flag& flag : kFlags) {
    if ((flags & flag.bit) == 0) continue;
    if (!first) out.put(", ");
    out.put(flag.name);
    first = false;
  }
  if (first) out.put("none");
  out.put(connection(flags)).put(']');
}

}  // namespace

Result<DeviceList> find_devices() {
  char error[PCAP_ERRBUF_SIZE] = "";
  pcap_if_t* found = nullptr;
  if (pcap_findalldevs(&found, error) < 0) return input_failure({}, error);
  return DeviceList(found);
}

Result<std::string> device_name(const std::string& typed) {
  const auto number = parse_number<unsigned>(typed);
  if (!typed.empty() && !number) return typed;
  const Result<DeviceList> devices = find_devices();
  if (!devices) return tl::unexpected(devices.error());
  const pcap_if_t* device = devices->get();
  if (typed.empty()) {
    if (device == nullptr) return input_failure({}, "no suitable device found", "try -D; run as root to see devices");
    return std::string(device->name);
  }
  for (unsigned i = 1; i < *number && device != nullptr; ++i) device = device->next;
  if (*number == 0 || device == nullptr) return input_failure({}, "Invalid adapter index", "see -D for the list");
  return std::string(device->name);
}

std::optional<std::array<std::uint8_t, 6>> hardware_address(const std::string& device) {
  ifreq request{};
  if (device.size() >= sizeof request.ifr_name) return std::nullopt;
  device.copy(request.ifr_name, device.size());
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::ioctl(socket.get(), SIOCGIFHWADDR, &request) != 0) return std::nullopt;
  const sockaddr& address = request.ifr_hwaddr;
  if (address.sa_family != ARPHRD_ETHER && address.sa_family != ARPHRD_LOOPBACK) return std::nullopt;
  std::array<std::uint8_t, 6> bytes{};
  std::copy_n(reinterpret_cast<const std::uint8_t*>(address.sa_data), bytes.size(), bytes.begin());
  return bytes;
}

bool is_plain_ethernet(const std::string& device) {
  if (!hardware_address(device)) return false;
  // A switch's port with the switch's own tag in front of each frame.
  return ::access(("/sys/class/net/" + device + "/dsa/tagging").c_str(), F_OK) != 0;
}

void append_devices(TextBuffer& out, const pcap_if_t* devices) {
  unsigned number = 0;
  for (const pcap_if_t* device = devices; device != nullptr; device = device->next) {
    out.dec(++number).put('.');
    append_escaped(out, device->name);
    if (device->description != nullptr) {
      out.put(" (");
      append_escaped(out, device->description);
      out.put(')');
    }
    if (device->flags != 0) append_flags(out, device->flags);
    out.put('\n');
  }
}

Status append_link_types(TextBuffer& out, pcap_t* handle, const std::string& device, bool monitor_mode) {
  int* types = nullptr;
  const int count = pcap_list_datalinks(handle, &types);
  if (count < 0) return input_failure({}, pcap_geterr(handle));
  out.put("Data link types for ");
  append_escaped(out, device);
  out.put(monitor_mode ? " when in monitor mode" : "").put(" (use option -y to set):\n");
  for (int i = 0; i < count; ++i) {
    const char* name = pcap_datalink_val_to_name(types[i]);
    if (name == nullptr) {
      out.put("  ").dec(types[i]).put(" (printing not supported)\n");
      continue;
    }
    out.put("  ")
        .put(std::string_view(name))
        .put(" (")
        .put(std::string_view(pcap_datalink_val_to_description(types[i])));
    out.put(")\n");
  }
  pcap_free_datalinks(types);
  return {};
}

Status append_timestamp_types(TextBuffer& out, pcap_t* handle, const std::string& device) {
  int* types = nullptr;
  const int count = pcap_list_tstamp_types(handle, &types);
  if (count < 0) return input_failure({}, pcap_geterr(handle));
  if (count == 0) {
    out.put("Time stamp type cannot be set for ");
    append_escaped(out, device);
    out.put('\n');
    return {};
  }
  out.put("Time stamp types for ");
  append_escaped(out, device);
  out.put(" (use option -j to set):\n");
  for (int i = 0; i < count; ++i) {
    const char* name = pcap_tstamp_type_val_to_name(types[i]);
    const char* description = pcap_tstamp_type_val_to_description(types[i]);
    out.put("  ");
    if (name != nullptr) {
      out.put(std::string_view(name))
          .put(" (")
          .put(std::string_view(description != nullptr ? description : ""))
          .put(")\n");
    } else {
      out.dec(types[i]).put('\n');
    }
  }
  pcap_free_tstamp_types(types);
  return {};
}

}  // namespace nd::capture
