#include "common/sys/netlink.h"

#include <libmnl/libmnl.h>
#include <sys/socket.h>

#include "common/sys/syscall.h"

namespace nd {
namespace {

enum class Answer : std::uint8_t { kMore, kEnd };

int error_code(const nlmsghdr& message) {
  if (message.nlmsg_len < mnl_nlmsg_size(sizeof(nlmsgerr))) return EBADMSG;
  const auto* error = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message));
  return error->error < 0 ? -error->error : error->error;
}

// NLMSG_DONE carries the errno of a dump that failed on its way.
int done_code(const nlmsghdr& message) {
  if (message.nlmsg_len < mnl_nlmsg_size(sizeof(int))) return 0;
  const int code = *static_cast<const int*>(mnl_nlmsg_get_payload(&message));
  return code < 0 ? -code : 0;
}

NetlinkMessage to_message(const nlmsghdr& message) {
  const auto* payload = static_cast<const std::uint8_t*>(mnl_nlmsg_get_payload(&message));
  return {message.nlmsg_type, message.nlmsg_flags, Bytes(payload, mnl_nlmsg_get_payload_len(&message))};
}

template <typename F>
void for_each_header(Bytes datagram, F&& f) {
  int rest = static_cast<int>(datagram.size());
  const auto* header = reinterpret_cast<const nlmsghdr*>(datagram.data());
  while (mnl_nlmsg_ok(header, rest) && f(*header)) header = mnl_nlmsg_next(header, &rest);
}

}  // namespace

Result<Netlink> Netlink::open(int protocol, std::uint32_t groups) {
  UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
  if (!fd) return system_failure("socket", "netlink");
  sockaddr_nl self{};
  self.nl_family = AF_NETLINK;
  self.nl_groups = groups;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&self), sizeof self) < 0) {
    return system_failure("bind", "netlink");
  }
  return Netlink(std::move(fd));
}

Result<Bytes> Netlink::receive(int flags) {
  sockaddr_nl from{};
  iovec block{.iov_base = buffer_->bytes, .iov_len = sizeof buffer_->bytes};
  msghdr message{};
  message.msg_name = &from;
  message.msg_namelen = sizeof from;
  message.msg_iov = &block;
  message.msg_iovlen = 1;
  const ssize_t n = retry_eintr([&] { return ::recvmsg(fd_.get(), &message, flags); });
  if (n < 0) return system_failure("recvmsg", "netlink");
  if ((message.msg_flags & MSG_TRUNC) != 0) return system_failure(EMSGSIZE, "recvmsg", "netlink");
  const bool from_kernel = message.msg_namelen == sizeof from && from.nl_family == AF_NETLINK && from.nl_pid == 0;
  return from_kernel ? Bytes(buffer_->bytes, static_cast<std::size_t>(n)) : Bytes{};
}

Result<DumpEnd> Netlink::transact(nlmsghdr& request, std::string_view object, const OnMessage& f) {
  request.nlmsg_flags |= NLM_F_REQUEST;
  request.nlmsg_seq = ++sequence_;
  const bool is_dump = (request.nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
  if (retry_eintr([&] { return ::send(fd_.get(), &request, request.nlmsg_len, 0); }) < 0) {
    return system_failure("send", std::string(object));
  }
  DumpEnd end;
  int failure = 0;
  for (Answer answer = Answer::kMore; answer == Answer::kMore;) {
    const Result<Bytes> datagram = receive(0);
    if (!datagram) return tl::unexpected(datagram.error());
    for_each_header(*datagram, [&](const nlmsghdr& header) {
      if (header.nlmsg_seq != sequence_) return true;  // of an answer that was given up earlier
      if ((header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) end.interrupted = true;
      if (header.nlmsg_type == NLMSG_ERROR || header.nlmsg_type == NLMSG_DONE) {
        failure = header.nlmsg_type == NLMSG_ERROR ? error_code(header) : done_code(header);
        answer = Answer::kEnd;
        return false;
      }
      f(to_message(header));
      if (!is_dump) answer = Answer::kEnd;
      return true;
    });
  }
  if (failure != 0) return system_failure(failure, "netlink", std::string(object));
  return end;
}

Status Netlink::drain(const OnMessage& f) {
  for (;;) {
    const Result<Bytes> datagram = receive(MSG_DONTWAIT);
    if (!datagram) return datagram.error().would_block() ? Status{} : tl::unexpected(datagram.error());
    for_each_header(*datagram, [&](const nlmsghdr& header) {
      f(to_message(header));
      return true;
    });
  }
}

}  // namespace nd
