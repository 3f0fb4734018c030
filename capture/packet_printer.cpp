#include "capture/packet_printer.h"

#include <netinet/in.h>

#include "capture/flow.h"
#include "capture/process/render.h"
#include "common/base/escape.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kMaxLength = 262144;  // libpcap's largest snapshot

// -A: line ends as they are, without the CR, which the peer drops too when one byte or none follows; other control
// bytes as dots.
void append_ascii(TextBuffer& out, Bytes bytes) {
  out.put('\n');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t byte = bytes[i];
    if (byte == '\r' && (i + 2 >= bytes.size() || bytes[i + 1] == '\n')) continue;
    const bool shown = (byte >= 0x20 && byte < 0x7f) || byte == '\t' || byte == '\n';
    out.put(shown ? static_cast<char>(byte) : '.');
  }
}

constexpr std::string_view kPlain = "\x1b[0m";

// By what a packet carries: the text tells the same, so nothing is lost to whoever sees no colours.
std::string_view color_of(const Flow& flow) {
  constexpr std::string_view kRed = "\x1b[31m", kGreen = "\x1b[32m", kYellow = "\x1b[33m", kBlue = "\x1b[34m",
                             kMagenta = "\x1b[35m", kCyan = "\x1b[36m";
  if (flow.version == 0) return kYellow;
  if (flow.resets) return kRed;
  switch (flow.protocol) {
    case IPPROTO_TCP:
      return kGreen;
    case IPPROTO_UDP:
      return kBlue;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6:
      return kCyan;
    default:
      return kMagenta;
  }
}

}  // namespace

PacketPrinter::PacketPrinter(TextBuffer& out, const PrintOptions& print, const LineOptions& line)
    : printer_(out, print), line_(line), time_(line.time, line.nanoseconds) {}

bool PacketPrinter::has_sane_lengths(const Packet& packet) {
  bool sane = true;
  const auto complain = [&](auto... parts) {
    printer_.put(sane ? "[Invalid header:" : ",", parts...);
    sane = false;
  };
  if (packet.captured == 0) complain(" caplen==0");
  if (packet.length == 0) {
    complain(" len==0");
  } else if (packet.length < packet.captured) {
    complain(" len(", packet.length, ") < caplen(", packet.captured, ')');
  }
  if (packet.captured > kMaxLength) complain(" caplen(", packet.captured, ") > ", kMaxLength);
  if (packet.length > kMaxLength) complain(" len(", packet.length, ") > ", kMaxLength);
  if (!sane) printer_.put("]\n");
  return sane;
}

void PacketPrinter::print(const Packet& packet, const PacketOrigin& origin) {
  if (line_.number) printer_.put(Dec{origin.number, 5}, "  ");
  if (line_.lengths) printer_.put("caplen ", packet.captured, ", len ", packet.length, ", ");
  if (!has_sane_lengths(packet)) return;
  time_.append(printer_.out, packet);
  if (line_.interface) put_interface(origin);
  append_processes(printer_.out, origin.processes);
  if (line_.color) printer_.put(color_of(flow_of(dlt_, packet)));
  dissect(packet);
  if (line_.color) printer_.put(kPlain);
  printer_.put('\n');
}

void PacketPrinter::dissect(const Packet& packet) {
  printer_.nesting = 0;
  printer_.ip = {};
  printer_.link_length = 0;
  std::uint32_t skip = 0;
  try {
    printer_.call(*link_, Slice(packet.data, packet.captured, packet.length));
    skip = printer_.link_length;
  } catch (const Truncated&) {
    printer_.truncated();  // and the dump shows the whole packet
  }
  if (line_.dump != Dump::kNone) print_dump(packet, line_.dump_link_header ? 0 : skip);
}

// "eth0  In  ", as packets of the device `any` begin.
void PacketPrinter::put_interface(const PacketOrigin& origin) {
  TextBuffer& out = printer_.out;
  const std::size_t start = out.size();
  append_escaped(out, origin.interface);
  const std::size_t width = out.size() - start;
  out.fill(width < 5 ? 6 - width : 1);
  if (!origin.type.empty()) out.left(origin.type, 3).put(' ');
}

void PacketPrinter::print_dump(const Packet& packet, std::uint32_t skip) {
  if (packet.captured <= skip) return;
  const Bytes bytes{packet.data + skip, packet.captured - skip};
  if (line_.dump == Dump::kAscii) {
    append_ascii(printer_.out, bytes);
  } else {
    append_hex_dump(printer_.out, bytes, "\n\t", line_.dump == Dump::kHexAscii);
  }
}

}  // namespace nd::capture
