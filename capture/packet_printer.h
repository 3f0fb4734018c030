// A packet becomes its lines of text: number, time, what the dissectors say, and the hex dump that -x, -X or -A ask
// for.
#pragma once

#include "capture/dissect/printer.h"
#include "capture/origin.h"
#include "capture/packet.h"
#include "capture/timestamp.h"

namespace nd::capture {

enum class Dump : std::uint8_t { kNone, kHex, kHexAscii, kAscii };  // -x, -X, -A

struct LineOptions {
  bool number = false;     // -#
  bool lengths = false;    // --lengths
  bool color = false;      // --color
  bool interface = false;  // several -i
  TimeForm time = TimeForm::kTime;
  bool nanoseconds = false;
  Dump dump = Dump::kNone;
  bool dump_link_header = false;  // -xx, -XX, -AA
};

class PacketPrinter {
 public:
  PacketPrinter(TextBuffer& out, const PrintOptions& print, const LineOptions& line);

  // The dissector for packets that follow, and libpcap's number of their link type; not null.
  void set_link(const Dissector& link, int dlt) {
    link_ = &link;
    dlt_ = dlt;
  }
  void print(const Packet& packet, const PacketOrigin& origin);

 private:
  void dissect(const Packet& packet);
  void put_interface(const PacketOrigin& origin);
  bool has_sane_lengths(const Packet& packet);
  void print_dump(const Packet& packet, std::uint32_t skip);

  Printer printer_;
  LineOptions line_;
  TimestampPrinter time_;
  const Dissector* link_ = nullptr;
  int dlt_ = -1;
};

}  // namespace nd::capture
