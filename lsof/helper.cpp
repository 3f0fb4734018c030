#include "lsof/helper.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <set>
#include <utility>

#include "common/sys/syscall.h"

namespace nd::lsof {

struct HelperQuestion {
  std::int32_t pid = 0;  // 0: a file, else a socket
  std::int32_t fd = 0;
  std::uint8_t kept_only = 0;
  std::uint8_t magic = 0;    // the file system's type, not the file
  char name[PATH_MAX] = {};  // sent as far as it is used
};

struct HelperReply {
  int error = 0;
  bool last = true;
  struct statx file = {};
  std::int64_t magic = 0;
  SocketFound socket;
};

namespace {

struct Registry {
  std::mutex mutex;
  std::set<pid_t> pids;
};
Registry& registry() {
  static Registry all;
  return all;
}

constexpr std::chrono::milliseconds kUnscheduled(250);
constexpr int kChannel = 0;  // in the helper, which holds nothing else

union Passed {  // one descriptor
  cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
};

HelperReply ask_file(int directory, const char* name, unsigned flags) {
  HelperReply reply;
  if (::statx(directory, name, static_cast<int>(flags) | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &reply.file) != 0) {
    reply.error = errno;
  }
  return reply;
}

// Through a descriptor of its own: a link of /proc leads to the file, whose path may not be seen.
HelperReply ask_magic(int directory, const char* name) {
  HelperReply reply;
  struct statfs system;
  const UniqueFd file(::openat(directory, name, O_PATH | O_CLOEXEC));
  if (!file || ::fstatfs(file.get(), &system) != 0) {
    reply.error = errno;
  } else {
    reply.magic = system.f_type;
  }
  return reply;
}

bool tell(const HelperReply& reply) { return ::send(kChannel, &reply, sizeof reply, MSG_NOSIGNAL) >= 0; }

bool answer(const HelperQuestion& question, int directory) {
  if (question.pid != 0) {
    HelperReply reply;
    reply.error = ask_socket(question.pid, question.fd, reply.socket);
    return tell(reply);
  }
  if (question.magic != 0) return tell(ask_magic(directory, question.name));
  HelperReply reply = ask_file(directory, question.name, AT_STATX_DONT_SYNC);
  reply.last = question.kept_only != 0 || reply.error != 0;
  if (!tell(reply) || reply.last) return reply.last;
  return tell(ask_file(directory, question.name, AT_STATX_SYNC_AS_STAT));
}

// The next question with its directory; false when nobody asks any more.
bool take_question(HelperQuestion& question, UniqueFd& directory) {
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
    HelperQuestion question;
    UniqueFd directory;
    if (!take_question(question, directory) || !answer(question, directory ? directory.get() : AT_FDCWD)) ::_exit(0);
  }
}

}  // namespace

bool Helper::is_one(pid_t pid) {
  const std::lock_guard lock(registry().mutex);
  return registry().pids.count(pid) != 0;
}

Result<Helper> Helper::start() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return system_failure("socketpair", "helper");
  UniqueFd ours(ends[0]);
  const UniqueFd theirs(ends[1]);
  const std::lock_guard lock(registry().mutex);  // before anybody can see it
  const pid_t pid = ::fork();
  if (pid < 0) return system_failure("fork", "helper");
  if (pid == 0) serve(theirs.get());
  registry().pids.insert(pid);
  return Helper(pid, std::move(ours));
}

Helper::Helper(Helper&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), channel_(std::move(other.channel_)), lost_(other.lost_) {}

Helper::~Helper() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  // One that hangs in a call does not end, whatever it is sent.
  const bool ended = ::waitpid(pid_, nullptr, lost_ ? WNOHANG : 0) == pid_;
  const std::lock_guard lock(registry().mutex);
  if (ended) registry().pids.erase(pid_);
}

bool Helper::send(const HelperQuestion& question, std::size_t size, int directory) {
  iovec part{const_cast<HelperQuestion*>(&question), size};
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

bool Helper::receive(HelperReply& reply, Clock::time_point until) {
  bool was_stopped = false;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd ready{channel_.get(), POLLIN, 0};
    const int polled = ::poll(&ready, 1, static_cast<int>(std::max(left, decltype(left){0})));
    if (polled < 0 && errno == EINTR) continue;
    // Stopped together (a shell's ^Z), or not scheduled for long: the helper may not have had its time.
    if (polled == 0 && !was_stopped && Clock::now() - until > kUnscheduled) {
      was_stopped = true;
      until = Clock::now() + kUnscheduled;
      continue;
    }
    return polled > 0 && ::recv(channel_.get(), &reply, sizeof reply, 0) == sizeof reply;
  }
}

namespace {

HelperQuestion about(const char* name, std::size_t& size) {
  HelperQuestion question;
  const std::size_t length = ::strnlen(name, sizeof question.name - 1);
  std::memcpy(question.name, name, length);
  size = offsetof(HelperQuestion, name) + length + 1;
  return question;
}

}  // namespace

StatAnswer Helper::stat(int directory, const char* name, bool kept_only, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  std::size_t size = 0;
  HelperQuestion question = about(name, size);
  question.kept_only = kept_only ? 1 : 0;
  StatAnswer answer;
  HelperReply reply;
  const bool waits = send(question, size, directory);
  while (waits && receive(reply, until)) {
    if (reply.error == 0) answer.found = reply.file;
    answer.error = reply.error;
    if (reply.last) return answer;
  }
  lost_ = true;
  answer.error = ETIMEDOUT;
  return answer;
}

MagicAnswer Helper::magic(int directory, const char* name, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  std::size_t size = 0;
  HelperQuestion question = about(name, size);
  question.magic = 1;
  HelperReply reply;
  if (send(question, size, directory) && receive(reply, until)) return {reply.magic, reply.error};
  lost_ = true;
  return {0, ETIMEDOUT};
}

SocketAnswer Helper::socket(std::int32_t pid, std::int32_t fd, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  HelperQuestion question;
  question.pid = pid;
  question.fd = fd;
  HelperReply reply;
  if (send(question, offsetof(HelperQuestion, name), -1) && receive(reply, until)) return {reply.socket, reply.error};
  lost_ = true;
  return {{}, ETIMEDOUT};
}

}  // namespace nd::lsof
