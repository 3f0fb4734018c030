#include "ping/target_resolver.h"

#include <sys/prctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

#include "common/sys/service_process.h"
#include "common/sys/syscall.h"
#include "ping/target.h"

namespace nd::ping {
namespace {

constexpr std::size_t kMostWorkers = 8;
constexpr char kNotKnown[] = "Name or service not known";

// Both ends are this program.
struct Answer {
  Family family = Family::kNone;
  std::uint32_t scope = 0;
  std::array<std::uint8_t, 16> bytes{};
  std::array<char, 128> reason{};  // of kNone
};

Answer answer_to(const std::string& name, Family family) {
  Answer answer;
  const auto target = resolve(name, family);
  if (!target) {
    const std::string reason = target.error().message.substr(std::min(name.size() + 2, target.error().message.size()));
    std::copy_n(reason.begin(), std::min(reason.size(), answer.reason.size() - 1), answer.reason.begin());
    return answer;
  }
  const IpAddress& address = target->address;
  answer.family = address.family();
  answer.scope = address.scope();
  std::copy(address.bytes().begin(), address.bytes().end(), answer.bytes.begin());
  return answer;
}

void serve(int socket, Family family) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody waits for a name server any more
  std::array<char, TargetResolver::kLongestName> name{};
  for (;;) {
    const ssize_t n = retry_eintr([&] { return ::recv(socket, name.data(), name.size(), 0); });
    if (n <= 0) return;
    const Answer answer = answer_to(std::string(name.data(), static_cast<std::size_t>(n)), family);
    static_cast<void>(::send(socket, &answer, sizeof answer, MSG_NOSIGNAL));
  }
}

tl::expected<IpAddress, std::string> address_in(const Answer& answer) {
  if (answer.family == Family::kNone) {
    return tl::unexpected(std::string(answer.reason.data(), ::strnlen(answer.reason.data(), answer.reason.size())));
  }
  const std::span<const std::uint8_t, 16> bytes(answer.bytes);
  return answer.family == Family::kIpv4 ? IpAddress::v4(bytes.first<4>()) : IpAddress::v6(bytes, answer.scope);
}

}  // namespace

Result<std::unique_ptr<TargetResolver>> TargetResolver::start(Family family, std::size_t names) {
  std::unique_ptr<TargetResolver> resolver(new TargetResolver);
  for (std::size_t i = 0; i < std::min(names, kMostWorkers); ++i) {
    auto socket = start_service([family](int end) { serve(end, family); });
    if (!socket && i == 0) return tl::unexpected(socket.error());
    if (!socket) break;  // fewer will do
    resolver->workers_.push_back({.socket = std::move(*socket), .name = {}});
  }
  return resolver;
}

Status TargetResolver::watch(EventLoop& loop, OnAnswer on_answer) {
  on_answer_ = std::move(on_answer);
  for (Worker& worker : workers_) {
    const auto on_readable = [this, &worker](std::uint32_t) { return receive(worker), Drain::kEmpty; };
    if (Status added = loop.add(worker.socket.get(), EPOLLIN, on_readable); !added) return added;
  }
  return {};
}

bool TargetResolver::ask(const std::string& name) {
  for (Worker& worker : workers_) {
    if (worker.name || worker.ended) continue;
    if (::send(worker.socket.get(), name.data(), name.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) continue;
    worker.name = name;
    return true;
  }
  return false;
}

void TargetResolver::receive(Worker& worker) {
  for (;;) {
    Answer answer;
    const ssize_t n = retry_eintr(
        [&] { return ::recv(worker.socket.get(), static_cast<void*>(&answer), sizeof answer, MSG_DONTWAIT); });
    if (n < 0 && errno == EAGAIN) return;
    worker.ended = n != static_cast<ssize_t>(sizeof answer);
    if (const auto name = std::exchange(worker.name, std::nullopt)) {
      on_answer_(*name, worker.ended ? tl::unexpected(std::string(kNotKnown)) : address_in(answer));
    }
    if (worker.ended) return;
  }
}

}  // namespace nd::ping
