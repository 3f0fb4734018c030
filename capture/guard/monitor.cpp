#include "capture/guard/monitor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "capture/guard/decoder.h"
#include "capture/privilege.h"
#include "capture/run.h"
#include "common/sys/output.h"
#include "common/sys/privileges.h"
#include "common/sys/sandbox.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

struct Channels {
  UniqueFd our_socket, its_socket, our_events, its_events;
  SharedState* state = nullptr;
};

Result<Channels> open_channels() {
  Channels made;
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
    return system_failure("socketpair", "decoder");
  made.our_socket.reset(ends[0]);
  made.its_socket.reset(ends[1]);
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) < 0) return system_failure("pipe2", "decoder");
  made.its_events.reset(ends[0]);
  made.our_events.reset(ends[1]);
  void* shared = ::mmap(nullptr, sizeof(SharedState), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return system_failure("mmap", "decoder");
  made.state = new (shared) SharedState;
  return made;
}

// The part of -w's folders that does not depend on the time.
std::string output_folder(const std::string& file) {
  const std::string fixed = file.substr(0, file.find('%'));
  const std::size_t slash = fixed.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : fixed.substr(0, slash);
}

}  // namespace

Result<Monitor> Monitor::create(bool live) {
  std::signal(SIGCHLD, SIG_DFL);  // where it is ignored, nobody can be waited for
  Result<SignalSource> signals =
      live ? SignalSource::create({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD, SIGTSTP, SIGCONT})
           : SignalSource::create({SIGINT, SIGTERM, SIGHUP, SIGUSR2, SIGCHLD, SIGTSTP, SIGCONT});
  if (!signals) return tl::unexpected(signals.error());
  if (!live) std::signal(SIGUSR1, SIG_IGN);  // there are no counts to tell of
  ignore_sigpipe();
  return Monitor(std::move(*signals));
}

Result<int> Monitor::run(const Options& options, Sources sources, WaitingCommand* command, const Decode& decode) {
  options_ = &options;
  command_ = command;
  Result<Channels> channels = open_channels();
  if (!channels) return tl::unexpected(channels.error());
  std::vector<int> only_read = std::move(sources.sockets);
  broker_.emplace(options, std::move(sources), *channels->state);
  const Result<std::optional<UserIds>> user = wanted_user(options.user);
  if (!user) return tl::unexpected(user.error());
  const pid_t self = ::getpid();
  decoder_ = ::fork();
  if (decoder_ < 0) return system_failure("fork", "decoder");
  if (decoder_ == 0) {
    channels->our_socket.reset();
    channels->our_events.reset();
    be_decoder(self, options, *user,
               {.socket = std::move(channels->its_socket),
                .events = std::move(channels->its_events),
                .only_read = std::move(only_read),
                .state = channels->state},
               decode);
  }
  socket_ = std::move(channels->our_socket);
  events_ = std::move(channels->our_events);
  channels->its_socket.reset();
  Status done = settle_down(*user);
  const Result<int> status = done ? look_after() : tl::unexpected(done.error());
  if (!status) ::kill(decoder_, SIGKILL);
  if (command_ != nullptr && !command_over_) {
    command_->terminate();
    command_->await_end();
  }
  return status;
}

Status Monitor::settle_down(const std::optional<UserIds>& user) {
  if (options_->rotate_command.empty()) empty_bounding_set();
  if (user) {
    if (Status become = become_user(*user); !become) return become;
  }
  if (Status undumpable = make_undumpable(); !undumpable) return undumpable;
  broker_->prepare();
  return give_up_more();
}

// As soon as nothing is left to be done with it.
Status Monitor::give_up_more() {
  if (broker_->has_opened() && !dropped_) {
    dropped_ = true;
    if (Status dropped = drop_what_is_not_needed(*options_); !dropped) return dropped;
  }
  return broker_->is_settled() ? shut_in() : Status{};
}

// Not where a program will be run, which would be shut in too, or where libpcap has more to undo at the end than a
// filter could foresee.
Status Monitor::shut_in() {
  if (shut_in_ || !options_->rotate_command.empty() || options_->monitor_mode) return {};
  shut_in_ = true;
  std::vector<Folder> folders{{.path = "/sys", .write = false}};  // an interface's own counters
  const bool rotates = options_->file_size > 0 || options_->file_seconds > 0;
  if (rotates) folders.push_back({.path = output_folder(options_->write_file), .write = true});
  if (const std::string real = broker_->outputs().real_path(); rotates && !real.empty())  // a ring comes back to it
    folders.push_back({.path = output_folder(real), .write = true});
  if (const auto entered = enter_sandbox(Task::kMonitor, folders); !entered) return tl::unexpected(entered.error());
  return {};
}

