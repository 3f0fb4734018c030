#include "ping/sweep_report.h"

#include <algorithm>
#include <cstring>

#include "common/base/escape.h"
#include "common/base/sort.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::ping {
namespace {

// fping's three digits or so, whole ones in front kept.
void append_time(TextBuffer& out, std::chrono::nanoseconds time) {
  const std::int64_t us = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  const int decimals = us < 1000 ? 3 : us < 10000 ? 2 : us < 100000 ? 1 : 0;
  std::int64_t unit = 1000;
  for (int i = 0; i < decimals; ++i) unit /= 10;
  const std::int64_t scaled = (us + unit / 2) / unit;
  const std::int64_t whole = 1000 / unit;
  out.dec(scaled / whole);
  if (decimals > 0) out.put('.').dec(scaled % whole, static_cast<std::size_t>(decimals), '0');
}

unsigned loss_percent(const SweepTally& tally) {
  return tally.sent == 0 ? 0 : (tally.sent - tally.received) * 100 / tally.sent;
}

std::chrono::nanoseconds average(const SweepTally& tally) { return tally.sum / std::max(1U, tally.received); }

std::string time_text(std::chrono::nanoseconds time) {
  TextBuffer text(32);
  append_time(text, time);
  return std::string(text.view());
}

void append_host(TextBuffer& out, const SweepResult& result) {
  if (result.name.empty()) {
    append_address(out, result.address);
  } else {
    append_escaped(out, result.name);
  }
}

void put_time(JsonWriter& json) { json.time_field("time", std::chrono::system_clock::now().time_since_epoch()); }

std::string_view code_of(UnknownTarget::Why why) {
  switch (why) {
    case UnknownTarget::Why::kUnknownHost:
      return "unknown_host";
    case UnknownTarget::Why::kMalformed:
      return "malformed";
    case UnknownTarget::Why::kOtherFamily:
      return "other_family";
  }
  return "unknown_host";
}

}  // namespace

bool shows_times(const Options& options) { return !options.quiet && (options.json || options.table || options.count); }

void SweepTally::add(const Rtt& rtt) {
  min = received == 0 ? rtt.time : std::min(min, rtt.time);
  max = std::max(max, rtt.time);
  sum += rtt.time;
  resolution = std::max(resolution, rtt.resolution);
  ++received;
}

SweepReport::SweepReport(OutputBuffer& out, const Options& options, ScopeNames scopes)
    : out_(out),
      options_(options),
      scopes_(std::move(scopes)),
      table_({{"Host", Align::kLeft},
              {"State", Align::kLeft},
              {"Sent", Align::kRight},
              {"Received", Align::kRight},
              {"Loss%", Align::kRight},
              {"Min", Align::kRight},
              {"Avg", Align::kRight},
              {"Max", Align::kRight}}) {}

void SweepReport::host(const SweepResult& result) {
  if (options_.quiet) return;
  if (result.alive ? options_.only_unreachable : options_.only_alive) return;
  if (options_.json) {
    put_json(result);
  } else if (options_.table) {
    add_row(result);
  } else {
    put_line(result);
  }
}

void SweepReport::put_json(const SweepResult& result) {
  const SweepTally& tally = result.tally;
  JsonWriter json(out_.text());
  json.begin_line("host");
  put_time(json);
  json.field("address", std::string_view(numeric_text(result.address, scopes_)));
  if (!result.name.empty()) json.foreign_field("host", result.name);
  json.field("alive", result.alive);
  json.field("probes", tally.sent);
  if (options_.count) {
    json.field("received", tally.received);
    json.field("loss_percent", 100.0 * (tally.sent - tally.received) / std::max(1U, tally.sent));
  }
  if (result.alive) {
    json.field("rtt_ms", milliseconds(average(tally)));
    json.field("resolution_ms", milliseconds(tally.resolution));
  }
  if (result.alive && options_.count) {
    json.field("min_ms", milliseconds(tally.min));
    json.field("max_ms", milliseconds(tally.max));
  }
  if (!result.alive) json.field("reason", result.reason);
  if (!result.alive && result.reason_from != nullptr) {
    json.field("reason_from", std::string_view(numeric_text(*result.reason_from, scopes_)));
  }
  json.end_line();
}

