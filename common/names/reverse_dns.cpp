#include "common/names/reverse_dns.h"

#include <ares.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "common/sys/sockaddr.h"
#include "common/sys/timer.h"

namespace nd {
namespace {

Failure ares_failure(int code) { return input_failure("reverse DNS", ::ares_strerror(code)); }

}  // namespace

// The channel and what couples it to the loop: its sockets as they come and go, and one timer for its timeouts.
struct ReverseDns::Impl {
  Impl(EventLoop& event_loop, Timer t) : loop(event_loop), timer(std::move(t)) {}
  ~Impl() {
    if (channel != nullptr) ::ares_destroy(channel);
    loop.remove(timer.fd());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // c-ares tells which of its sockets to watch for what; neither means that it closes the socket.
  static void on_socket_state(void* self, ares_socket_t fd, int readable, int writable) {
    auto& impl = *static_cast<Impl*>(self);
    impl.loop.remove(fd);
    std::erase(impl.sockets, fd);
    const std::uint32_t events =
        (readable != 0 ? std::uint32_t{EPOLLIN} : 0) | (writable != 0 ? std::uint32_t{EPOLLOUT} : 0);
    if (events == 0) return;
    impl.sockets.push_back(fd);
    static_cast<void>(impl.loop.add(fd, events, [&impl, fd](std::uint32_t ready) {
      impl.process(fd, ready);
      return Drain::kEmpty;
    }));
  }

  // c-ares reads datagrams to EAGAIN, but of a TCP answer its length at one call and its body at the next; the kernel
  // tells of both once.
  void process(int fd, std::uint32_t ready) {
    const bool readable = (ready & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
    ::ares_process_fd(channel, readable ? fd : ARES_SOCKET_BAD, (ready & EPOLLOUT) != 0 ? fd : ARES_SOCKET_BAD);
    while (readable && has_more(fd)) ::ares_process_fd(channel, fd, ARES_SOCKET_BAD);
    arm();
  }

  bool has_more(int fd) const {
    int waiting = 0;
    return std::find(sockets.begin(), sockets.end(), fd) != sockets.end() && ::ioctl(fd, FIONREAD, &waiting) == 0 &&
           waiting > 0;
  }

  void arm() {
    timeval wait{};
    if (::ares_timeout(channel, nullptr, &wait) == nullptr) return static_cast<void>(timer.disarm());
    const auto in = std::chrono::seconds(wait.tv_sec) + std::chrono::microseconds(wait.tv_usec);
    static_cast<void>(timer.set(monotonic_now() + in));
  }

  EventLoop& loop;
  Timer timer;
  ares_channel channel = nullptr;
  std::vector<ares_socket_t> sockets;  // those watched
};

ReverseDns::ReverseDns(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ReverseDns::~ReverseDns() = default;

Result<std::unique_ptr<ReverseDns>> ReverseDns::create(EventLoop& loop, std::chrono::milliseconds timeout, int tries) {
  Result<Timer> timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  auto impl = std::make_unique<Impl>(loop, std::move(*timer));
  ares_options options{};
  options.timeout = static_cast<int>(timeout.count());
  options.tries = tries;
  options.sock_state_cb = Impl::on_socket_state;
  options.sock_state_cb_data = impl.get();
  constexpr int kMask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
  if (const int code = ::ares_init_options(&impl->channel, &options, kMask); code != ARES_SUCCESS) {
    impl->channel = nullptr;
    return ares_failure(code);
  }
  const Status added = loop.add(impl->timer.fd(), EPOLLIN, [raw = impl.get()](std::uint32_t) {
    raw->timer.drain();
    ::ares_process_fd(raw->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    raw->arm();
    return Drain::kEmpty;
  });
  if (!added) return tl::unexpected(added.error());
  return std::unique_ptr<ReverseDns>(new ReverseDns(std::move(impl)));
}

void ReverseDns::ask(const IpAddress& address) {
  struct Question {
    ReverseDns* self;
    IpAddress address;
  };
  const auto on_host = [](void* argument, int status, int, hostent* host) {
    const std::unique_ptr<Question> question(static_cast<Question*>(argument));
    if (status == ARES_EDESTRUCTION) return;  // nobody waits any more
    const bool named = status == ARES_SUCCESS && host != nullptr && host->h_name != nullptr;
    question->self->answer(question->address, named ? std::optional<std::string>(host->h_name) : std::nullopt);
  };
  const auto bytes = address.bytes();
  ::ares_gethostbyaddr(impl_->channel, bytes.data(), static_cast<int>(bytes.size()), to_af(address.family()), on_host,
                       new Question{this, address});
  impl_->arm();
}

}  // namespace nd