Result<int> Monitor::look_after() {
  pollfd waits[] = {{.fd = signals_.fd(), .events = POLLIN, .revents = 0},
                    {.fd = socket_.get(), .events = POLLIN, .revents = 0}};
  while (!decoder_status_) {
    if (retry_eintr([&] { return ::poll(waits, 2, -1); }) < 0) return system_failure("poll", "decoder");
    if (waits[0].revents != 0) on_signals();
    if (waits[1].revents == 0) continue;
    if (Status answered = on_question(); !answered) return tl::unexpected(answered.error());
    if (!socket_) waits[1].fd = -1;
  }
  if (WIFEXITED(*decoder_status_)) return WEXITSTATUS(*decoder_status_);
  return report_crash(WTERMSIG(*decoder_status_));
}

Status Monitor::on_question() {
  Question question;
  const ssize_t got =
      retry_eintr([&] { return ::recv(socket_.get(), &question, sizeof question, MSG_DONTWAIT | MSG_TRUNC); });
  if (got < 0 && errno == EAGAIN) return {};
  if (got != static_cast<ssize_t>(sizeof question)) {  // it is gone, or says what makes no sense
    socket_.reset();
    if (got > 0) ::kill(decoder_, SIGKILL);
    return {};
  }
  int descriptor = -1;
  const Answer answer = broker_->answer(question, descriptor);
  if (Status given_up = give_up_more(); !given_up) return given_up;
  if (command_ != nullptr && question.about == Question::About::kReady) {
    if (Status started = command_->start(); !started) return started;
  }
  if (question.about == Question::About::kEnding) {
    ending_ = true;
    if (command_ != nullptr && !command_over_) command_->terminate();
  }
  if (Status sent = send_answer(socket_.get(), answer, descriptor); !sent) socket_.reset();
  return {};
}

void Monitor::tell(Event event) const {
  const char byte = static_cast<char>(event);
  static_cast<void>(retry_eintr([&] { return ::write(events_.get(), &byte, 1); }));
}

void Monitor::on_signals() {
  while (const auto signal = signals_.next()) {
    switch (*signal) {
      case SIGUSR1:
        tell(Event::kStatistics);
        break;
      case SIGUSR2:
        tell(Event::kFlush);
        break;
      case SIGCHLD:
        on_children();
        break;
      case SIGTSTP:
        stop_for_a_while();
        break;
      case SIGCONT:
        ::kill(decoder_, SIGCONT);
        break;
      case SIGALRM:
        break;
      default:
        tell(Event::kStop);
    }
  }
}

void Monitor::on_children() {
  int status = 0;
  for (pid_t child = 0; (child = ::waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0;) {
    if (child == decoder_) {
      if (!WIFSTOPPED(status)) decoder_status_ = status;
      continue;
    }
    if (command_ == nullptr || child != command_->pid()) continue;
    if (WIFSTOPPED(status)) {
      command_->stop_with_it();
      continue;
    }
    if (ending_) continue;  // what it has left behind is still waited for
    command_over_ = true;
    command_->take_terminal();
    tell(Event::kCommandOver);
  }
}

// As the signal would have done by itself, but with the decoder, which does not get it: nothing happens where nobody
// could continue this process.
void Monitor::stop_for_a_while() const {
  ::kill(decoder_, SIGSTOP);
  sigset_t stop;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTSTP);
  ::raise(SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);
  ::sigprocmask(SIG_BLOCK, &stop, nullptr);
  ::kill(decoder_, SIGCONT);
}

int Monitor::report_crash(int signal) {
  const bool whole = broker_->mend_output();
  const std::string what = std::string("ended by a signal: ") + ::strsignal(signal);
  const std::string remedy = whole ? "the capture file is whole up to the last record"
                                   : "please report this with what was captured: see SECURITY in mycap(8)";
  complain("mycap", input_failure("decoder", what, remedy).value().message());
  return kFailed;
}

}  // namespace nd::capture
