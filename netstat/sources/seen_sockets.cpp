#include "netstat/sources/seen_sockets.h"

#include <cstring>

namespace nd::netstat {
namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {  // splitmix64's finisher
  hash ^= value + 0x9e3779b97f4a7c15U + (hash << 6) + (hash >> 2);
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31);
}

std::uint64_t mix(std::uint64_t hash, const IpAddress& address) {
  const auto bytes = address.bytes();
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    hash = address.is_v4() ? hash ^ (std::uint64_t{word} << 32) : mix(hash, word);
  }
  return hash;
}

// Two passes for IPv4: each end's address and port fill 48 bits.
std::uint64_t hash_of(const SocketRow& row) {
  std::uint64_t hash = mix(mix(1, row.local.address), row.local.port);
  hash = mix(mix(hash, row.remote.address), row.remote.port);
  return hash == 0 ? 1 : hash;
}

}  // namespace

bool SeenSockets::insert(const SocketRow& row) {
  const bool is_connection = row.protocol == InetProtocol::kTcp && row.remote.port != 0;
  const std::uint64_t hash = hash_of(row);
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].hash != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash) {
      if (slot.inode == row.inode) return false;
      if (is_connection && (slot.inode == 0 || row.inode == 0)) return false;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  slots_[at] = {hash, row.inode};
  if (++size_ * 2 > slots_.size()) grow();
  return true;
}

void SeenSockets::grow() {
  Slots larger(slots_.size() * 4);
  for (const Slot& slot : slots_) {
    if (slot.hash == 0) continue;
    std::size_t at = slot.hash & (larger.size() - 1);
    while (larger[at].hash != 0) at = (at + 1) & (larger.size() - 1);
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace nd::netstat
