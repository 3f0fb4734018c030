#include "ping/target_resolver.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "common/sys/service_process.h"
#include "common/sys/syscall.h"
#include "ping/target.h"

namespace nd::ping {
namespace {

constexpr std::size_t kLongestName = 1024;  // of any that can resolve (NI_MAXHOST)

// Both ends are this program.
struct Answer {
  Family family = Family::kNone;
  std::uint32_t scope = 0;
  std::array<std::uint8_t, 16> bytes{};
};

Answer answer_to(const std::string& name, Family family) {
  const auto target = resolve(name, family);
  if (!target) return {};
  const IpAddress& address = target->address;
  Answer answer{.family = address.family(), .scope = address.scope(), .bytes = {}};
  std::copy(address.bytes().begin(), address.bytes().end(), answer.bytes.begin());
  return answer;
}

void serve(int socket, Family family) {
  std::array<char, kLongestName> name{};
  for (;;) {
    const ssize_t n = retry_eintr([&] { return ::recv(socket, name.data(), name.size(), 0); });
    if (n <= 0) return;
    const Answer answer = answer_to(std::string(name.data(), static_cast<std::size_t>(n)), family);
    static_cast<void>(::send(socket, &answer, sizeof answer, MSG_NOSIGNAL));
  }
}

}  // namespace

Result<TargetResolver> TargetResolver::start(Family family) {
  auto socket = start_service([family](int end) { serve(end, family); });
  if (!socket) return tl::unexpected(socket.error());
  return TargetResolver(std::move(*socket));
}

std::optional<IpAddress> TargetResolver::resolve(const std::string& name) const {
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  const int fd = socket_->get();
  Answer answer;
  const bool told = retry_eintr([&] { return ::send(fd, name.data(), name.size(), MSG_NOSIGNAL); }) >= 0 &&
                    retry_eintr([&] { return ::recv(fd, static_cast<void*>(&answer), sizeof answer, 0); }) ==
                        static_cast<ssize_t>(sizeof answer);
  if (!told || answer.family == Family::kNone) return std::nullopt;
  const std::span<const std::uint8_t, 16> bytes(answer.bytes);
  return answer.family == Family::kIpv4 ? IpAddress::v4(bytes.first<4>()) : IpAddress::v6(bytes, answer.scope);
}

}  // namespace nd::ping
