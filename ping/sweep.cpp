#include "ping/sweep.h"

#include <csignal>
#include <cstring>

#include "common/base/escape.h"
#include "common/render/address.h"
#include "common/render/json.h"
#include "ping/named_lines.h"

namespace nd::ping {
namespace {

constexpr std::size_t kMostSlots = std::size_t{64} * 65536;
constexpr std::chrono::milliseconds kPause{10};  // after the kernel had no room

SweepPace pace_of(const Options& options) {
  SweepPace pace;
  if (options.linger_given) pace.timeout = options.linger;
  pace.retries = static_cast<unsigned>(options.retries);
  pace.backoff = options.backoff;
  return pace;
}

bool is_no_room(const Error& error) { return error.code == ENOBUFS || error.code == ENOMEM || error.would_block(); }

}  // namespace

Sweep::Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<SweepSocket> v4,
             std::unique_ptr<SweepSocket> v6)
    : options_(options),
      targets_(std::move(targets)),
      v4_(std::move(v4)),
      v6_(std::move(v6)),
      table_(pace_of(options)),
      bucket_(options.rate, monotonic_now()) {}

SweepSocket* Sweep::socket_of(const IpAddress& address) { return address.is_v4() ? v4_.get() : v6_.get(); }

bool Sweep::send_probe(std::uint32_t slot, MonotonicTime now) {
  const SweepTable::Probe& probe = table_.at(slot);
  SweepSocket* socket = socket_of(probe.address);
  if (socket == nullptr) {
    settle(slot, false, {}, "address family not supported");
    return true;
  }
  socket->queue(probe.address, {slot, probe.generation});
  table_.sent(slot, now);
  ++counts_.sent;
  if (socket->full()) flush(socket, now);
  return true;
}

// The next that is due: a host that stayed silent, else a new one. False: there is none now.
bool Sweep::next_probe(MonotonicTime now) {
  while (const auto overdue = table_.next_overdue(now)) {
    if (overdue->again) return send_probe(overdue->slot, now);
    settle(overdue->slot, false, {}, "timeout");
  }
  if (exhausted_ || table_.in_flight() >= kMostSlots) return false;
  auto target = targets_.next();
  if (!target) {
    exhausted_ = true;
    return false;
  }
  ++counts_.targets;
  std::uint32_t name = 0;
  if (!target->name.empty()) {
    name = static_cast<std::uint32_t>(names_.size());
    names_.push_back(std::move(target->name));
  }
  return send_probe(table_.add(target->address, name), now);
}

bool Sweep::send_some(MonotonicTime now) {
  if (now < paused_until_) return false;
  const std::size_t allowed = bucket_.available(now, SweepSocket::kBatch);
  std::size_t sent = 0;
  while (sent < allowed && now >= paused_until_ && next_probe(now)) ++sent;
  bucket_.take(sent);
  flush(v4_.get(), now);
  flush(v6_.get(), now);
  return sent > 0;
}

void Sweep::flush(SweepSocket* socket, MonotonicTime now) {
  while (socket != nullptr && socket->queued() > 0) {
    const auto sent = socket->flush();
    if (sent) continue;
    if (is_no_room(sent.error())) {
      paused_until_ = now + kPause;
      if (!socket->full()) return;
      // A full batch must not stay: its hosts get another try when their time is over.
      while (socket->queued() > 0) socket->drop_first();
      return;
    }
    const std::uint32_t slot = socket->drop_first();
    settle(slot, false, {}, std::strerror(sent.error().code));
  }
}

bool Sweep::receive_some() {
  std::size_t taken = 0;
  for (SweepSocket* socket : {v4_.get(), v6_.get()}) {
    if (socket == nullptr) continue;
    const MonotonicTime now = monotonic_now();
    taken += socket->receive([&](const SweepAnswer& answer) { on_answer(answer, now); });
  }
  return taken > 0;
}

void Sweep::on_answer(const SweepAnswer& answer, MonotonicTime now) {
  if (answer.kind == SweepAnswer::Kind::kError) {
    if (answer.slot >= table_.slots()) return;
    const SweepTable::Probe& probe = table_.at(answer.slot);
    if (!probe.busy || probe.tries == 0 || probe.address != answer.destination) return;
    return settle(answer.slot, false, {}, "icmp");
  }
  const SweepTable::Probe* probe = table_.find(answer.slot, *answer.generation);
  if (probe == nullptr) {
    ++counts_.duplicates;
    return;
  }
  if (probe->address != answer.from) return;
  settle(answer.slot, true, now - probe->sent, {});
}

void Sweep::settle(std::uint32_t slot, bool alive, std::chrono::nanoseconds rtt, std::string_view reason) {
  const SweepTable::Probe& probe = table_.at(slot);
  ++(alive ? counts_.alive : counts_.unreachable);
  report({probe, names_[probe.name], alive, rtt, reason});
  table_.release(slot);
}

