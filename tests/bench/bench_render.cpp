// The renderers that run once a field: escaping, addresses, JSON.
#include <benchmark/benchmark.h>

#include "common/base/escape.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace {

constexpr std::string_view kPath = "/usr/lib/x86_64-linux-gnu/libcrypto.so.3";
constexpr std::uint8_t kAddress[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x35};

void escape_plain_path(benchmark::State& state) {
  nd::TextBuffer out;
  for (auto _ : state) {
    out.clear();
    nd::append_escaped(out, kPath);
    benchmark::DoNotOptimize(out.view().data());
  }
}
BENCHMARK(escape_plain_path);

void address_v4(benchmark::State& state) {
  nd::TextBuffer out;
  for (auto _ : state) {
    out.clear();
    nd::append_ipv4(out, kAddress);
    benchmark::DoNotOptimize(out.view().data());
  }
}
BENCHMARK(address_v4);

void address_v6(benchmark::State& state) {
  nd::TextBuffer out;
  for (auto _ : state) {
    out.clear();
    nd::append_ipv6(out, kAddress);
    benchmark::DoNotOptimize(out.view().data());
  }
}
BENCHMARK(address_v6);

void json_line_of_five_fields(benchmark::State& state) {
  nd::TextBuffer out;
  nd::JsonWriter json(out);
  for (auto _ : state) {
    out.clear();
    json.begin_line("file");
    json.field("pid", 4711);
    json.foreign_field("command", "sleep");
    json.foreign_field("name", kPath);
    json.field("inode", std::uint64_t{1234567});
    json.end_line();
    benchmark::DoNotOptimize(out.view().data());
  }
}
BENCHMARK(json_line_of_five_fields);

}  // namespace
