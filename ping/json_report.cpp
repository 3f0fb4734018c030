#include "ping/json_report.h"

#include <chrono>
#include <cstring>

#include "ping/icmp_text.h"
#include "ping/ip_options.h"

namespace nd::ping {
namespace {

double from_microseconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e3; }

std::string_view name_of(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::kCounted:
      return "reply";
    case ReplyKind::kDuplicate:
      return "duplicate";
    case ReplyKind::kBadChecksum:
      return "bad_checksum";
    case ReplyKind::kWrongCookie:
      return "wrong_cookie";
    case ReplyKind::kWrongSource:
      return "wrong_source";
    case ReplyKind::kNotSent:
      return "not_sent";
  }
  return "reply";
}

std::string_view name_of(RttSource source) {
  switch (source) {
    case RttSource::kHardware:
      return "hardware";
    case RttSource::kKernelBothWays:
      return "kernel";
    case RttSource::kKernelReceive:
      return "kernel_receive";
    case RttSource::kUser:
      return "user";
  }
  return "user";
}

void put_rtt(JsonWriter& json, const std::optional<Rtt>& rtt) {
  if (!rtt) {
    json.null_field("rtt_ms");
    return;
  }
  json.field("rtt_ms", milliseconds(rtt->time));
  json.field("resolution_ms", milliseconds(rtt->resolution));
  json.field("clock", name_of(rtt->source));
}

void put_verdict(JsonWriter& json, const std::optional<Verdict>& verdict) {
  if (!verdict) {
    json.null_field("verdict");
    return;
  }
  json.begin_object("verdict");
  json.field("code", verdict->code);
  json.foreign_field("text", verdict->text);
  json.end_object();
}

void put_histogram(JsonWriter& json, const RttDistribution& rtts) {
  json.begin_array("histogram");
  for (const auto& row : rtts.histogram(64)) {
    json.begin_object();
    json.field("from_ms", from_microseconds(row.from));
    json.field("below_ms", from_microseconds(row.below));
    json.field("count", row.count);
    json.end_object();
  }
  json.end_array();
}

void put_figures(JsonWriter& json, const EchoSession& session, bool histogram) {
  const RttSummary& rtts = session.rtts();
  const RttDistribution& spread = session.distribution();
  if (rtts.count() == 0) {
    json.null_field("rtt_ms");
    return;
  }
  json.begin_object("rtt_ms");
  json.field("min", from_microseconds(rtts.min()));
  json.field("avg", from_microseconds(rtts.average()));
  json.field("max", from_microseconds(rtts.max()));
  json.field("mdev", from_microseconds(rtts.deviation()));
  json.field("p50", from_microseconds(spread.percentile(50)));
  json.field("p90", from_microseconds(spread.percentile(90)));
  json.field("p95", from_microseconds(spread.percentile(95)));
  json.field("p99", from_microseconds(spread.percentile(99)));
  json.field("jitter_avg", spread.mean_jitter() / 1e3);
  json.field("jitter_max", from_microseconds(spread.most_jitter()));
  if (histogram) put_histogram(json, spread);
  json.end_object();
}

}  // namespace

void JsonReport::begin(std::string_view type) {
  json_.begin_line(type);
  json_.time_field("time", std::chrono::system_clock::now().time_since_epoch());
}

void JsonReport::start(const StartReport& start) {
  begin("start");
  json_.foreign_field("host", start.target.typed);
  json_.foreign_field("canonical", start.target.canonical);
  json_.field("address", std::string_view(numeric_text(start.target.address, scopes_)));
  json_.field("source", std::string_view(numeric_text(start.source, scopes_)));
  if (start.device.empty()) {
    json_.null_field("device");
  } else {
    json_.foreign_field("device", start.device);
  }
  json_.field("bytes", start.size);
  json_.field("interval_ms", milliseconds(start.interval));
  json_.field("socket", start.raw ? "raw" : "datagram");
  json_.field("ident", start.ident);
  json_.end_line();
}

void JsonReport::reply(const ReplyReport& reply) {
  if (only_changes_) return;
  const bool counted = reply.verdict.kind == ReplyKind::kCounted;
  const bool duplicate = reply.verdict.kind == ReplyKind::kDuplicate;
  begin(counted ? "reply" : duplicate ? "duplicate" : "rejected");
  if (!counted && !duplicate) json_.field("why", name_of(reply.verdict.kind));
  json_.field("seq", reply.verdict.index);
  json_.field("address", std::string_view(numeric_text(reply.from, scopes_)));
  json_.field("bytes", reply.bytes);
  if (reply.ttl) {
    json_.field("ttl", *reply.ttl);
  } else {
    json_.null_field("ttl");
  }
  put_rtt(json_, reply.verdict.rtt);
  json_.field("truncated", reply.truncated);
  json_.field("payload_intact", !reply.wrong_byte.has_value());
  if (counted || duplicate) json_ip_options(json_, reply.ip_options);
  json_.end_line();
}

