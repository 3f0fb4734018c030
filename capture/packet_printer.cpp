#include "capture/packet_printer.h"

#include "capture/process/render.h"
#include "common/base/escape.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kMaxLength = 262144;  // libpcap's largest snapshot

// -A: line ends as they are, other control bytes as dots.
void append_ascii(TextBuffer& out, Bytes bytes) {
  out.put('\n');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t byte = bytes[i];
    if (byte == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
    const bool shown = (byte >= 0x20 && byte < 0x7f) || byte == '\t' || byte == '\n';
    out.put(shown ? static_cast<char>(byte) : '.');
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
  printer_.put('\n');
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
