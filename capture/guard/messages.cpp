#include "capture/guard/messages.h"

#include <sys/socket.h>

#include <cstring>

#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

// Room for the control message that carries one descriptor.
union Control {
  cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
};

msghdr message_of(iovec& data, Control& control) {
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  return message;
}

}  // namespace

Status send_answer(int socket, const Answer& answer, int descriptor) {
  iovec data{.iov_base = const_cast<Answer*>(&answer), .iov_len = sizeof answer};
  Control control{};
  msghdr message = message_of(data, control);
  if (descriptor >= 0) {
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  } else {
    message.msg_control = nullptr;
    message.msg_controllen = 0;
  }
  if (retry_eintr([&] { return ::sendmsg(socket, &message, MSG_NOSIGNAL); }) < 0)
    return system_failure("sendmsg", "decoder");
  return {};
}

Result<bool> receive_answer(int socket, Answer& answer, UniqueFd& descriptor) {
  iovec data{.iov_base = &answer, .iov_len = sizeof answer};
  Control control{};
  msghdr message = message_of(data, control);
  const ssize_t got = retry_eintr([&] { return ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC); });
  if (got == 0) return false;
  if (got < 0) return system_failure("recvmsg", "monitor");
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    descriptor.reset(fd);
  }
  if ((message.msg_flags & MSG_CTRUNC) != 0) return system_failure(EMFILE, "recvmsg", "monitor");
  if (got != static_cast<ssize_t>(sizeof answer) || (message.msg_flags & MSG_TRUNC) != 0)
    return system_failure(EPROTO, "recvmsg", "monitor");
  answer.text.back() = '\0';
  return true;
}

}  // namespace nd::capture
