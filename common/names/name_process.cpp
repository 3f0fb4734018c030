#include "common/names/name_process.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "common/names/reverse_dns.h"
#include "common/sys/sandbox.h"
#include "common/sys/service_process.h"
#include "common/sys/syscall.h"
#include "common/sys/timer.h"

namespace nd {
namespace {

// Both ends are this program: a message is the question as it is, an answer repeats it in front of the name.
struct Question {
  std::array<std::uint8_t, 16> bytes{};
  std::uint32_t scope = 0;
  Family family = Family::kNone;
};
struct Answer {
  Question question;
  std::uint8_t named = 0;
  std::uint8_t final = 1;        // 0: nothing in the hosts file, a name server is asked
  std::uint8_t first = 0;        // nothing was said of this question before
  std::array<char, 256> name{};  // a domain name is shorter (RFC 1035 2.3.4)
};

Question to_question(const IpAddress& address) {
  Question question{.bytes = {}, .scope = address.scope(), .family = address.family()};
  std::copy(address.bytes().begin(), address.bytes().end(), question.bytes.begin());
  return question;
}

IpAddress to_address(const Question& question) {
  const std::span<const std::uint8_t, 16> bytes(question.bytes);
  return question.family == Family::kIpv4 ? IpAddress::v4(bytes.first<4>()) : IpAddress::v6(bytes, question.scope);
}

Answer to_answer(const Question& question, const std::optional<std::string>& name) {
  Answer answer{.question = question, .named = static_cast<std::uint8_t>(name.has_value())};
  if (name) std::copy_n(name->begin(), std::min(name->size(), answer.name.size() - 1), answer.name.begin());
  return answer;
}

// The answer, and if it takes a name server, word of that first.
void look_up(HostNames& names, int socket, const Question& question) {
  const auto send = [socket](const Answer& answer) {
    static_cast<void>(::send(socket, &answer, sizeof answer, MSG_NOSIGNAL));
  };
  const auto first = std::make_shared<bool>(true);
  names.look_up(to_address(question), [=](const std::optional<std::string>& name) {
    Answer answer = to_answer(question, name);
    answer.first = static_cast<std::uint8_t>(std::exchange(*first, false));
    send(answer);
  });
  if (std::exchange(*first, false)) send({.question = question, .final = 0, .first = 1});
}

// The hosts file is read for each question.
bool shut_in() {
  const Folder folders[] = {{.path = "/etc"}, {.path = "/etc/hosts"}};  // which may be a link to elsewhere
  return enter_sandbox(Task::kNames, folders).has_value();
}

void serve(int socket, std::chrono::milliseconds timeout, int tries) {
  auto loop = EventLoop::create();
  if (!loop) return;
  auto names = ReverseDns::create(*loop, timeout, tries);
  if (!names || !shut_in()) return;
  bool ended = false;
  const auto on_question = [&](std::uint32_t) {
    for (;;) {
      Question question;
      const ssize_t n =
          retry_eintr([&] { return ::recv(socket, static_cast<void*>(&question), sizeof question, MSG_DONTWAIT); });
      if (n < 0 && errno == EAGAIN) return Drain::kEmpty;
      // Also ECONNRESET: whoever asked went without having read all answers.
      if (n != static_cast<ssize_t>(sizeof question)) return ended = true, Drain::kEmpty;
      look_up(**names, socket, question);
    }
  };
  if (!loop->add(socket, EPOLLIN, on_question)) return;
  while (!ended && loop->run_once(std::chrono::milliseconds(-1))) {
  }
}

}  // namespace

Result<std::unique_ptr<NameProcess>> NameProcess::create(EventLoop& loop, std::chrono::milliseconds timeout,
                                                         int tries) {
  auto socket = start_service([timeout, tries](int end) { serve(end, timeout, tries); });
  if (!socket) return tl::unexpected(socket.error());
  std::unique_ptr<NameProcess> made(new NameProcess(loop, std::move(*socket)));
  const Status added = loop.add(made->socket_.get(), EPOLLIN, [raw = made.get()](std::uint32_t) {
    raw->receive();
    return Drain::kEmpty;
  });
  if (!added) return tl::unexpected(added.error());
  return made;
}

NameProcess::~NameProcess() { loop_.remove(socket_.get()); }

void NameProcess::ask(const IpAddress& address) {
  const Question question = to_question(address);
  const ssize_t n =
      retry_eintr([&] { return ::send(socket_.get(), &question, sizeof question, MSG_DONTWAIT | MSG_NOSIGNAL); });
  if (n < 0) return answer(address, std::nullopt);  // more questions than fit, or nobody there: it stays a number
  ++unheard_;
}

void NameProcess::receive() {
  Answer told;
  for (;;) {
    const ssize_t n =
        retry_eintr([&] { return ::recv(socket_.get(), static_cast<void*>(&told), sizeof told, MSG_DONTWAIT); });
    if (n == 0 || (n < 0 && errno != EAGAIN)) {  // it is gone
      unheard_ = 0;
      return give_up();
    }
    if (n != static_cast<ssize_t>(sizeof told)) return;
    told.name.back() = '\0';
    if (told.first != 0 && unheard_ > 0) --unheard_;
    if (told.final == 0) continue;
    answer(to_address(told.question), told.named != 0 ? std::optional<std::string>(told.name.data()) : std::nullopt);
  }
}

bool NameProcess::await_hosts_file(std::chrono::milliseconds patience) {
  const MonotonicTime end = monotonic_now() + patience;
  while (unheard_ > 0) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - monotonic_now());
    pollfd readable{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (rest.count() <= 0 || retry_eintr([&] { return ::poll(&readable, 1, static_cast<int>(rest.count())); }) <= 0)
      return false;
    receive();
  }
  return true;
}

}  // namespace nd
