#include "capture/process/packet_owners.h"

#include <poll.h>

#include <algorithm>

#include "common/sys/output.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

constexpr std::chrono::seconds kPatience{3};        // that a packet waits at most
constexpr std::size_t kMostHeldBytes = 64U << 20U;  // of packets that wait
constexpr std::size_t kGeneration = 32768;          // dialogues
constexpr std::chrono::seconds kTrustedFor{5};      // an owner may hand its socket on
constexpr std::int64_t kIdle = 1'000'000'000;       // after which a port may be somebody else's
constexpr std::int64_t kSameInstant = 100'000'000;  // two sockets stamp one packet a little apart

using State = EndOwner::State;

bool is_open_question(const EndOwner& end) { return end.provisional || end.state == State::kUnknown; }

// A connection's owner stays who it was when it is known no more, or only its listener is.
bool is_better(const EndOwner& answer, const EndOwner& known, std::uint8_t protocol) {
  constexpr std::uint8_t kTcp = 6;
  if (known.state != State::kKnown || protocol != kTcp) return true;
  if (answer.state == State::kUnknown) return false;
  return known.provisional || !answer.provisional;
}

}  // namespace

PacketOwners::Known* PacketOwners::find_known(const Dialogue& dialogue) {
  if (const auto found = young_.find(dialogue); found != young_.end()) return &found->second;
  const auto found = old_.find(dialogue);
  return found == old_.end() ? nullptr : &found->second;
}

PacketOwners::Known& PacketOwners::find(const Dialogue& dialogue) {
  if (const auto found = young_.find(dialogue); found != young_.end()) return found->second;
  if (young_.size() >= kGeneration) {
    old_ = std::move(young_);
    young_ = {};
  }
  Known known;
  if (const auto found = old_.find(dialogue); found != old_.end()) known = found->second;
  return young_.emplace(dialogue, known).first->second;
}

bool PacketOwners::note_packet(Known& known, const Flow& flow, std::int64_t when) {
  const bool fresh = known.answered == MonotonicTime{};
  const bool idle = known.last_packet != 0 && when - known.last_packet >= kIdle;
  known.last_packet = std::max(known.last_packet, when);
  if (flow.begins && when - known.begun > kSameInstant) {
    known.begun = when;
    known.ends = {};
    return !known.waits;
  }
  if (known.waits) return false;
  if (fresh || idle) return true;
  const auto age = monotonic_now() - known.answered;
  constexpr unsigned kMostDoublings = 10;
  if (is_open_question(known.ends[0]) || is_open_question(known.ends[1]))
    return age >= std::chrono::milliseconds(1U << std::min(known.again, kMostDoublings));
  return age >= kTrustedFor;
}

void PacketOwners::ask(const OwnersQuestion& question, Known& known) {
  constexpr std::size_t kMostUnasked = 2 * kGeneration;
  if (helper_.is_gone() || unasked_.size() >= kMostUnasked) return;
  known.waits = true;
  if (!unasked_.empty() || !helper_.ask(question)) unasked_.push_back(question);
  if (helper_.is_gone()) give_up();
}

std::optional<OrientedDialogue> PacketOwners::look_at(const Packet& packet, const PacketSource& source) {
  const Flow flow = flow_of(source.link_type, packet);
  if (flow.version == 0) return std::nullopt;
  const OrientedDialogue dialogue = dialogue_of(flow);
  Known& known = find(dialogue.key);
  if (note_packet(known, flow, nanoseconds_of(packet)))
    ask({.dialogue = dialogue.key, .interface = source.interface}, known);
  return dialogue;
}

void PacketOwners::announce(const Packet& packet, const PacketSource& source) {
  static_cast<void>(look_at(packet, source));
}

void PacketOwners::take(const Packet& packet, const PacketSource& source) {
  const auto dialogue = look_at(packet, source);
  const Known* known = dialogue ? find_known(dialogue->key) : nullptr;
  if (held_.empty() && (known == nullptr || !known->waits)) return pass_on(packet, source, dialogue);
  hold(packet, source, dialogue);
}

void PacketOwners::hold(const Packet& packet, const PacketSource& source,
                        const std::optional<OrientedDialogue>& dialogue) {
  held_.push_back({.source = source,
                   .packet = packet,
                   .bytes = {packet.data, packet.data + packet.captured},
                   .dialogue = dialogue,
                   .deadline = monotonic_now() + kPatience});
  held_.back().packet.data = held_.back().bytes.data();
  held_bytes_ += packet.captured + sizeof(Held);
  release_due();
}

