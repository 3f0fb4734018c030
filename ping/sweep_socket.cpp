#include "ping/sweep_socket.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "common/base/checksum.h"
#include "common/sys/syscall.h"

namespace nd::ping {
namespace {

constexpr std::size_t kPayloadAt = IcmpHeader::kSize;
constexpr std::size_t kMarkAt = kPayloadAt + 8;  // generation and attempt
constexpr std::uint32_t kIdents = 64;            // 4 million probes under way

void store16(std::uint8_t* at, std::uint16_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}

}  // namespace

struct SweepSocket::Batch {
  std::array<std::array<std::uint8_t, 2048>, kBatch> packets{};
  std::array<SocketAddress, kBatch> to{};
  std::array<iovec, kBatch> out_blocks{};
  std::array<mmsghdr, kBatch> out{};
  std::vector<std::uint8_t> replies;  // kBatch rooms of equal size
  std::array<sockaddr_in6, kBatch> from{};
  alignas(cmsghdr) std::array<std::array<std::uint8_t, kControlSize>, kBatch> control{};
  std::array<iovec, kBatch> in_blocks{};
  std::array<mmsghdr, kBatch> in{};
};

// Probes as the error queue of the sending socket gives them back with their stamps, from the link layer's header on.
struct SweepSocket::SentBatch {
  std::array<std::array<std::uint8_t, 2048 + 256>, kBatch> packets{};
  alignas(cmsghdr) std::array<std::array<std::uint8_t, 256>, kBatch> control{};
  std::array<iovec, kBatch> blocks{};
  std::array<mmsghdr, kBatch> messages{};
};

SweepSocket::SweepSocket(Family family, const SweepShape& shape, UniqueFd in, UniqueFd out)
    : family_(family),
      size_(std::clamp<std::size_t>(shape.size, 16, 2048 - kPayloadAt)),
      in_(std::move(in)),
      out_(std::move(out)),
      batch_(std::make_unique<Batch>()),
      sent_(shape.stamps ? std::make_unique<SentBatch>() : nullptr) {
  std::array<std::uint8_t, 10> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) std::abort();
  std::copy(random.begin(), random.begin() + 8, cookie_.begin());
  base_ident_ = static_cast<std::uint16_t>(random[8] << 8 | random[9]);
  const std::size_t room = kReplyRoom + size_;
  batch_->replies.resize(kBatch * room);
  for (std::size_t i = 0; i < kBatch; ++i) {
    auto& packet = batch_->packets[i];
    packet[0] = family == Family::kIpv4 ? std::uint8_t{icmp4::kEcho} : std::uint8_t{icmp6::kEcho};
    std::copy(cookie_.begin(), cookie_.end(), packet.begin() + kPayloadAt);
    batch_->out_blocks[i] = {packet.data(), kPayloadAt + size_};
    batch_->out[i].msg_hdr.msg_iov = &batch_->out_blocks[i];
    batch_->out[i].msg_hdr.msg_iovlen = 1;
    batch_->in_blocks[i] = {batch_->replies.data() + i * room, room};
    batch_->in[i].msg_hdr.msg_iov = &batch_->in_blocks[i];
    batch_->in[i].msg_hdr.msg_iovlen = 1;
  }
  fixed_sum_ = static_cast<std::uint16_t>(~internet_checksum(Bytes(batch_->packets[0].data(), kPayloadAt + size_)));
}

SweepSocket::~SweepSocket() = default;

void SweepSocket::queue(const IpAddress& to, SweepMark mark) {
  const std::size_t i = queued_++;
  marks_[i] = mark;
  std::uint8_t* packet = batch_->packets[i].data();
  const auto ident = static_cast<std::uint16_t>(base_ident_ + (mark.slot >> 16));
  const auto sequence = static_cast<std::uint16_t>(mark.slot);
  store16(packet + 4, ident);
  store16(packet + 6, sequence);
  store16(packet + kMarkAt, static_cast<std::uint16_t>(mark.generation >> 16));
  store16(packet + kMarkAt + 2, static_cast<std::uint16_t>(mark.generation));
  store16(packet + kMarkAt + 4, mark.attempt);
  InternetChecksum sum;
  sum.add16(fixed_sum_).add16(ident).add16(sequence).add16(mark.attempt);
  sum.add16(static_cast<std::uint16_t>(mark.generation >> 16)).add16(static_cast<std::uint16_t>(mark.generation));
  store16(packet + 2, sum.value());
  batch_->to[i] = to_socket_address(to);
  batch_->out[i].msg_hdr.msg_name = batch_->to[i].get();
  batch_->out[i].msg_hdr.msg_namelen = batch_->to[i].length;
}

Result<std::size_t> SweepSocket::flush() {
  const int n =
      retry_eintr([&] { return ::sendmmsg(out_.get(), batch_->out.data(), static_cast<unsigned>(queued_), 0); });
  if (n < 0) return system_failure("sendmmsg", "sendmmsg");
  for (int i = 0; i < n && static_cast<std::size_t>(n) < queued_; ++i) drop_first();
  if (static_cast<std::size_t>(n) >= queued_) queued_ = 0;
  return static_cast<std::size_t>(n);
}

SweepMark SweepSocket::drop_first() {
  const SweepMark dropped = marks_[0];
  for (std::size_t i = 1; i < queued_; ++i) {  // rare, so moving is cheap enough
    std::memcpy(batch_->packets[i - 1].data(), batch_->packets[i].data(), kPayloadAt + size_);
    batch_->to[i - 1] = batch_->to[i];
    marks_[i - 1] = marks_[i];
    batch_->out[i - 1].msg_hdr.msg_name = batch_->to[i - 1].get();
    batch_->out[i - 1].msg_hdr.msg_namelen = batch_->to[i - 1].length;
  }
  if (queued_ > 0) --queued_;
  return dropped;
}

