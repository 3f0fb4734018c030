// Packets on their way to the output, each with the processes at its ends. What is known is kept by dialogue; a
// packet of one that is not known yet waits, and all behind it, until the helper has answered or three seconds have
// passed. Meanwhile the capture goes on emptying the kernel's buffer.
#pragma once

#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

#include "capture/options.h"
#include "capture/packet.h"
#include "capture/process/helper.h"
#include "common/sys/timer.h"

namespace nd::capture {

// Where a packet was captured.
struct PacketSource {
  std::size_t device = 0;       // which -i
  int link_type = 0;            // libpcap's number
  std::uint32_t interface = 0;  // its index, 0: not known
};

class PacketOwners {
 public:
  using Release = std::function<void(const Packet&, const PacketSource&, const PacketProcesses&)>;

  // `release` gets the packets, in the order they came, those that the filter by process leaves out excepted.
  PacketOwners(ProcessHelper helper, const WantedProcess& wanted, Release release)
      : helper_(std::move(helper)), wanted_(wanted), release_(std::move(release)) {}

  // Ahead of the packet itself: its dialogue is asked for if it has to be.
  void announce(const Packet& packet, const PacketSource& source);
  void take(const Packet& packet, const PacketSource& source);

  // Until the helper has told of the connections that there are, at most for `patience`.
  void wait_for_helper(std::chrono::milliseconds patience);

  int fd() const { return helper_.fd(); }
  void on_answers();
  // When the first packet that waits has waited long enough; nullopt: none waits.
  std::optional<MonotonicTime> deadline() const;
  void release_due();
  // The rest, for which answers are still awaited, until `patience` is over.
  void finish(std::chrono::milliseconds patience);

  // Packets that the filter left out without knowing whose they are.
  std::uint64_t left_out_unknown() const { return left_out_unknown_; }

 private:
  struct Known {
    std::array<EndOwner, 2> ends{};
    MonotonicTime answered{};
    std::int64_t last_packet = 0;  // the packets' own clock, nanoseconds
    std::int64_t begun = 0;
    unsigned again = 0;  // how often the same was asked for more
    bool waits = false;
  };
  struct Held {
    PacketSource source;
    Packet packet;
    std::vector<std::uint8_t> bytes;
    std::optional<OrientedDialogue> dialogue;
    MonotonicTime deadline;
  };
  using Table = std::unordered_map<Dialogue, Known, DialogueHash>;

  Known& find(const Dialogue& dialogue);
  Known* find_known(const Dialogue& dialogue);
  std::optional<OrientedDialogue> look_at(const Packet& packet, const PacketSource& source);
  // Notes a packet of it; whether the helper has to be asked.
  static bool note_packet(Known& known, const Flow& flow, std::int64_t when);
  void ask(const OwnersQuestion& question, Known& known);
  void learn(const OwnersAnswer& answer);
  bool waits(const Held& held);
  void hold(const Packet& packet, const PacketSource& source, const std::optional<OrientedDialogue>& dialogue);
  void pass_on(const Packet& packet, const PacketSource& source, const std::optional<OrientedDialogue>& dialogue);
  bool is_wanted(const PacketProcesses& processes);
  void give_up();
  // False: there were none until `end`.
  bool await_answers(MonotonicTime end);

  ProcessHelper helper_;
  WantedProcess wanted_;
  Release release_;
  Table young_;  // those of late …
  Table old_;    // … and those before them; the next change of generations forgets them
  std::deque<OwnersQuestion> unasked_;
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
  std::uint64_t left_out_unknown_ = 0;
  bool told_hidden_ = false;
  bool given_up_ = false;
  bool helper_is_ready_ = false;
};

}  // namespace nd::capture
