// A listing of a hundred thousand sockets: what one row costs to read and to know again.
#include <benchmark/benchmark.h>

#include "common/parse/proc_net_sockets.h"
#include "netstat/sources/seen_sockets.h"

namespace {

constexpr std::string_view kRow =
    "  17: 0100007F:1F90 0200000A:C001 01 00000000:00000000 02:00000A2B 00000000  1000        0 1234567 2 "
    "0000000000000000 20 4 30 10 -1                  ";

void parse_row(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(nd::parse_socket_row(kRow, {}));
}
BENCHMARK(parse_row);

void notice_rows(benchmark::State& state) {
  nd::SocketRow row = *nd::parse_socket_row(kRow, {});
  for (auto _ : state) {
    nd::netstat::SeenSockets seen;
    for (std::uint16_t port = 1; port < 50000; ++port) {
      row.remote.port = port;
      benchmark::DoNotOptimize(seen.insert(row));
    }
  }
}
BENCHMARK(notice_rows)->Unit(benchmark::kMillisecond);

}  // namespace
