// What somebody asked for, parsed: the lists behind -p, -g, -u, -c, -d and -i. Pure: text in, lists or one error out.
#pragma once

#include <regex.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/model/socket.h"
#include "lsof/open_file.h"

namespace nd::lsof {

// Criteria that a file can meet by itself or through its process.
enum Criterion : std::uint32_t {
  kByPid = 1,
  kByGroup = 2,
  kByUser = 4,
  kByCommand = 8,
  kByFd = 16,
  kByInternet = 32,
  kByUnix = 64,
  kByName = 128,
  kByNfs = 256,
  kByLinks = 512,
  kByTask = 1024,
  kByInternetAddress = 2048  // -i with more than a type of addresses
};
constexpr std::size_t kLongestCommand = 15;  // TASK_COMM_LEN without its NUL
constexpr std::uint32_t kProcessCriteria = kByPid | kByGroup | kByUser | kByCommand;

struct NumberItem {
  std::uint32_t value = 0;
  bool exclude = false;
  bool found = false;
};

// "123,^456". `what` names the kind in messages ("process ID"). One number both ways is an error.
Status add_numbers(std::string_view text, std::string_view what, std::string_view short_name,
                   std::vector<NumberItem>& into);

struct UserItem {
  std::uint32_t uid = 0;
  std::string login;  // as given; empty where a number was
  bool exclude = false;
  bool found = false;
};
// Login names and numbers.
Status add_users(std::string_view text, std::vector<UserItem>& into);

struct CommandItem {
  struct FreeRegex {
    void operator()(regex_t* compiled) const {
      ::regfree(compiled);
      delete compiled;
    }
  };
  std::string text;  // a prefix of the command, or the regular expression with its slashes
  bool exclude = false;
  bool found = false;
  std::shared_ptr<regex_t> regex;

  bool matches(const std::string& command) const;
};
// "ssh", "^ssh", "/^k.*d$/i" (modifiers: i ignore case, b basic, x extended).
Status add_command(std::string_view text, std::vector<CommandItem>& into);

// -d: names and numbers; all are included or all excluded.
struct FdList {
  struct Range {
    std::int32_t low = 0;
    std::int32_t high = 0;
  };
  bool exclude = false;
  std::vector<Range> numbers;
  std::vector<std::string> words;
  bool selects = true;  // what a report leaves out by itself selects nothing

  bool empty() const { return numbers.empty() && words.empty(); }
  bool names(const FdName& fd) const;
  // As lsof has it, leaving out some is asking for all others.
  bool selects_fd(const FdName& fd) const { return names(fd) != exclude; }
};
Status add_fds(std::string_view text, FdList& into);

// -s tcp:LISTEN,^CLOSE_WAIT: sockets of other states, or of these, are left out.
struct StateItem {
  TcpState state = TcpState::kEstablished;
  bool exclude = false;
  bool found = false;
};
Status add_states(std::string_view text, std::vector<StateItem>& into);
// lsof's name of a state; what a newer kernel brings is shown as a number.
std::string tcp_state_name(TcpState state);

}  // namespace nd::lsof
