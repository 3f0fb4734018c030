#include "ping/pinger.h"

#include <linux/rtnetlink.h>

#include <csignal>

#include "common/parse/address.h"
#include "ping/shut_in.h"

namespace nd::ping {
namespace {

constexpr int kBudget = 64;
constexpr unsigned kManyEarly = 64;
constexpr unsigned kBusyTurns = 128;  // without a wait: then signals, progress and output have their turn

WallTime wall_now() { return std::chrono::system_clock::now().time_since_epoch(); }

bool is_echo_reply(const IcmpHeader& header, Family family) {
  return header.type == (family == Family::kIpv6 ? int{icmp6::kEchoReply} : int{icmp4::kEchoReply});
}

}  // namespace

Pinger::Pinger(PingerSetup setup, EchoSocket socket, EventLoop& loop, OutputBuffer& out, Report& report)
    : setup_(std::move(setup)),
      socket_(std::move(socket)),
      loop_(loop),
      out_(out),
      report_(report),
      to_(to_socket_address(setup_.target.address, 0, setup_.flow_label)),
      session_(setup_.session, monotonic_now()),
      ident_(setup_.ident) {
  // Reading a transmit stamp is a system call a probe: flood mode, which counts microseconds, goes without.
  stamps_ = !setup_.options.flood;
  hardware_ = setup_.options.clock == Clock::kHardware;
  const bool receive_only = !stamps_ && !hardware_;
  if (!(receive_only ? socket_.enable_receive_stamps() : socket_.enable_stamps(stamps_, hardware_))) stamps_ = false;
  if (stamps_) static_cast<void>(socket_.tell_interface());
}

Result<int> Pinger::run() {
  auto signals = SignalSource::create({SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGQUIT});
  if (!signals) return tl::unexpected(signals.error());
  auto timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  if (const Status watched = watch(*signals, *timer); !watched) return tl::unexpected(watched.error());
  if (const Status ready = gather_and_shut_in(); !ready) return tl::unexpected(ready.error());
  if (setup_.options.report_every > std::chrono::nanoseconds(0)) {
    next_progress_ = monotonic_now() + setup_.options.report_every;
  }
  for (unsigned turn = 1;; ++turn) {
    if (turn % kBusyTurns == 0) {
      if (const Status looked = look_around(); !looked) return tl::unexpected(looked.error());
    }
    const MonotonicTime now = monotonic_now();
    if (setup_.session.announce_losses) report_losses(false);
    const Step step = session_.next(now);
    if (step.what == Step::What::kFinish) return finish();
    if (step.what == Step::What::kSend) {
      send_probe(now);
      fresh_ = true;
      continue;
    }
    if (std::exchange(fresh_, false)) {
      take_early_reply();
      continue;
    }
    if (const Status waited = wait(*timer, report_progress(step.until)); !waited) return tl::unexpected(waited.error());
    if (out_.failed()) return tl::unexpected(out_.flush().error());
  }
}

// What the end may want to know is opened while that can be done; whatever comes in meets a program that can open and
// start nothing.
Status Pinger::gather_and_shut_in() {
  setup_.kernel = KernelEvidence::open(socket_.family());
  if (RtNetlink* netlink = setup_.kernel.netlink()) {
    if (setup_.options.explain) setup_.path = gather_path(*netlink, path_query());
    if (setup_.options.broadcast) {
      const auto route = netlink->route_to({.destination = setup_.target.address});
      to_many_ = route && route->type == RTN_BROADCAST;
    }
  }
  return shut_in(setup_.options);
}

PathQuery Pinger::path_query() const {
  return {.target = setup_.target.address,
          .source = setup_.source,
          .device = setup_.device,
          .interface = setup_.interface,
          .mark = setup_.options.mark.value_or(0),
          .scopes = setup_.scopes};
}

Status Pinger::watch(SignalSource& signals, Timer& timer) {
  Status done = watch_socket();
  if (!done) return done;
  done = loop_.add(signals.fd(), EPOLLIN, [this, &signals](std::uint32_t) {
    while (const auto signal = signals.next()) on_signal(*signal);
    return Drain::kEmpty;
  });
  if (!done) return done;
  return loop_.add(timer.fd(), EPOLLIN, [&timer](std::uint32_t) {
    timer.drain();
    return Drain::kEmpty;
  });
}

Status Pinger::watch_socket() {
  if (std::exchange(watched_, true)) return {};
  return loop_.add(socket_.fd(), EPOLLIN, [this](std::uint32_t) { return drain(kBudget); });
}

// A watched socket costs the kernel a call at each packet: not worth it as long as nothing is waited for.
void Pinger::unwatch_socket() {
  if (std::exchange(watched_, false)) loop_.remove(socket_.fd());
}

Status Pinger::wait(Timer& timer, MonotonicTime until) {
  early_replies_ = 0;
  if (const Status watched = watch_socket(); !watched) return watched;
  if (const Status flushed = out_.flush(); !flushed) return flushed;
  if (until != MonotonicTime::max()) {
    if (const Status set = timer.set(until); !set) return set;
  }
  const auto ran = loop_.run_once(std::chrono::milliseconds(-1));
  return ran ? Status{} : tl::unexpected(ran.error());
}

// What wait() does besides waiting, for a run whose replies are always there already.
Status Pinger::look_around() {
  static_cast<void>(report_progress(MonotonicTime::max()));
  if (const Status flushed = out_.flush(); !flushed) return flushed;
  const auto ran = loop_.run_once(std::chrono::milliseconds(0));
  return ran ? Status{} : tl::unexpected(ran.error());
}

void Pinger::on_signal(int signal) {
  if (signal == SIGQUIT) {
    report_.status(session_);
    return;
  }
  ++signals_;
  aborted_ = signal != SIGALRM;
  session_.interrupt();
}

void Pinger::send_probe(MonotonicTime now) {
  const std::uint64_t index = session_.next_index();
  if (setup_.options.outstanding && index > 1 && !session_.answered(index - 1)) report_.no_answer_yet(index - 1);
  const Bytes message = setup_.request.with_sequence(static_cast<std::uint16_t>(index));
  const Departure departure{.handed_over = now, .wall = wall_now()};
  const Status sent = socket_.send(message, to_);
  if (!sent) return on_send_failure(sent.error(), departure.handed_over);
  findings_.send_error = 0;  // what was wrong with an earlier one says nothing about why this is not answered
  session_.sent(departure);
  report_.sent(index);
}

// iputils' accounting: when an ICMP error stood in the way the probe is sent again later; a hard local error counts as
// a probe that was sent and lost.
void Pinger::on_send_failure(const Error& error, MonotonicTime now) {
  const std::uint64_t errors_before = session_.counts().errors;
  findings_.send_error = error.code;
  unsigned icmp_errors = 0;
  int budget = kBudget;
  refused_ = session_.next_index();
  drain_errors(budget, &icmp_errors);
  refused_.reset();
  if (stamps_) {  // the kernel may have counted the failed packet: begin a new count
    static_cast<void>(socket_.enable_stamps(false));
    stamps_ = socket_.enable_stamps(true, hardware_).has_value();
  }
  if (icmp_errors > 0) {
    session_.postpone(now);
    first_stamped_ = session_.next_index();
    return;
  }
  const bool told = session_.counts().errors > errors_before;
  const std::uint64_t index = session_.next_index();
  session_.send_failed(now);
  note_change(index);
  first_stamped_ = session_.next_index();
  if (!told) report_.local_error({.index = index, .family = socket_.family(), .code = error.code});
}

// Over loopback stamp and reply are there already, and asking the socket is cheaper than asking epoll first. What this
// leaves, epoll still tells.
void Pinger::take_early_reply() {
  if (stamps_) {
    if (const Result<QueuedError> stamp = socket_.receive_error()) on_queued_error(*stamp);
  }
  const Result<Received> received = socket_.receive();
  if (!received) return;
  on_datagram(*received);
  if (++early_replies_ == kManyEarly) unwatch_socket();
}

Drain Pinger::drain(int budget) {
  if (awaiting_) return Drain::kEmpty;
  int left = budget;
  if (drain_errors(left)) return Drain::kMore;
  while (left-- > 0) {
    const Result<Received> received = socket_.receive();
    if (!received) {
      if (received.error().would_block()) return Drain::kEmpty;
      continue;  // an ICMP error that is also in the error queue: reading it took it off the socket
    }
    on_datagram(*received);
    if (session_.complete() && !finishing_) return Drain::kEmpty;
  }
  return Drain::kMore;
}

// True when the budget ran out before the queue did.
bool Pinger::drain_errors(int& budget, unsigned* icmp_errors) {
  while (budget-- > 0) {
    const Result<QueuedError> error = socket_.receive_error();
    if (!error) return false;
    const bool was_icmp = on_queued_error(*error);
    if (was_icmp && icmp_errors != nullptr) ++*icmp_errors;
  }
  return true;
}

void Pinger::on_stamp(const QueuedError& error) {
  // The key counts in 32 bits; the probe is one of the latest.
  const std::uint64_t latest = session_.counts().transmitted - first_stamped_;
  const auto behind = static_cast<std::uint32_t>(static_cast<std::uint32_t>(latest) - error.stamp_key);
  if (behind <= latest) session_.stamped(first_stamped_ + latest - behind, error.stamp, error.hardware);
}

bool Pinger::on_queued_error(const QueuedError& error) {
  switch (error.origin) {
    case QueuedError::Origin::kStamp:
      on_stamp(error);
      return false;
    case QueuedError::Origin::kLocal:
      // The peer counts these only where it shows them.
      if (!setup_.options.quiet || setup_.options.json) session_.on_local_error();
      findings_.send_error = error.code;
      findings_.mtu = error.info;
      report_.local_error({.index = refused_.value_or(session_.counts().transmitted),
                           .family = socket_.family(),
                           .code = error.code,
                           .mtu = error.info,
                           .queued = true});
      return false;
    case QueuedError::Origin::kIcmp:
      break;
    case QueuedError::Origin::kOther:
      return false;
  }
  ByteReader in{error.quoted};
  const IcmpHeader probe = read_icmp_header(in);
  const int echo = socket_.family() == Family::kIpv6 ? int{icmp6::kEcho} : int{icmp4::kEcho};
  const bool ours = !in.truncated() && probe.type == echo && (!socket_.raw() || probe.id() == ident_) &&
                    with_scope(error.target, 0) == with_scope(setup_.target.address, 0);
  if (!ours) return false;
  const std::uint64_t index = session_.on_error(probe.sequence());
  note_change(index);
  auto seen = std::find_if(findings_.icmp_errors.begin(), findings_.icmp_errors.end(), [&](const SeenIcmpError& e) {
    return e.from == error.offender && e.type == error.icmp_type && e.code == error.icmp_code;
  });
  if (seen == findings_.icmp_errors.end()) {
    seen = findings_.icmp_errors.insert(seen, {error.offender, error.icmp_type, error.icmp_code, error.info, 0});
  }
  ++seen->count;
  report_.icmp_error({.index = index,
                      .sequence = probe.sequence(),
                      .from = error.offender,
                      .family = socket_.family(),
                      .type = error.icmp_type,
                      .code = error.icmp_code,
                      .info = error.info});
  return true;
}

void Pinger::on_datagram(const Received& received) {
  const auto datagram = parse_datagram(received.datagram, socket_.family(), socket_.has_ip_header());
  if (!datagram) return;
  if (!is_echo_reply(datagram->header, socket_.family())) return on_foreign(received, *datagram);
  if (socket_.raw() && datagram->header.id() != ident_) {
    // Somebody else's. From the first of them on the kernel sorts these out; until then a filter is a cost a packet.
    if (!std::exchange(filtered_, true)) static_cast<void>(socket_.filter_ident(ident_));
    return;
  }
  if (finishing_) {  // only the small probe at the end is of interest now
    small_answered_ |= datagram->message.size() == IcmpHeader::kSize;
    return;
  }
  const Bytes payload = datagram->message.subspan(IcmpHeader::kSize);
  const Bytes sent_payload = setup_.request.payload();
  const IpAddress& target = setup_.target.address;
  const bool any_source = target.is_multicast() || to_many_;
  const EchoClaim claim{.sequence = datagram->header.sequence(),
                        .checksum_ok = datagram->checksum_ok,
                        .cookie_ok = cookie_matches(sent_payload, payload),
                        .source_ok = any_source || with_scope(received.from, 0) == with_scope(target, 0)};
  const Return arrival{.read = monotonic_now(),
                       .received = setup_.options.user_latency ? wall_now() : received.stamp,
                       .hardware = received.hardware};
  ReplyReport report;
  report.verdict = session_.on_reply(claim, arrival);
  note_change(report.verdict.index);
  if (report.verdict.rtt) note_clock(*report.verdict.rtt);
  if (setup_.path && report.verdict.rtt && report.verdict.index == 1 && report.verdict.kind == ReplyKind::kCounted) {
    setup_.path->resolution = report.verdict.rtt->resolution;
  }
  if (report.verdict.kind == ReplyKind::kCounted) reply_interface_ = received.interface;
  report.from = received.from;
  report.bytes = datagram->message.size();
  report.sequence = datagram->header.sequence();
  report.ident = datagram->header.id();
  report.ttl = datagram->ttl ? datagram->ttl : received.ttl;
  report.truncated = payload.size() < sent_payload.size();
  if (!report.truncated) report.wrong_byte = find_wrong_byte(sent_payload, payload);
  report.payload = payload.first(std::min(payload.size(), sent_payload.size()));
  report.ip_options = socket_.has_ip_header() ? datagram->ip_options : received.ip_options;
  report_.reply(report);
}

// Raw sockets hear errors as data too. Those about our probes came by the error queue already; a redirect or source
// quench is told, since it comes no other way.
void Pinger::on_foreign(const Received& received, const IcmpDatagram& datagram) {
  const IcmpHeader& header = datagram.header;
  if (socket_.family() != Family::kIpv4) return;
  if (header.type != icmp4::kRedirect && header.type != icmp4::kSourceQuench) return;
  const auto quoted = parse_quoted(datagram.message.subspan(IcmpHeader::kSize), socket_.family());
  if (!quoted || quoted->destination != setup_.target.address || quoted->header.id() != ident_) return;
  report_.icmp_error({.index = quoted->header.sequence(),
                      .sequence = quoted->header.sequence(),
                      .from = received.from,
                      .type = header.type,
                      .code = header.code,
                      .info = header.rest,
                      .notice = true});
}

void Pinger::report_losses(bool final) {
  while (const auto index = session_.next_loss(monotonic_now(), final)) {
    report_.lost(*index);
    if (!final) note_change(*index);
  }
}

void Pinger::note_change(std::uint64_t index) {
  if (session_.up() == up_) return;
  const MonotonicTime now = monotonic_now();
  ChangeReport change{.up = *session_.up(), .index = index};
  if (up_) change.lasted = now - changed_at_;
  report_.changed(change);
  up_ = session_.up();
  changed_at_ = now;
}

// Shows the figures when that is due; when to wake for the next.
MonotonicTime Pinger::report_progress(MonotonicTime until) {
  if (monotonic_now() >= next_progress_) {
    report_.progress(session_);
    while (next_progress_ <= monotonic_now())
      next_progress_ += setup_.options.report_every;  // none for a suspended time
  }
  return std::min(until, next_progress_);
}

Result<int> Pinger::finish() {
  if (setup_.session.announce_losses) report_losses(true);
  const MonotonicTime patience = monotonic_now() + std::chrono::seconds(3);
  while (report_.waiting() && !aborted_ && monotonic_now() < patience) {
    if (const auto ran = loop_.run_once(std::chrono::milliseconds(100)); !ran) break;
  }
  report_.give_up_waiting();
  finishing_ = true;
  const bool paced_by_replies = setup_.session.interval == std::chrono::nanoseconds(0);
  const FiguresReport figures{.target = setup_.target,
                              .session = session_,
                              .timed = setup_.request.has_cookie(),
                              .show_pace = paced_by_replies || setup_.options.flood || setup_.options.adaptive};
  report_.figures(figures);
  const std::optional<Verdict> why = verdict();
  report_.summary({.figures = figures,
                   .path = setup_.path ? &*setup_.path : nullptr,
                   .verdict = why,
                   .hops = setup_.options.trace ? &findings_.hops : nullptr});
  if (const Status flushed = out_.flush(); !flushed) return tl::unexpected(flushed.error());
  if (setup_.options.verbose && !setup_.options.json) tell_clock();
  return session_.exit_status();
}

}  // namespace nd::ping
