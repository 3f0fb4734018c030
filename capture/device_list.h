// The devices that can be captured on: -D, -i with a number, the default device, and what one device can do (-L, -J).
#pragma once

#include <pcap/pcap.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/base/text_buffer.h"

namespace nd::capture {

struct DeviceListDeleter {
  void operator()(pcap_if_t* list) const { pcap_freealldevs(list); }
};
using DeviceList = std::unique_ptr<pcap_if_t, DeviceListDeleter>;

Result<DeviceList> find_devices();
// The name to open for what -i said: a number of -D's list, or a name as it is. Empty: the first device of the list.
Result<std::string> device_name(const std::string& typed);

// Of an interface that looks like Ethernet; loopback has one of zeros.
std::optional<std::array<std::uint8_t, 6>> hardware_address(const std::string& device);
// A capture on it has the link type EN10MB, as far as can be told without opening it.
bool is_plain_ethernet(const std::string& device);

void append_devices(TextBuffer& out, const pcap_if_t* devices);
// "Data link types for lo (use option -y to set):" and its lines; `handle` is active.
Status append_link_types(TextBuffer& out, pcap_t* handle, const std::string& device, bool monitor_mode);
// The same for time stamp types; `handle` was created and not activated.
Status append_timestamp_types(TextBuffer& out, pcap_t* handle, const std::string& device);

}  // namespace nd::capture
