// A whole packet of any link type through every dissector, as text and as JSON. The first two bytes choose the link
// type and the options, the rest is the packet.
#include "capture/dissect/registry.h"
#include "capture/packet_json.h"
#include "capture/packet_printer.h"

namespace {

constexpr int kLinkTypes[] = {1, 0, 9, 12, 50, 51, 104, 105, 108, 113, 127, 276, 281, 282, 284, 285};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nd::capture;
  if (size < 3) return 0;
  const int dlt = kLinkTypes[data[0] % std::size(kLinkTypes)];
  const Dissector* link = by_link_type(dlt);
  if (link == nullptr) return 0;
  PrintOptions options;
  options.verbose = data[1] & 3;
  options.link_header = (data[1] & 4) != 0;
  options.quiet = (data[1] & 8) != 0 ? 1 : 0;
  options.absolute_sequence = (data[1] & 16) != 0;
  // Copied, so that a read past the capture is a read past an allocation.
  const std::vector<std::uint8_t> bytes(data + 2, data + size);
  const auto captured = static_cast<std::uint32_t>(bytes.size());
  const std::uint32_t cut = (data[1] & 32) != 0 ? 40 : 0;  // bytes that the capture does not hold
  const Packet packet{
      .seconds = 1, .nanoseconds = 2, .captured = captured, .length = captured + cut, .data = bytes.data()};
  nd::TextBuffer out;
  PacketPrinter printer(out, options, {});
  printer.set_link(*link, dlt);
  printer.print(packet, {.number = 1});
  PacketJson json(out, options, true);
  json.set_link(*link);
  json.write(packet, {.number = 1});
  return 0;
}
