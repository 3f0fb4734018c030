// What the decoder, which is shut in, may ask its monitor for, and what it is told. Both are the same program: a
// message travels as it is, over a socket that keeps messages apart, and is checked all the same.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

struct Question {
  enum class About : std::uint32_t {
    kInput,         // number: which of -r's and -V's files. A descriptor; values: it is a regular file, its size
    kFilter,        // number: the link type, value: the snapshot length. A descriptor of memory that holds the program
    kOutput,        // number: -C's counter, value: the time. A descriptor; values: it is a regular file, the time
                    // that it was named by
    kFinished,      // the -w file that was open is complete
    kRemoveOldest,  // of the finished files, for --total-size
    kStatistics,    // number: which device. Values: received, dropped, dropped by the interface
    kInterface,     // number: its index. Text: its name
    kReady,         // what comes next is packets
    kStopTaking,    // the devices are to take no further packets; what the kernel holds by then stays
    kEnding,        // nothing more is taken from the devices
  };
  About about = About::kReady;
  std::uint32_t number = 0;
  std::int64_t value = 0;
};

struct Answer {
  static constexpr std::int32_t kReason = -1;  // not done; `text` says why
  static constexpr std::int32_t kSaid = -2;    // not done, and standard error was told why

  std::int32_t code = 0;    // 0: done; else errno or one of those above
  std::uint32_t files = 0;  // of -w: how many finished ones there are …
  std::uint64_t bytes = 0;  // … and what they take together
  std::array<std::uint64_t, 3> values{};
  std::array<char, 152> text{};  // ends with NUL
};
static_assert(std::is_trivially_copyable_v<Question> && sizeof(Question) == 16);
static_assert(std::is_trivially_copyable_v<Answer> && sizeof(Answer) == 192);

// What the monitor tells the decoder meanwhile, a byte each.
enum class Event : char { kStop = 'S', kStatistics = 'I', kFlush = 'F', kCommandOver = 'C' };

// Memory of both processes.
struct SharedState {
  // Bytes of the -w file that is open, up to the end of its last record that was written as a whole.
  std::atomic<std::uint64_t> whole{0};
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// The two sockets. A descriptor may go with an answer.
Status send_answer(int socket, const Answer& answer, int descriptor);
// False: the other end is gone. Anything but one whole answer is an error.
Result<bool> receive_answer(int socket, Answer& answer, UniqueFd& descriptor);

}  // namespace nd::capture
