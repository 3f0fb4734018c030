// What protocols remember from packet to packet because one packet alone does not say it: who began a key exchange.
// Each holds a fixed number of entries, the oldest of which go first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "capture/dissect/context.h"

namespace nd::capture {

// The last kSize entries, the newest taking the oldest's place.
template <typename Entry, std::size_t kSize>
class Ring {
 public:
  void add(const Entry& entry) {
    entries_[next_] = entry;
    next_ = (next_ + 1) % kSize;
    if (used_ < kSize) ++used_;
  }
  bool full() const { return used_ == kSize; }
  template <typename Matches>
  const Entry* find(const Matches& matches) const {
    for (std::size_t i = 0; i < used_; ++i) {
      if (matches(entries_[i])) return &entries_[i];
    }
    return nullptr;
  }

 private:
  std::array<Entry, kSize> entries_{};
  std::size_t next_ = 0;
  std::size_t used_ = 0;
};

// The two ends of an IP packet, in 16 bytes each whatever the family.
struct AddressPair {
  std::uint8_t version = 0;
  std::array<std::uint8_t, 16> source{};
  std::array<std::uint8_t, 16> destination{};

  bool operator==(const AddressPair&) const = default;
  AddressPair reversed() const { return {version, destination, source}; }
};

inline AddressPair addresses_of(const IpLayer& ip) {
  AddressPair pair{.version = ip.version, .source = {}, .destination = {}};
  const std::size_t size = ip.version == 6 ? 16 : ip.version == 4 ? 4 : 0;
  if (size != 0) {
    std::memcpy(pair.source.data(), ip.source, size);
    std::memcpy(pair.destination.data(), ip.destination, size);
  }
  return pair;
}

struct Memory {
  struct NfsCall {  // what a reply does not say: what was asked
    std::uint32_t xid = 0;
    AddressPair addresses;  // from the client to the server
    std::uint32_t version = 0;
    std::uint32_t procedure = 0;
  };
  Ring<NfsCall, 64> nfs_calls;

  struct KeyExchange {  // ISAKMP: the initiator's cookie
    std::uint64_t cookie = 0;
    AddressPair addresses;
  };
  Ring<KeyExchange, 20> key_exchanges;
};

}  // namespace nd::capture
