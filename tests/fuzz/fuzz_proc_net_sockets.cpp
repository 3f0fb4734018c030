// Rows of the socket tables: whatever stands there, a row is whole or refused.
#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_net_sockets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  using nd::Family;
  using nd::InetProtocol;
  nd::for_each_line(text, [](std::string_view line) {
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      for (const InetProtocol protocol : {InetProtocol::kTcp, InetProtocol::kUdp, InetProtocol::kRaw}) {
        const auto row = nd::parse_socket_row(line, {protocol, family});
        if (row && (row->family != family || row->protocol != protocol)) __builtin_trap();
      }
    }
  });
  return 0;
}
