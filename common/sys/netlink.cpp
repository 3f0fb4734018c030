#include "common/sys/netlink.h"

#include <libmnl/libmnl.h>
#include <sys/socket.h>

#include "common/sys/syscall.h"

namespace nd {
namespace {

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

}  // namespace

// Whether there may be more of the answer.
bool NetlinkAnswer::take_one(const nlmsghdr& header, const OnNetlinkMessage& f) {
  if (header.nlmsg_seq != sequence_) return true;
  if ((header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) end_.interrupted = true;
  over_ = header.nlmsg_type == NLMSG_ERROR || header.nlmsg_type == NLMSG_DONE || !is_dump_;
  if (header.nlmsg_type == NLMSG_ERROR) {
    error_ = error_code(header);
  } else if (header.nlmsg_type == NLMSG_DONE) {
    error_ = done_code(header);
  } else {
    f(to_message(header));
  }
  return !over_;
}

void NetlinkAnswer::take(Bytes datagram, const OnNetlinkMessage& f) {
  int rest = static_cast<int>(datagram.size());
  const auto* header = reinterpret_cast<const nlmsghdr*>(datagram.data());
  while (mnl_nlmsg_ok(header, rest) && take_one(*header, f)) header = mnl_nlmsg_next(header, &rest);
}

Result<Netlink> Netlink::open(int protocol) {
  UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
  if (!fd) return system_failure("socket", "netlink");
  sockaddr_nl self{};
  self.nl_family = AF_NETLINK;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&self), sizeof self) < 0) {
    return system_failure("bind", "netlink");
  }
  return Netlink(std::move(fd));
}

Result<Bytes> Netlink::receive() {
  sockaddr_nl from{};
  iovec block{.iov_base = buffer_->bytes, .iov_len = sizeof buffer_->bytes};
  msghdr message{};
  message.msg_name = &from;
  message.msg_namelen = sizeof from;
  message.msg_iov = &block;
  message.msg_iovlen = 1;
  const ssize_t n = retry_eintr([&] { return ::recvmsg(fd_.get(), &message, 0); });
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
  NetlinkAnswer answer(sequence_, is_dump);
  while (!answer.is_over()) {
    const Result<Bytes> datagram = receive();
    if (!datagram) return tl::unexpected(datagram.error());
    answer.take(*datagram, f);
  }
  if (answer.error() != 0) return system_failure(answer.error(), "netlink", std::string(object));
  return answer.end();
}

}  // namespace nd