bool PacketOwners::waits(const Held& held) {
  if (!held.dialogue) return false;
  const Known* known = find_known(held.dialogue->key);
  return known != nullptr && known->waits;
}

void PacketOwners::release_due() {
  const MonotonicTime now = monotonic_now();
  while (!held_.empty()) {
    Held& first = held_.front();
    if (waits(first) && now < first.deadline && held_bytes_ <= kMostHeldBytes) return;
    held_bytes_ -= first.packet.captured + sizeof(Held);
    pass_on(first.packet, first.source, first.dialogue);
    held_.pop_front();
  }
}

std::optional<MonotonicTime> PacketOwners::deadline() const {
  if (held_.empty()) return std::nullopt;
  return held_.front().deadline;
}

void PacketOwners::learn(const OwnersAnswer& answer) {
  if (answer.hidden && !told_hidden_) {
    told_hidden_ = true;
    complain("mycap",
             "--process: not all processes may be looked into, their packets show ? (run as root, or add "
             "cap_sys_ptrace and cap_dac_read_search to the program's capabilities)");
  }
  if (answer.dialogue.version == 0) {
    helper_is_ready_ = true;
    return;
  }
  Known& known = find(answer.dialogue);
  known.waits = false;
  known.answered = monotonic_now();
  bool open = false;
  for (std::size_t i = 0; i < 2; ++i) {
    if (is_better(answer.ends[i], known.ends[i], answer.dialogue.protocol)) known.ends[i] = answer.ends[i];
    open = open || is_open_question(known.ends[i]);
  }
  known.again = open ? known.again + 1 : 0;
}

void PacketOwners::on_answers() {
  while (const auto answer = helper_.answer()) learn(*answer);
  while (!unasked_.empty() && !helper_.is_gone() && helper_.ask(unasked_.front())) unasked_.pop_front();
  if (helper_.is_gone()) give_up();
  release_due();
}

// Nobody answers any more: what is known by now is all that will be.
void PacketOwners::give_up() {
  if (!given_up_) complain("mycap", "--process: the helper process ended, further packets show ?");
  given_up_ = true;
  unasked_.clear();
  for (Table* table : {&young_, &old_}) {
    for (auto& [dialogue, known] : *table) known.waits = false;
  }
}

bool PacketOwners::await_answers(MonotonicTime end) {
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - monotonic_now());
  if (helper_.is_gone() || rest.count() <= 0) return false;
  pollfd readable{.fd = fd(), .events = POLLIN, .revents = 0};
  if (retry_eintr([&] { return ::poll(&readable, 1, static_cast<int>(rest.count())); }) <= 0) return false;
  on_answers();
  return true;
}

void PacketOwners::wait_for_helper(std::chrono::milliseconds patience) {
  const MonotonicTime end = monotonic_now() + patience;
  while (!helper_is_ready_ && await_answers(end)) {
  }
}

void PacketOwners::finish(std::chrono::milliseconds patience) {
  const MonotonicTime end = monotonic_now() + patience;
  while (!held_.empty() && await_answers(end)) {
  }
  for (; !held_.empty(); held_.pop_front()) pass_on(held_.front().packet, held_.front().source, held_.front().dialogue);
}

bool PacketOwners::is_wanted(const PacketProcesses& processes) {
  if (!wanted_) return true;
  bool unknown = false;
  for (const EndOwner* end : {processes.source, processes.destination}) {
    if (end == nullptr) continue;
    unknown = unknown || end->state == State::kUnknown;
    if (end->state != State::kKnown || (wanted_.pid != 0 && end->pid != wanted_.pid)) continue;
    if (wanted_.command.empty() || wanted_.command == end->command) return true;
  }
  if (unknown) ++left_out_unknown_;
  return false;
}

void PacketOwners::pass_on(const Packet& packet, const PacketSource& source,
                           const std::optional<OrientedDialogue>& dialogue) {
  static const Known kForgotten{};  // too many others came while it waited
  PacketProcesses processes;
  if (dialogue) {
    const Known* found = find_known(dialogue->key);
    const Known& known = found == nullptr ? kForgotten : *found;
    const EndOwner& from = known.ends[dialogue->source];
    const EndOwner& to = known.ends[1 - dialogue->source];
    if (from.state != State::kElsewhere) processes.source = &from;
    if (to.state != State::kElsewhere) processes.destination = &to;
  }
  if (is_wanted(processes)) release_(packet, source, processes);
}

}  // namespace nd::capture