std::size_t SweepSocket::receive_batch() {
  if (family_ == Family::kIpv6) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      batch_->in[i].msg_hdr.msg_name = &batch_->from[i];
      batch_->in[i].msg_hdr.msg_namelen = sizeof batch_->from[i];
    }
  }
  for (std::size_t i = 0; sent_ && i < kBatch; ++i) {
    batch_->in[i].msg_hdr.msg_control = batch_->control[i].data();
    batch_->in[i].msg_hdr.msg_controllen = kControlSize;
  }
  const int n = ::recvmmsg(in_.get(), batch_->in.data(), kBatch, MSG_DONTWAIT, nullptr);
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

namespace {

// The first time of a control message of this type: SCM_TIMESTAMPNS has one, SCM_TIMESTAMPING the software's first.
WallTime stamp_of(msghdr& message, int type) {
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) {
    if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != type) continue;
    timespec time{};
    std::memcpy(&time, CMSG_DATA(at), sizeof time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }
  return {};
}

}  // namespace

std::size_t SweepSocket::receive_stamps() {
  for (std::size_t i = 0; i < kBatch; ++i) {
    sent_->blocks[i] = {sent_->packets[i].data(), sent_->packets[i].size()};
    msghdr& message = sent_->messages[i].msg_hdr;
    message = {};
    message.msg_iov = &sent_->blocks[i];
    message.msg_iovlen = 1;
    message.msg_control = sent_->control[i].data();
    message.msg_controllen = sent_->control[i].size();
  }
  const int n = ::recvmmsg(out_.get(), sent_->messages.data(), kBatch, MSG_DONTWAIT | MSG_ERRQUEUE, nullptr);
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

// What stands before the ICMP message is the device's and the IP layer's, so it is found from its end.
std::optional<SweepSocket::SentStamp> SweepSocket::read_stamp(std::size_t i) const {
  const std::size_t length = std::min<std::size_t>(sent_->messages[i].msg_len, sent_->packets[i].size());
  const std::size_t ours = kPayloadAt + size_;
  if (length < ours) return std::nullopt;
  ByteReader in{Bytes(sent_->packets[i].data() + (length - ours), ours)};
  const IcmpHeader header = read_icmp_header(in);
  const auto mark = read_mark(header, in);
  const WallTime time = stamp_of(sent_->messages[i].msg_hdr, SCM_TIMESTAMPING);
  if (!mark || time == WallTime(0)) return std::nullopt;
  return SentStamp{*mark, time};
}

std::optional<SweepMark> SweepSocket::read_mark(const IcmpHeader& header, ByteReader& payload) const {
  const auto slot = slot_of(header);
  const Bytes cookie = payload.take(cookie_.size());
  const std::uint32_t generation = payload.b32();
  const std::uint16_t attempt = payload.b16();
  if (!slot || payload.truncated() || !std::equal(cookie.begin(), cookie.end(), cookie_.begin())) return std::nullopt;
  return SweepMark{*slot, generation, attempt};
}

bool SweepSocket::is_ours_so_far(Bytes payload) const {
  const std::size_t size = std::min(payload.size(), cookie_.size());
  return std::equal(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size), cookie_.begin());
}

std::optional<std::uint32_t> SweepSocket::slot_of(const IcmpHeader& header) const {
  const auto offset = static_cast<std::uint16_t>(header.id() - base_ident_);
  if (offset >= kIdents) return std::nullopt;
  return std::uint32_t{offset} << 16 | header.sequence();
}

bool SweepSocket::is_reply(const IcmpHeader& header) const {
  return family_ == Family::kIpv4 ? header.type == icmp4::kEchoReply : header.type == icmp6::kEchoReply;
}

std::optional<SweepAnswer> SweepSocket::read_answer(std::size_t i) const {
  const iovec& block = batch_->in_blocks[i];
  const Bytes bytes(static_cast<const std::uint8_t*>(block.iov_base),
                    std::min<std::size_t>(batch_->in[i].msg_len, block.iov_len));
  const bool v4 = family_ == Family::kIpv4;
  const auto datagram = parse_datagram(bytes, family_, v4);
  if (!datagram || !datagram->checksum_ok) return std::nullopt;
  SweepAnswer answer;
  answer.header = datagram->header;
  answer.from = v4 ? IpAddress::v4(bytes.subspan<12, 4>())
                   : to_endpoint(reinterpret_cast<const sockaddr*>(&batch_->from[i]), sizeof batch_->from[i]).address;
  ByteReader in{datagram->message.subspan(IcmpHeader::kSize)};
  if (!is_reply(answer.header)) {
    const auto quoted = parse_quoted(in.rest(), family_);
    const auto slot = quoted ? slot_of(quoted->header) : std::nullopt;
    if (!slot || !is_ours_so_far(quoted->payload)) return std::nullopt;
    answer.kind = SweepAnswer::Kind::kError;
    ByteReader payload{quoted->payload};
    const auto mark = read_mark(quoted->header, payload);
    answer.whole_mark = mark.has_value();
    answer.mark = mark.value_or(SweepMark{.slot = *slot});
    answer.destination = quoted->destination;
    return answer;
  }
  const auto mark = read_mark(answer.header, in);
  if (!mark) return std::nullopt;
  answer.mark = *mark;
  if (sent_) answer.stamp = stamp_of(batch_->in[i].msg_hdr, SCM_TIMESTAMPNS);
  return answer;
}

}  // namespace nd::ping