void Sweep::report(const SweepResult& result) {
  if (options_.quiet) return;
  if (result.alive ? options_.only_unreachable : options_.only_alive) return;
  TextBuffer& out = out_.text();
  if (options_.json) {
    JsonWriter json(out);
    json.begin_line("host");
    json.field("address", std::string_view(numeric_text(result.probe.address)));
    if (!result.name.empty()) json.foreign_field("host", result.name);
    json.field("alive", result.alive);
    json.field("probes", result.probe.tries);
    if (result.alive) json.field("rtt_ms", static_cast<double>(result.rtt.count()) / 1e6);
    if (!result.alive) json.field("reason", result.reason);
    json.end_line();
  } else {
    if (result.name.empty()) {
      append_address(out, result.probe.address);
    } else {
      append_escaped(out, result.name);
    }
    const bool bare = options_.only_alive != options_.only_unreachable;
    out.put(bare ? "\n" : result.alive ? " is alive\n" : " is unreachable\n");
  }
  static_cast<void>(out_.flush_if_full());
}

void Sweep::report_end(std::chrono::nanoseconds took) {
  TextBuffer& out = out_.text();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  if (options_.json) {
    JsonWriter json(out);
    json.begin_line("sweep_summary");
    json.field("targets", counts_.targets);
    json.field("alive", counts_.alive);
    json.field("unreachable", counts_.unreachable);
    json.field("unknown_names", targets_.unknown().size());
    json.field("probes", counts_.sent);
    json.field("duplicates", counts_.duplicates);
    json.field("duration_ms", static_cast<double>(took.count()) / 1e6);
    json.end_line();
    return;
  }
  TextBuffer line(256);
  line.dec(counts_.targets).put(" targets, ").dec(counts_.alive).put(" alive, ").dec(counts_.unreachable);
  line.put(" unreachable, ").dec(counts_.sent).put(" probes, time ").dec(ms).put("ms\n");
  if (options_.quiet) {
    out.put(line.view());
  } else {
    static_cast<void>(out_.flush());
    static_cast<void>(write_all(2, line.view(), "standard error"));
  }
}

Status Sweep::wait(EventLoop& loop, Timer& timer) {
  if (const Status flushed = out_.flush(); !flushed) return flushed;
  const MonotonicTime now = monotonic_now();
  MonotonicTime until = table_.next_timeout();
  if (!exhausted_) until = std::min(until, bucket_.next(now));
  if (paused_until_ > now) until = std::min(until, paused_until_);
  if (const Status set = timer.set(until); !set) return set;
  const auto ran = loop.run_once(std::chrono::milliseconds(-1));
  return ran ? Status{} : tl::unexpected(ran.error());
}

Result<int> Sweep::run() {
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  auto signals = SignalSource::create({SIGINT, SIGALRM});
  if (!signals) return tl::unexpected(signals.error());
  // The sockets are read by the loop below, to their ends; the event loop only wakes it.
  const auto wake = [](std::uint32_t) { return Drain::kEmpty; };
  for (SweepSocket* socket : {v4_.get(), v6_.get()}) {
    if (socket == nullptr) continue;
    if (const Status added = loop->add(socket->fd(), EPOLLIN, wake); !added) return tl::unexpected(added.error());
  }
  const auto on_timer = [&](std::uint32_t) { return timer->drain(), Drain::kEmpty; };
  if (const Status added = loop->add(timer->fd(), EPOLLIN, on_timer); !added) return tl::unexpected(added.error());
  const auto on_signal = [&](std::uint32_t) {
    while (signals->next()) interrupted_ = true;
    return Drain::kEmpty;
  };
  if (const Status added = loop->add(signals->fd(), EPOLLIN, on_signal); !added) return tl::unexpected(added.error());

  const MonotonicTime start = monotonic_now();
  for (unsigned turn = 0; !finished(); ++turn) {
    const bool sent = send_some(monotonic_now());
    const bool received = receive_some();
    if (finished()) break;
    if (!sent && !received) {
      if (const Status waited = wait(*loop, *timer); !waited) return tl::unexpected(waited.error());
    } else if (turn % 256 == 255) {  // busy: look for a signal now and then
      static_cast<void>(loop->run_once(std::chrono::milliseconds(0)));
    }
    if (out_.failed()) return tl::unexpected(out_.flush().error());
  }
  report_end(monotonic_now() - start);
  for (const std::string& name : targets_.unknown()) complain("myping", name + ": Name or service not known");
  if (const Status flushed = out_.flush(); !flushed) return tl::unexpected(flushed.error());
  if (!targets_.unknown().empty()) return 2;
  return counts_.unreachable == 0 && counts_.alive > 0 ? 0 : 1;
}

}  // namespace nd::ping
