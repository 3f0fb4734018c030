#include "capture/name_source.h"

#include <algorithm>

namespace nd::capture {

std::string_view SystemNames::host4(const std::uint8_t* bytes) {
  return host(IpAddress::v4(std::span<const std::uint8_t, 4>(bytes, 4)));
}

std::string_view SystemNames::host6(const std::uint8_t* bytes) {
  return host(IpAddress::v6(std::span<const std::uint8_t, 16>(bytes, 16)));
}

void SystemNames::prepare() {
  constexpr std::chrono::seconds kTimeout{2};
  if (Result<EventLoop> loop = EventLoop::create()) {
    loop_ = std::make_unique<EventLoop>(std::move(*loop));
    if (auto dns = NameProcess::create(*loop_, kTimeout, 2)) dns_ = std::move(*dns);
  }
  // Meanwhile:
  static_cast<void>(services_.name(0, ServiceProtocol::kTcp));
  static_cast<void>(protocols_.name(0));
}

std::string_view SystemNames::host(const IpAddress& address) {
  if (dns_ == nullptr) return {};
  constexpr unsigned kPacketsBetweenPolls = 64;
  if (dns_->pending() > 0 && ++since_poll_ >= kPacketsBetweenPolls) {
    since_poll_ = 0;
    static_cast<void>(loop_->run_once(std::chrono::milliseconds(0)));
  }
  auto known = dns_->known(address);
  if (!known) {
    dns_->look_up(address, [](const std::optional<std::string>&) {});
    constexpr std::chrono::milliseconds kPatience{500};
    if (awaits_hosts_file_) awaits_hosts_file_ = dns_->await_hosts_file(kPatience);
    known = dns_->known(address);
  }
  if (!known || !known->has_value()) return {};
  name_ = **known;
  if (strip_domain_) name_.erase(std::min(name_.find('.'), name_.size()));
  return name_;
}

std::string_view SystemNames::ethernet(const std::uint8_t* mac) {
  return std::all_of(mac, mac + 6, [](std::uint8_t byte) { return byte == 0xff; }) ? "Broadcast" : "";
}

}  // namespace nd::capture
