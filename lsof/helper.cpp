#include "lsof/helper.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstring>

#include "common/sys/syscall.h"

namespace nd::lsof {
namespace {

struct Question {
  std::uint8_t kept_only = 0;
  char name[PATH_MAX] = {};
};

struct Reply {
  int error = 0;
  bool last = false;
  struct statx found = {};
};

constexpr int kChannel = 0;  // in the helper, which holds nothing else

union Passed {  // one descriptor
  cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
};

Reply ask(int directory, const char* name, unsigned flags) {
  Reply reply;
  if (::statx(directory, name, static_cast<int>(flags) | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &reply.found) != 0) {
    reply.error = errno;
  }
  return reply;
}

// The next question with its directory; false when nobody asks any more.
bool take_question(Question& question, UniqueFd& directory) {
  Passed passed;
  iovec part{&question, sizeof question};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &passed;
  message.msg_controllen = sizeof passed;
  const ssize_t size = retry_eintr([&] { return ::recvmsg(kChannel, &message, MSG_CMSG_CLOEXEC); });
  if (size <= 0) return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    directory.reset(fd);
  }
  return true;
}

// System calls alone: the process was forked from one with threads. It holds nothing that others wait for the end of,
// the reader of our output above all.
[[noreturn]] void serve(int channel) {
  ::dup2(channel, kChannel);
  ::close_range(kChannel + 1, ~0U, 0);
  for (;;) {
    Question question;
    UniqueFd directory;
    if (!take_question(question, directory)) ::_exit(0);
    const int from = directory ? directory.get() : AT_FDCWD;
    Reply reply = ask(from, question.name, AT_STATX_DONT_SYNC);
    reply.last = question.kept_only != 0 || reply.error != 0;
    if (::send(kChannel, &reply, sizeof reply, MSG_NOSIGNAL) < 0) ::_exit(0);
    if (reply.last) continue;
    reply = ask(from, question.name, AT_STATX_SYNC_AS_STAT);
    reply.last = true;
    if (::send(kChannel, &reply, sizeof reply, MSG_NOSIGNAL) < 0) ::_exit(0);
  }
}

}  // namespace

Result<Helper> Helper::start() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return system_failure("socketpair", "helper");
  UniqueFd ours(ends[0]);
  const UniqueFd theirs(ends[1]);
  const pid_t pid = ::fork();
  if (pid < 0) return system_failure("fork", "helper");
  if (pid == 0) serve(theirs.get());
  return Helper(pid, std::move(ours));
}

Helper::Helper(Helper&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), channel_(std::move(other.channel_)), lost_(other.lost_) {}

Helper::~Helper() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, lost_ ? WNOHANG : 0);  // one that hangs in a call does not end, whatever it is sent
}

bool Helper::send(int directory, const char* name, bool kept_only) {
  Question question;
  question.kept_only = kept_only ? 1 : 0;
  const std::size_t length = ::strnlen(name, sizeof question.name - 1);
  std::memcpy(question.name, name, length);
  iovec part{&question, offsetof(Question, name) + length + 1};
  Passed passed{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (directory >= 0) {
    message.msg_control = &passed;
    message.msg_controllen = sizeof passed;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof directory);
    std::memcpy(CMSG_DATA(header), &directory, sizeof directory);
  }
  return retry_eintr([&] { return ::sendmsg(channel_.get(), &message, MSG_NOSIGNAL); }) >= 0;
}

StatAnswer Helper::stat(int directory, const char* name, bool kept_only, std::chrono::milliseconds patience) {
  using Clock = std::chrono::steady_clock;
  StatAnswer answer{.found = {}, .error = ETIMEDOUT};
  const auto until = Clock::now() + patience;
  bool waiting = send(directory, name, kept_only);
  while (waiting) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    pollfd ready{channel_.get(), POLLIN, 0};
    const int polled = ::poll(&ready, 1, static_cast<int>(std::max(left, std::chrono::milliseconds(0)).count()));
    if (polled < 0 && errno == EINTR) continue;
    Reply reply;
    if (polled <= 0 || ::recv(channel_.get(), &reply, sizeof reply, 0) != sizeof reply) break;
    if (reply.error == 0) answer.found = reply.found;
    if (reply.last) {
      answer.error = reply.error;
      return answer;
    }
  }
  lost_ = true;
  return answer;
}

}  // namespace nd::lsof
