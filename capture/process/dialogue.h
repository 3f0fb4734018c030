// What the capture asks its helper process, and what it is told: two ends that exchange packets, and who holds the
// socket of each. Both travel as they are over a socket pair.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "capture/flow.h"
#include "common/model/address.h"

namespace nd::capture {

// Both directions are one dialogue: the lower end stands first.
struct Dialogue {
  std::array<std::array<std::uint8_t, 16>, 2> address{};  // IPv4: the first four bytes
  std::array<std::uint16_t, 2> port{};                    // 0 where the protocol has none
  std::uint8_t version = 0;                               // 4 or 6
  std::uint8_t protocol = 0;                              // of IP
  std::uint16_t padding = 0;                              // the bytes are hashed
  bool operator==(const Dialogue&) const = default;

  Endpoint end(std::size_t i) const {
    const std::span<const std::uint8_t, 16> bytes(address[i]);
    return {version == 4 ? IpAddress::v4(bytes.first<4>()) : IpAddress::v6(bytes), port[i]};
  }
};

// `source` is the end that sent the packet of `flow`, which is one of IP.
struct OrientedDialogue {
  Dialogue key;
  std::size_t source = 0;
};
inline OrientedDialogue dialogue_of(const Flow& flow) {
  OrientedDialogue made;
  const bool swapped =
      flow.destination != flow.source ? flow.destination < flow.source : flow.destination_port < flow.source_port;
  made.source = swapped ? 1 : 0;
  made.key.address[made.source] = flow.source;
  made.key.address[1 - made.source] = flow.destination;
  made.key.port[made.source] = flow.source_port;
  made.key.port[1 - made.source] = flow.destination_port;
  made.key.version = flow.version;
  made.key.protocol = flow.protocol;
  return made;
}

struct DialogueHash {
  std::size_t operator()(const Dialogue& c) const {
    static_assert(std::has_unique_object_representations_v<Dialogue>);
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(&c), sizeof c});
  }
};

struct EndOwner {
  enum class State : std::uint8_t {
    kElsewhere,  // the address is not this machine's
    kUnknown,    // nobody was found, or not in time, who holds a socket for it
    kKnown,
  };
  State state = State::kUnknown;
  bool provisional = false;  // who listens: the connection was not accepted yet
  bool has_user = false;     // always, where the state is kKnown; else that of a socket without a known holder
  std::int32_t pid = 0;
  std::uint32_t uid = 0;
  char command[64] = {};  // raw, ends with NUL
  char user[36] = {};     // empty: the uid has no name
};

struct OwnersQuestion {
  Dialogue dialogue;
  std::uint32_t interface = 0;  // the index of the one captured on, 0: any
};

struct OwnersAnswer {
  Dialogue dialogue;  // of version 0: all connections that there were at the start have been told
  std::array<EndOwner, 2> ends{};
  bool hidden = false;  // there are processes that the helper may not look into
};

// Of a packet's two ends; null: there is nothing to tell.
struct PacketProcesses {
  const EndOwner* source = nullptr;
  const EndOwner* destination = nullptr;
};

static_assert(std::is_trivially_copyable_v<OwnersQuestion> && std::is_trivially_copyable_v<OwnersAnswer>);

}  // namespace nd::capture
