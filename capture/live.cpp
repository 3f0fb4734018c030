// A live capture: devices, signals and timers on one event loop, until a count, a signal or an error ends it.
#include <unistd.h>

#include <ctime>

#include "capture/command.h"
#include "capture/guard/monitor.h"
#include "capture/live_devices.h"
#include "capture/process/attribution.h"
#include "capture/run.h"
#include "capture/sink.h"
#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/timer.h"

namespace nd::capture {
namespace {

class LiveRun {
 public:
  explicit LiveRun(const Options& options) : options_(options), sink_(options) {}

  // In the process that still may.
  Step open() {
    if (!options_.run_command.empty()) {
      Result<WaitingCommand> command = WaitingCommand::create(options_.run_command);
      if (!command) return tl::unexpected(command.error());
      command_ = std::move(*command);
    }
    if (options_.tells_processes()) {
      if (Status started = start_attribution(); !started) return tl::unexpected(started.error());
    }
    const bool timely = options_.line_buffered || command_ || (options_.prints() && ::isatty(STDOUT_FILENO) == 1);
    if (const Step opened = devices_.open(options_, timely); !opened || *opened) return opened;
    for (std::size_t i = 0; attribution_ != nullptr && i < devices_.all().size(); ++i) {
      const LiveDevice& device = *devices_.all()[i].device;
      if (Status added = attribution_->add_scout(device.name(), source_of(i)); !added)
        return tl::unexpected(added.error());
    }
    return std::nullopt;
  }

  LiveDevices& devices() { return devices_; }
  std::vector<int> sockets() const {
    std::vector<int> found;
    for (const LiveDevices::Entry& entry : devices_.all()) found.push_back(entry.device->fd());
    if (attribution_ != nullptr) attribution_->append_sockets(found);
    return found;
  }
  WaitingCommand* command() { return command_ ? &*command_ : nullptr; }

  // In the decoder.
  Result<int> run(Asker& asker, Interrupts& interrupts) {
    Result<EventLoop> loop = EventLoop::create();
    if (!loop) return tl::unexpected(loop.error());
    loop_ = &*loop;
    asker_ = &asker;
    interrupts_ = &interrupts;
    devices_.count_with(asker);
    if (options_.writes()) {
      if (Status opened = sink_.open_savefile(devices_.first().handle(), asker); !opened)
        return tl::unexpected(opened.error());
    }
    if (attribution_ != nullptr) attribution_->wait_for_helper();
    devices_.announce(options_);
    if (Status watched = watch(); !watched) return tl::unexpected(watched.error());
    if (Status told = asker.tell_ready(); !told) return tl::unexpected(told.error());
    if (Status ran = loop_->run(); !ran) return tl::unexpected(ran.error());
    return finish();
  }

 private:
  Status start_attribution() {
    const auto release = [this](const Packet& packet, const PacketSource& source, const PacketProcesses& processes) {
      if (options_.processes) sink_.origin().processes = processes;
      pass_on(packet, source.device);
    };
    auto started = Attribution::start(options_, release);
    if (!started) return tl::unexpected(started.error());
    attribution_ = *std::move(started);
    return {};
  }

  PacketSource source_of(std::size_t i) const {
    const LiveDevice& device = *devices_.all()[i].device;
    return {.device = i, .link_type = pcap_datalink(device.handle()), .interface = device.index()};
  }

  Status watch() {
    if (attribution_ != nullptr) {
      if (Status watched = attribution_->watch(*loop_, [this] { flush_output(); }); !watched) return watched;
    }
    for (std::size_t i = 0; i < devices_.all().size(); ++i) {
      const auto on_readable = [this, i](std::uint32_t) { return on_packets(i); };
      if (Status added = loop_->add(devices_.all()[i].device->fd(), EPOLLIN, on_readable); !added) return added;
    }
    if (Status added = loop_->add(interrupts_->fd(), EPOLLIN, [this](std::uint32_t) { return on_signal(); }); !added)
      return added;
    if (options_.duration.count() > 0) {
      if (Status set = watch_timer(end_, options_.duration, [this] { end_when_empty(); }); !set) return set;
    }
    if (options_.report.count() > 0) {
      const auto report = [this] {
        if (Status told = sink_.report_stretch(); !told) end(told);
      };
      if (Status set = watch_timer(report_, options_.report, report); !set) return set;
    }
    if (options_.file_seconds > 0) {
      if (Status set = watch_timer(rotation_, std::chrono::seconds(1), [this] { on_rotation_due(); }); !set) return set;
    }
    if (options_.print.verbose > 0 && options_.writes() && !options_.print_too)
      return watch_timer(progress_, std::chrono::seconds(1), [this] { say_progress(); });
    return {};
  }

  template <typename F>
  Status watch_timer(std::optional<Timer>& timer, std::chrono::nanoseconds interval, F f) {
    Result<Timer> made = Timer::create();
    if (!made) return tl::unexpected(made.error());
    timer = std::move(*made);
    if (Status set = timer->set_periodic(monotonic_now() + interval, interval); !set) return set;
    return loop_->add(timer->fd(), EPOLLIN, [&timer, f](std::uint32_t) {
      timer->drain();
      f();
      return Drain::kEmpty;
    });
  }

  void end(Status why = {}) {
    if (ended_) return;
    ended_ = true;
    why_ = std::move(why);
    devices_.stop();
    loop_->stop();
  }

