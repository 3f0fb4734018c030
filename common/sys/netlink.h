// A netlink socket that believes nothing: the sender must be the kernel, every answer must fit, errors and interrupted
// dumps are told. rtnetlink and sock_diag stand on it; libmnl builds the messages.
#pragma once

#include <linux/netlink.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "common/base/byte_reader.h"
#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

// One message of an answer: its type and what follows the nlmsghdr.
struct NetlinkMessage {
  std::uint16_t type;
  std::uint16_t flags;
  Bytes payload;
};

// How a dump ended. `interrupted`: the table changed meanwhile (NLM_F_DUMP_INTR), so rows may be missing or twice.
struct DumpEnd {
  bool interrupted = false;
};

using OnNetlinkMessage = std::function<void(const NetlinkMessage&)>;

// The answer to one request, datagram by datagram. Messages of other sequence numbers belong to an answer that was
// given up earlier and are passed over.
class NetlinkAnswer {
 public:
  NetlinkAnswer(std::uint32_t sequence, bool is_dump) : sequence_(sequence), is_dump_(is_dump) {}

  void take(Bytes datagram, const OnNetlinkMessage& f);
  bool is_over() const { return over_; }
  // 0, or the errno of an NLMSG_ERROR or of the NLMSG_DONE of a dump that failed on its way.
  int error() const { return error_; }
  DumpEnd end() const { return end_; }

 private:
  bool take_one(const nlmsghdr& header, const OnNetlinkMessage& f);

  std::uint32_t sequence_;
  bool is_dump_;
  bool over_ = false;
  int error_ = 0;
  DumpEnd end_;
};

class Netlink {
 public:
  using OnMessage = OnNetlinkMessage;

  // `protocol` is NETLINK_ROUTE, NETLINK_SOCK_DIAG …
  static Result<Netlink> open(int protocol);

  // Sends a request and hands every message of the answer to `f`. The kernel's NLMSG_ERROR becomes an Error whose code
  // is its errno and whose object is `object`. Sequence number and NLM_F_REQUEST are set here; NLM_F_DUMP is the
  // caller's to set.
  Result<DumpEnd> transact(nlmsghdr& request, std::string_view object, const OnMessage& f);

 private:
  explicit Netlink(UniqueFd fd) : fd_(std::move(fd)), buffer_(std::make_unique<Block>()) {}
  // The next datagram; empty when it was not the kernel's.
  Result<Bytes> receive();

  struct Block {
    alignas(nlmsghdr) std::uint8_t bytes[64 * 1024];  // the kernel never sends a larger datagram of a dump
  };
  UniqueFd fd_;
  std::unique_ptr<Block> buffer_;
  std::uint32_t sequence_ = 0;
};

}  // namespace nd
