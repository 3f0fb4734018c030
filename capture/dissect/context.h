// What a dissector may know beyond its own bytes: the options of the run, the IP header and ports it came under.
#pragma once

#include <cstdint>
#include <memory>

#include "capture/dissect/interface_names.h"
#include "capture/dissect/sequence_table.h"
#include "capture/dissect/slice.h"

namespace nd::capture {

class Names;
struct Memory;

// -T: the decoder to use whatever the port says.
enum class PacketType : std::uint8_t {
  kNone,
  kAodv,
  kCarp,
  kCnfp,
  kDomain,
  kLmp,
  kPgm,
  kPgmZmtp1,
  kPtp,
  kQuic,
  kRadius,
  kResp,
  kRpc,
  kRtcp,
  kRtp,
  kSnmp,
  kSomeip,
  kTftp,
  kVat,
  kVxlan,
  kWb,
  kZmtp1
};

struct PrintOptions {
  int verbose = 0;                 // -v
  bool link_header = false;        // -e
  int quiet = 0;                   // -q
  bool absolute_sequence = false;  // -S
  bool skip_checksums = false;     // -K
  bool hex_ascii = false;          // -X
  bool no_payload_dump = false;    // -q, or -x or -X follow: payload without a printer is not dumped
  bool bgp_asdot = false;          // -b
  bool strip_domain = false;       // -N
  bool ip_oneline = false;         // -g
  PacketType packet_type = PacketType::kNone;
  Names* names = nullptr;  // null with -n: nothing is looked up
};

// The IP header a transport protocol stands under.
struct IpLayer {
  std::uint8_t version = 0;  // 4, 6, or 0: none
  std::uint8_t ttl = 0;      // or hop limit
  bool fragmented = false;   // more fragments follow
  // Of the fixed header: protocol or next header. A transport under extension headers sees another number here,
  // and then prints no addresses.
  std::uint8_t protocol = 0;
  Slice header;                          // from the first byte of the IP header
  const std::uint8_t* source = nullptr;  // 4 or 16 bytes
  const std::uint8_t* destination = nullptr;
  const std::uint8_t* checksum_destination = nullptr;  // the last stop of a routing header, else the destination
};

// Layers inside layers end here: tunnels in a crafted packet could otherwise nest until the stack ends.
inline constexpr int kMaxNesting = 128;

struct Context {
  explicit Context(const PrintOptions& print_options);
  ~Context();

  const PrintOptions& options;
  SequenceTable sequences;
  InterfaceNames interfaces;
  IpLayer ip;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  const std::uint8_t* ethernet_source = nullptr;  // of the innermost frame, or null
  const std::uint8_t* ethernet_destination = nullptr;
  int nesting = 0;
  std::unique_ptr<Memory> memory;  // what protocols remember from packet to packet; see memory.h
};

}  // namespace nd::capture
