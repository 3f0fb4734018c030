// The sockets of a sweep: many echo requests a system call out, many replies a system call in. One socket hears
// replies only, the other nothing at all, so that what is sent over loopback is not delivered twice.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/sys/sockaddr.h"
#include "common/sys/unique_fd.h"
#include "ping/echo_packet.h"
#include "ping/rtt.h"
#include "ping/sweep_table.h"

namespace nd::ping {

// One datagram that came back.
struct SweepAnswer {
  enum class Kind : std::uint8_t { kReply, kError };
  Kind kind = Kind::kReply;
  SweepMark mark;
  bool whole_mark = true;  // an error need not quote more than eight bytes of ICMP (RFC 792): only the slot is known
  IpAddress from;
  IpAddress destination;  // of the probe that an error quotes
  IcmpHeader header;
  WallTime stamp{0};  // where the kernel's stamps were asked for
};

// How the probes of a sweep look and which way they go.
struct SweepShape {
  std::size_t size = 56;  // bytes of payload, at least 16
  std::optional<int> ttl{};
  std::optional<int> tos{};
  std::optional<std::uint32_t> mark{};
  std::optional<std::string> device{};
  IpAddress source{};   // used for targets of its family
  bool stamps = false;  // the kernel tells when each probe left and when its reply came
};

class SweepSocket {
 public:
  static constexpr std::size_t kBatch = 64;

  // Needs CAP_NET_RAW.
  static Result<std::unique_ptr<SweepSocket>> open(Family family, const SweepShape& shape);

  Family family() const { return family_; }
  int fd() const { return in_.get(); }

  bool full() const { return queued_ == kBatch; }
  std::size_t queued() const { return queued_; }
  void queue(const IpAddress& to, SweepMark mark);
  // Sends what is queued; how many left. The rest stays queued, and the error is that of the first of them.
  Result<std::size_t> flush();
  // Drops the first that is queued, whose send failed for good; which it was: its target may be done with by now.
  SweepMark drop_first();

  // Takes up to kBatch datagrams; calls `f` for those that are about our probes. How many were taken.
  template <typename F>
  std::size_t receive(F&& f) {
    const std::size_t n = receive_batch();
    for (std::size_t i = 0; i < n; ++i) {
      if (const auto answer = read_answer(i)) f(*answer);
    }
    return n;
  }

  // Where stamps were asked for: calls `f` with the mark of each probe that a device got since, and when.
  template <typename F>
  void read_stamps(F&& f) {
    for (std::size_t n = kBatch; sent_ && n == kBatch;) {
      n = receive_stamps();
      for (std::size_t i = 0; i < n; ++i) {
        if (const auto stamp = read_stamp(i)) f(stamp->mark, stamp->time);
      }
    }
  }

 private:
  static constexpr std::size_t kReplyRoom = 192;  // for headers, options and what an error says besides
  static constexpr std::size_t kControlSize = 64;
  struct Batch;
  struct SentBatch;
  struct SentStamp {
    SweepMark mark;
    WallTime time;
  };

  SweepSocket(Family family, const SweepShape& shape, UniqueFd in, UniqueFd out);
  std::size_t receive_batch();
  std::size_t receive_stamps();
  std::optional<SentStamp> read_stamp(std::size_t i) const;
  std::optional<SweepMark> read_mark(const IcmpHeader& header, ByteReader& payload) const;
  std::optional<SweepAnswer> read_answer(std::size_t i) const;
  std::optional<std::uint32_t> slot_of(const IcmpHeader& header) const;
  bool is_reply(const IcmpHeader& header) const;
  // As much of the cookie as is there.
  bool is_ours_so_far(Bytes payload) const;

  Family family_;
  std::size_t size_;
  UniqueFd in_;
  UniqueFd out_;
  std::uint16_t base_ident_;
  std::array<std::uint8_t, 8> cookie_;
  std::uint16_t fixed_sum_ = 0;  // of what is the same in all probes
  std::size_t queued_ = 0;
  std::array<SweepMark, kBatch> marks_{};
  std::unique_ptr<Batch> batch_;
  std::unique_ptr<SentBatch> sent_;  // where stamps were asked for

 public:
  ~SweepSocket();
};

}  // namespace nd::ping
