#include "capture/process/helper_loop.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

#include "capture/process/end_sockets.h"
#include "common/names/users.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

template <std::size_t N>
void copy_text(char (&into)[N], std::string_view text) {
  const std::size_t size = std::min(text.size(), N - 1);
  text.copy(into, size);
  into[size] = '\0';
}

class HelperLoop {
 public:
  HelperLoop(int fd, EndSockets sockets, HolderIndex holders)
      : fd_(fd), sockets_(std::move(sockets)), holders_(std::move(holders)) {}

  void run() {
    tell_what_there_is();
    while (wait()) {
      if (!take_questions()) return;
      take_up_again();
      look_around();
      answer_what_is_known();
      if (!waiting_.empty() && monotonic_now() >= next_walk_) walk();
    }
  }

 private:
  struct Question {
    OwnersQuestion asked;
    std::array<EndSocket, 2> ends;
    unsigned attempts = 0;  // made before this one
    MonotonicTime due{};    // in later_
  };

  // Connections of before the capture began: their processes may end with the next packet.
  void tell_what_there_is() {
    constexpr std::size_t kMost = 8192;
    for (const Dialogue& dialogue : sockets_.connected(kMost)) {
      const OwnersQuestion asked{.dialogue = dialogue};
      waiting_.push_back({.asked = asked, .ends = sockets_.of(asked)});
    }
    look_around();
    if (!waiting_.empty()) walk();
    send(Question{});
  }

  bool wait() const {
    auto due = MonotonicTime::max();
    if (!waiting_.empty()) due = next_walk_;
    for (const Question& question : later_) due = std::min(due, question.due);
    int timeout = -1;
    if (due != MonotonicTime::max()) {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(due - monotonic_now());
      timeout = static_cast<int>(std::max<std::int64_t>(0, rest.count()));
    }
    pollfd readable{.fd = fd_, .events = POLLIN, .revents = 0};
    return retry_eintr([&] { return ::poll(&readable, 1, timeout); }) >= 0;
  }

  // False: nobody asks any more.
  bool take_questions() {
    constexpr int kAtOnce = 64;
    for (int i = 0; i < kAtOnce; ++i) {
      Question question;
      const ssize_t got =
          retry_eintr([&] { return ::recv(fd_, &question.asked, sizeof question.asked, MSG_DONTWAIT); });
      if (got < 0 && errno == EAGAIN) break;
      if (got != static_cast<ssize_t>(sizeof question.asked)) return false;
      question.ends = sockets_.of(question.asked);
      waiting_.push_back(question);
    }
    return true;
  }

  void take_up_again() {
    const MonotonicTime now = monotonic_now();
    std::vector<Question> rest;
    for (Question& question : later_) {
      if (question.due > now) {
        rest.push_back(question);
        continue;
      }
      question.ends = sockets_.of(question.asked);
      waiting_.push_back(question);
    }
    later_ = std::move(rest);
  }

  void look_around() {
    std::vector<std::uint64_t> inodes = wanted_inodes();
    std::erase_if(inodes, [&](std::uint64_t inode) { return holders_.holder(inode).has_value(); });
    if (!inodes.empty()) holders_.look_around(inodes, monotonic_now());
  }

  // The answer, and what has to be looked at once more in a moment: a server accepts a connection after its first
  // packets, and a socket that accept(2) has just made has no descriptor yet. With no holder at all only the second
  // answer counts.
  void finish(Question& question) {
    constexpr unsigned kMostAttempts = 4;
    constexpr std::size_t kMostLater = 1024;
    bool open = false;
    bool nobody = false;
    for (const EndSocket& end : question.ends) {
      const bool missing = end.inode != 0 && end.owner.state != EndOwner::State::kKnown;
      open = open || missing || end.owner.provisional;
      nobody = nobody || missing;
    }
    const bool again = open && question.attempts < kMostAttempts && later_.size() < kMostLater;
    if (!again || !nobody || question.attempts > 0) send(question);
    if (!again) return;
    question.due = monotonic_now() + std::chrono::milliseconds(1U << (2 * question.attempts));
    ++question.attempts;
    later_.push_back(question);
  }

  void answer_what_is_known() {
    std::vector<Question> rest;
    for (Question& question : waiting_) {
      const bool first = complete_end(question.ends[0]);
      const bool second = complete_end(question.ends[1]);
      if (first && second) {
        finish(question);
      } else {
        rest.push_back(question);
      }
    }
    waiting_ = std::move(rest);
  }

  void walk() {
    const std::vector<std::uint64_t> inodes = wanted_inodes();
    const MonotonicTime begun = monotonic_now();
    holders_.walk(inodes);
    const MonotonicTime ended = monotonic_now();
    next_walk_ = ended + 3 * (ended - begun);
    for (Question& question : waiting_) {
      for (EndSocket& end : question.ends) complete_end(end);
      finish(question);
    }
    waiting_.clear();
  }

  std::vector<std::uint64_t> wanted_inodes() const {
    std::vector<std::uint64_t> inodes;
    for (const Question& question : waiting_) {
      for (const EndSocket& end : question.ends) {
        if (end.inode != 0 && end.owner.state != EndOwner::State::kKnown) inodes.push_back(end.inode);
      }
    }
    std::sort(inodes.begin(), inodes.end());
    return inodes;
  }

  // Whether everything is known that there is to know about it.
  bool complete_end(EndSocket& end) {
    if (end.inode == 0 || end.owner.state == EndOwner::State::kKnown) return true;
    if (const auto holder = holders_.holder(end.inode)) {
      end.owner.state = EndOwner::State::kKnown;
      end.owner.has_user = true;
      end.owner.pid = holder->pid;
      end.owner.uid = holder->uid;
      copy_text(end.owner.command, holder->command);
    }
    if (end.owner.has_user) copy_text(end.owner.user, users_.name(end.owner.uid));
    return end.owner.state == EndOwner::State::kKnown;
  }

  void send(const Question& question) {
    const OwnersAnswer answer{.dialogue = question.asked.dialogue,
                              .ends = {question.ends[0].owner, question.ends[1].owner},
                              .hidden = holders_.met_hidden()};
    // A capture that is gone is noticed by the next question, which does not come.
    retry_eintr([&] { return ::send(fd_, &answer, sizeof answer, MSG_NOSIGNAL); });
  }

  int fd_;
  EndSockets sockets_;
  HolderIndex holders_;
  Users users_;
  std::vector<Question> waiting_;  // for a walk
  std::vector<Question> later_;    // answered, to be looked at once more
  MonotonicTime next_walk_{};
};

}  // namespace

Status answer_questions(int fd, const WantedProcess& wanted) {
  auto sockets = EndSockets::open();
  if (!sockets) return tl::unexpected(sockets.error());
  auto proc = ProcRoot::open();
  if (!proc) return tl::unexpected(proc.error());
  HelperLoop(fd, *std::move(sockets), HolderIndex(*std::move(proc), wanted)).run();
  return {};
}

}  // namespace nd::capture