void SweepReport::put_line(const SweepResult& result) {
  TextBuffer& out = out_.text();
  append_host(out, result);
  if (!options_.count) {
    const bool bare = options_.only_alive != options_.only_unreachable;
    out.put(bare ? "\n" : result.alive ? " is alive\n" : " is unreachable\n");
    return;
  }
  const SweepTally& tally = result.tally;
  out.put(" : xmt/rcv/%loss = ").dec(tally.sent).put('/').dec(tally.received).put('/');
  out.dec(loss_percent(tally)).put('%');
  if (tally.received > 0) {
    out.put(", min/avg/max = ");
    append_time(out, tally.min), out.put('/');
    append_time(out, average(tally)), out.put('/');
    append_time(out, tally.max);
  }
  out.put('\n');
}

void SweepReport::add_row(const SweepResult& result) {
  TextBuffer host(64);
  append_host(host, result);
  const SweepTally& tally = result.tally;
  std::vector<std::string> cells = {std::string(host.view()), result.alive ? "alive" : std::string(result.reason),
                                    std::to_string(tally.sent), std::to_string(tally.received),
                                    std::to_string(loss_percent(tally))};
  for (const auto time : {tally.min, average(tally), tally.max}) {
    cells.push_back(tally.received == 0 ? std::string("-") : time_text(time));
  }
  rows_.emplace_back(result.address, std::move(cells));
}

void SweepReport::unknown(const UnknownTarget& target) {
  complain("myping", target.text + ": " + target.reason);
  if (!options_.json || options_.quiet) return;
  JsonWriter json(out_.text());
  json.begin_line("unknown");
  put_time(json);
  json.foreign_field("host", target.text);
  json.field("code", code_of(target.why));
  json.field("reason", std::string_view(target.reason));
  json.end_line();
}

void SweepReport::cause(const SweepCause& cause, const IpAddress& target) {
  if (!tells_causes()) return;
  TextBuffer line(128);
  append_cause(line, cause, target);
  line.put('\n');
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

void SweepReport::send_failure(const IpAddress& target, int error) {
  if (!tells_causes()) return;
  TextBuffer line(128);
  append_address(line, target);
  line.put(": error while sending ping: ").put(std::strerror(error)).put('\n');
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

void SweepReport::put_summary(const SweepCounts& counts, double not_asked, std::chrono::nanoseconds took) {
  constexpr double kExact = 9e15;  // whole numbers up to there are themselves
  JsonWriter json(out_.text());
  json.begin_line("sweep_summary");
  put_time(json);
  json.field("targets", counts.targets);
  json.field("alive", counts.alive);
  json.field("unreachable", counts.unreachable);
  json.field("unknown_names", counts.unknown);
  if (not_asked < kExact) {
    json.field("not_asked", static_cast<std::uint64_t>(not_asked));
  } else {
    json.field("not_asked", not_asked);
  }
  json.field("probes", counts.sent);
  json.field("duplicates", counts.duplicates);
  json.field("late", counts.late);
  json.field("duration_ms", milliseconds(took));
  json.null_field("verdict");
  json.end_line();
}

void SweepReport::end(const SweepCounts& counts, double not_asked, std::chrono::nanoseconds took) {
  if (options_.json) return put_summary(counts, not_asked, took);
  TextBuffer& out = out_.text();
  sort_by(rows_, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& row : rows_) table_.add(std::move(row.second));
  if (options_.table) table_.print(out);
  TextBuffer line(128);
  line.dec(counts.targets).put(" targets, ").dec(counts.alive).put(" alive, ").dec(counts.unreachable);
  line.put(" unreachable, ").dec(counts.sent).put(" probes, ");
  if (counts.late > 0) line.dec(counts.late).put(" late, ");
  if (counts.duplicates > 0) line.dec(counts.duplicates).put(" duplicates, ");
  line.put("time ").dec(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()).put("ms\n");
  if (options_.quiet) {
    out.put(line.view());
    return;
  }
  static_cast<void>(out_.flush());
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

}  // namespace nd::ping