void JsonReport::icmp_error(const IcmpErrorReport& error) {
  if (only_changes_) return;
  begin("error");
  json_.field("origin", error.notice ? "notice" : "icmp");
  json_.field("seq", error.index);
  json_.field("address", std::string_view(numeric_text(error.from, scopes_)));
  json_.field("icmp_type", error.type);
  json_.field("icmp_code", error.code);
  json_.field("icmp_info", error.info);
  TextBuffer text(128);
  append_icmp_text(text, error.family, error.type, error.code, error.info);
  json_.field("text", text.view());
  json_.end_line();
}

void JsonReport::local_error(const LocalErrorReport& error) {
  if (only_changes_) return;
  begin("error");
  json_.field("origin", "local");
  json_.field("seq", error.index);
  json_.field("errno", error.code);
  if (error.mtu != 0) json_.field("mtu", error.mtu);
  json_.field("text", std::string_view(std::strerror(error.code)));
  json_.end_line();
}

void JsonReport::progress(const EchoSession& session) {
  const SessionCounts& counts = session.counts();
  begin("report");
  json_.field("transmitted", counts.transmitted);
  json_.field("received", counts.received);
  json_.field("lost", session.lost_so_far());
  put_figures(json_, session, false);
  json_.end_line();
}

void JsonReport::changed(const ChangeReport& change) {
  if (!only_changes_) return;
  begin("change");
  json_.field("state", change.up ? "up" : "down");
  json_.field("seq", change.index);
  if (change.lasted) {
    json_.field("lasted_ms", milliseconds(*change.lasted));
  } else {
    json_.null_field("lasted_ms");
  }
  json_.end_line();
}

void JsonReport::lost(std::uint64_t index) {
  if (only_changes_) return;
  begin("timeout");
  json_.field("seq", index);
  json_.end_line();
}

void JsonReport::summary(const SummaryReport& summary) {
  put_summary(summary);
  static_cast<void>(out_.flush());  // a failure is kept, for whoever flushes last
  if (summary.verdict) complain("myping", summary.verdict->text);
}

void JsonReport::put_summary(const SummaryReport& summary) {
  if (summary.path != nullptr) json_explanation(json_, *summary.path);
  if (summary.hops != nullptr) json_trace(json_, *summary.hops, scopes_);
  const SessionCounts& counts = summary.figures.session.counts();
  begin("summary");
  json_.foreign_field("host", summary.figures.target.typed);
  if (summary.figures.target.address) {
    json_.field("address", std::string_view(numeric_text(summary.figures.target.address, scopes_)));
  } else {
    json_.null_field("address");
  }
  json_.field("transmitted", counts.transmitted);
  json_.field("received", counts.received);
  json_.field("duplicates", counts.duplicates);
  json_.field("corrupted", counts.corrupted);
  json_.field("errors", counts.errors);
  json_.field("rejected", counts.strangers);
  const double sent = static_cast<double>(counts.transmitted);
  json_.field("loss_percent",
              counts.transmitted == 0 ? 0.0 : 100.0 * (sent - static_cast<double>(counts.received)) / sent);
  json_.field("duration_ms", milliseconds(summary.figures.session.span()));
  put_figures(json_, summary.figures.session, histogram_);
  put_verdict(json_, summary.verdict);
  json_.end_line();
}

void json_refusal(const Options& options, const Refusal& refusal) {
  const std::optional<Verdict> why = Verdict{refusal.no_route ? "no_route" : refusal.code, refusal.message};
  OutputBuffer out;
  if (options.sweep) {
    JsonWriter json(out.text());
    json.begin_line("sweep_summary");
    json.time_field("time", std::chrono::system_clock::now().time_since_epoch());
    for (const char* count :
         {"targets", "alive", "unreachable", "unknown_names", "not_asked", "probes", "duplicates", "late"}) {
      json.field(count, 0);
    }
    json.field("duration_ms", 0.0);
    put_verdict(json, why);
    json.end_line();
  } else {
    Target target;
    target.typed = options.target;
    const EchoSession nothing({}, monotonic_now());
    const ScopeNames scopes;
    JsonReport(out, scopes)
        .put_summary({.figures = {.target = target, .session = nothing}, .path = nullptr, .verdict = why});
  }
  if (const Status flushed = out.flush(); !flushed) complain("myping", flushed.error().message());
}

}  // namespace nd::ping
