// The smaller tables under /proc/net, each parser on the same bytes.
#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_net_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  static_cast<void>(nd::parse_packet_table(text));
  static_cast<void>(nd::parse_netlink_table(text));
  static_cast<void>(nd::parse_route_table(text));
  static_cast<void>(nd::parse_route6_table(text));
  static_cast<void>(nd::parse_interface_table(text));
  static_cast<void>(nd::parse_igmp_table(text));
  static_cast<void>(nd::parse_igmp6_table(text));
  static_cast<void>(nd::parse_if_inet6_table(text));
  return 0;
}
