// A process that does what could block for ever: stat(2) of a file whose server is dead, a question to a socket that is
// locked. A thread would not do, since a call that waits for a server cannot be ended, and a process does not end
// before its threads. Whoever gives up on a helper kills it, never waits for it, and makes another one.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <chrono>
#include <optional>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"
#include "lsof/socket_question.h"

namespace nd::lsof {

// What became of a question; where there is an error, `found` is what the kernel had kept of an earlier answer.
struct StatAnswer {
  std::optional<struct statx> found;
  int error = 0;  // ETIMEDOUT: no answer in time
};

struct MagicAnswer {
  std::int64_t magic = 0;
  int error = 0;
};

struct SocketAnswer {
  SocketFound found;
  int error = 0;
};

struct HelperQuestion;
struct HelperReply;

class Helper {
 public:
  static Result<Helper> start();
  // A helper of ours, one that was given up included.
  static bool is_one(pid_t pid);
  Helper(Helper&& other) noexcept;
  Helper& operator=(Helper&&) = delete;
  ~Helper();

  // statx(2) of `name` in `directory` (or of an absolute name, AT_FDCWD), links followed: first of what the kernel has
  // kept, then, unless `kept_only`, of what the server says. After ETIMEDOUT the helper is of no use any more.
  StatAnswer stat(int directory, const char* name, bool kept_only, std::chrono::milliseconds patience);
  // The f_type of statfs(2); the same holds of ETIMEDOUT.
  MagicAnswer magic(int directory, const char* name, std::chrono::milliseconds patience);
  // ask_socket(); the same holds of ETIMEDOUT.
  SocketAnswer socket(std::int32_t pid, std::int32_t fd, std::chrono::milliseconds patience);

 private:
  Helper(pid_t pid, UniqueFd channel) : pid_(pid), channel_(std::move(channel)) {}
  bool send(const HelperQuestion& question, std::size_t size, int directory);
  using Clock = std::chrono::steady_clock;
  // False when none came until then.
  bool receive(HelperReply& reply, Clock::time_point until);

  pid_t pid_;
  UniqueFd channel_;
  bool lost_ = false;
};

}  // namespace nd::lsof
