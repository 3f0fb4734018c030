#include "ping/statistics_text.h"

#include <algorithm>
#include <cmath>

namespace nd::ping {
namespace {

constexpr std::size_t kRows = 12;
constexpr std::size_t kBarWidth = 40;

void append_percentiles(TextBuffer& out, const RttDistribution& rtts) {
  out.put("p50/p90/p95/p99 = ");
  std::string_view slash;
  for (const int percent : {50, 90, 95, 99}) {
    out.put(slash);
    append_milliseconds(out, rtts.percentile(percent));
    slash = "/";
  }
  out.put(" ms");
}

void append_histogram(TextBuffer& out, const RttDistribution& rtts) {
  const auto rows = rtts.histogram(kRows);
  const auto fullest =
      std::max_element(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.count < b.count; });
  for (const auto& row : rows) {
    TextBuffer range(64), below(32);
    append_milliseconds(range, row.from), append_milliseconds(below, row.below);
    out.right(range.view(), 10).put(" - ").right(below.view(), 10).put(" ms ").dec(row.count, 8).put(' ');
    // A row that has anything has a bar.
    const std::size_t bar = static_cast<std::size_t>(std::ceil(
        static_cast<double>(row.count) * static_cast<double>(kBarWidth) / static_cast<double>(fullest->count)));
    out.fill(bar, '#').put('\n');
  }
}

}  // namespace

void append_milliseconds(TextBuffer& out, std::int64_t us) { out.dec(us / 1000).put('.').dec(us % 1000, 3, '0'); }

void append_statistics(TextBuffer& out, const RttDistribution& rtts) {
  if (rtts.count() == 0) return;
  out.put("rtt ");
  append_percentiles(out, rtts);
  out.put(", jitter avg/max = ");
  append_milliseconds(out, std::llround(rtts.mean_jitter())), out.put('/');
  append_milliseconds(out, rtts.most_jitter());
  out.put(" ms\n");
  append_histogram(out, rtts);
}

void append_report(TextBuffer& out, const EchoSession& session) {
  const SessionCounts& counts = session.counts();
  const std::uint64_t lost = session.lost_so_far();
  out.put("report: ").dec(counts.transmitted).put(" transmitted, ").dec(counts.received).put(" received, ");
  out.dec(lost).put(" lost");
  const RttSummary& rtts = session.rtts();
  if (counts.received > 0) {
    out.put(", rtt min/avg/max/mdev = ");
    append_milliseconds(out, rtts.min()), out.put('/');
    append_milliseconds(out, rtts.average()), out.put('/');
    append_milliseconds(out, rtts.max()), out.put('/');
    append_milliseconds(out, rtts.deviation()), out.put(" ms, ");
    append_percentiles(out, session.distribution());
  }
  out.put('\n');
}

}  // namespace nd::ping
