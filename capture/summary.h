// --summary: what a capture held, instead of or beside its packets: how many, how large and how fast, by protocol and
// by the pairs of addresses that exchanged most.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "capture/flow.h"
#include "capture/packet.h"
#include "common/base/text_buffer.h"

namespace nd {
class JsonWriter;
}

namespace nd::capture {

struct Volume {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  void add(std::uint64_t length) {
    ++packets;
    bytes += length;
  }
};

class Summary {
 public:
  void add(const Packet& packet, const Flow& flow);
  const Volume& total() const { return total_; }
  // From the first packet to the last.
  std::chrono::nanoseconds length() const { return std::chrono::nanoseconds(last_ - first_); }
  std::int64_t first() const { return first_; }  // nanoseconds since the epoch

  // `title` begins the text; rates are those of the time `length`. With `numeric` false addresses stay numbers all the
  // same: a summary waits for no name.
  void append_text(TextBuffer& out, std::string_view title, std::chrono::nanoseconds length) const;
  // The fields of an object that is open.
  void append_json(JsonWriter& json, std::chrono::nanoseconds length) const;

  // Memory has an end: packets of pairs past this many are counted together.
  static constexpr std::size_t kMaxPairs = 100'000;
  static constexpr std::size_t kShownPairs = 10;

 private:
  struct Pair {
    std::uint8_t version;
    std::array<std::uint8_t, 16> low;  // the lower address first: both directions are one pair
    std::array<std::uint8_t, 16> high;
    auto operator<=>(const Pair&) const = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const;
  };
  using Protocols = std::unordered_map<std::uint32_t, Volume>;
  using Pairs = std::unordered_map<Pair, Volume, PairHash>;

  template <typename F>
  void for_each_protocol(F&& f) const;  // the largest first: f(name, volume)
  template <typename F>
  void for_each_top_pair(F&& f) const;  // f(pair, volume)

  Volume total_;
  Volume further_pairs_;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  Protocols protocols_;
  Pairs pairs_;
};

}  // namespace nd::capture