  void take(const Packet& packet, std::size_t device) {
    if (ended_) return;
    if (options_.file_seconds > 0) on_rotation_due();
    if (ended_) return;
    if (attribution_ != nullptr) return attribution_->take(packet, source_of(device));
    pass_on(packet, device);
  }

  void pass_on(const Packet& packet, std::size_t device) {
    if (over_) return;
    LiveDevices::Entry& entry = devices_.all()[device];
    ++entry.captured;
    sink_.set_link_type(pcap_datalink(entry.device->handle()));
    sink_.origin().interface = entry.device->name();
    if (options_.line.interface) sink_.origin().type = entry.device->packet_type(packet);
    const Result<bool> more = sink_.take(packet);
    if (more && *more) return;
    over_ = true;
    end(more ? Status{} : tl::unexpected(more.error()));
  }

  void flush_output() {
    if (Status flushed = sink_.flush(); !flushed) end(flushed);
  }

  Drain on_packets(std::size_t device) {
    constexpr int kBudget = 512;
    const Result<int> got =
        devices_.all()[device].device->drain(kBudget, [&](const Packet& packet) { take(packet, device); });
    if (ended_) return Drain::kEmpty;
    if (!got) {
      end(tl::unexpected(got.error()));
      return Drain::kEmpty;
    }
    if (*got > 0) return Drain::kMore;
    flush_output();
    if (draining_) end_if_empty();
    return Drain::kEmpty;
  }

  Drain on_signal() {
    interrupts_->poll();
    if (interrupts_->take_command_over()) on_command_over();
    if (interrupts_->take_flush()) {
      if (Status flushed = sink_.flush_savefile(); !flushed) end(flushed);
    }
    if (interrupts_->take_statistics()) devices_.say_statistics(sink_.packets(), false);
    if (interrupts_->stop_requested()) {
      if (interrupted_) return end(), Drain::kEmpty;  // for the second time
      interrupted_ = true;
      end_when_empty();
    }
    return Drain::kEmpty;
  }

  // The kernel hands packets out in blocks: what it took before the end was asked for is still to come, within the time
  // that it keeps a block that is not full. Nothing is waited for where its counts say that there is nothing.
  void end_when_empty() {
    if (Status stopped = asker_->stop_taking(); !stopped) return end(stopped);
    draining_ = true;
    constexpr std::chrono::milliseconds kLate{50};
    const auto patience = devices_.first().patience() + kLate;
    // At once, behind what is ready by now.
    if (!watch_timer(end_of_blocks_, patience, [this] { end(); }) ||
        !watch_timer(look_again_, kLookAgain, [this] { end_if_empty(); }))
      end();
  }

  void end_if_empty() {
    if (devices_.are_empty()) end();
  }

  // Its last packets are still in the kernel's block, which is handed out ten times a second.
  void on_command_over() {
    constexpr std::chrono::milliseconds kLastBlock{300};
    if (Status set = watch_timer(end_of_command_, kLastBlock, [this] { end(); }); !set) end(set);
  }

  void on_rotation_due() {
    const Result<bool> more = sink_.savefiles()->rotate_by_clock(std::time(nullptr));
    if (!more) return end(tl::unexpected(more.error()));
    if (*more) return;
    complain_plain("Maximum file limit reached: " + std::to_string(options_.file_count));
    end();
  }

  void say_progress() const {
    const std::string text = "Got " + std::to_string(sink_.packets()) + "\r";
    static_cast<void>(write_all(2, text, "standard error"));
  }

  Result<int> finish() {
    if (Status told = asker_->tell_ending(); !told && why_) why_ = told;
    int status = kOk;
    if (attribution_ != nullptr && why_) attribution_->finish(over_);
    if (interrupted_) sink_.end_line();
    if (!why_ && why_.error().call != "write" && why_.error().call != "close") {
      static_cast<void>(sink_.flush());
      complain("mycap", why_.error().message());
      status = kFailed;
    }
    if (Status closed = sink_.close(); !closed && why_) why_ = closed;
    if (!why_ && status == kOk) status = report_write_error(why_.error());
    devices_.say_statistics(sink_.packets(), true);
    return status;
  }

  static constexpr std::chrono::milliseconds kLookAgain{5};

  const Options& options_;
  EventLoop* loop_ = nullptr;
  Asker* asker_ = nullptr;
  Interrupts* interrupts_ = nullptr;
  PacketSink sink_;
  LiveDevices devices_;
  std::optional<Timer> rotation_;
  std::optional<Timer> progress_;
  std::optional<Timer> report_;
  std::optional<Timer> end_;
  std::optional<Timer> end_of_command_;
  std::optional<WaitingCommand> command_;
  std::unique_ptr<Attribution> attribution_;
  std::optional<Timer> end_of_blocks_;
  std::optional<Timer> look_again_;
  bool interrupted_ = false;
  bool draining_ = false;
  bool ended_ = false;
  bool over_ = false;  // no further packet is wanted
  Status why_;
};

}  // namespace

Result<int> run_live(const Options& options) {
  Result<Monitor> monitor = Monitor::create(true);
  if (!monitor) return tl::unexpected(monitor.error());
  LiveRun run(options);
  const Step opened = run.open();
  if (!opened) return tl::unexpected(opened.error());
  if (opened->has_value()) return **opened;
  return monitor->run(options, {.devices = &run.devices(), .files = {}, .sockets = run.sockets()}, run.command(),
                      [&](Asker& asker, Interrupts& interrupts) { return run.run(asker, interrupts); });
}

}  // namespace nd::capture
