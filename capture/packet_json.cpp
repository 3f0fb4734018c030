#include "capture/packet_json.h"

#include <chrono>

#include "capture/process/render.h"

namespace nd::capture {

PacketJson::PacketJson(TextBuffer& out, const PrintOptions& print, bool payload)
    : json_(out), context_(print), payload_(payload) {}

void PacketJson::write(const Packet& packet, const PacketOrigin& origin) {
  json_.begin_line("packet");
  json_.field("number", origin.number);
  json_.time_field("time", std::chrono::seconds(packet.seconds) + std::chrono::nanoseconds(packet.nanoseconds));
  if (!origin.interface.empty()) json_.foreign_field("interface", origin.interface);
  if (origin.type == "In" || origin.type == "Out") json_.field("direction", origin.type == "In" ? "in" : "out");
  json_.field("length", packet.length);
  json_.field("captured", packet.captured);
  append_processes(json_, origin.processes);
  write_layers(packet);
  json_.end_line();
}

void PacketJson::write_layers(const Packet& packet) {
  context_.ip = {};
  context_.source_port = context_.destination_port = 0;
  context_.ethernet_source = context_.ethernet_destination = nullptr;
  Next next{link_, Slice(packet.data, packet.captured, packet.length)};
  bool truncated = false;
  json_.begin_array("layers");
  for (int depth = 0; next.dissector != nullptr && depth < kMaxNesting; ++depth)
    next = write_layer(*next.dissector, next.payload, truncated);
  json_.end_array();
  json_.field("truncated", truncated);
  if (!truncated) json_.field("payload_length", next.payload.length());
  if (payload_) json_.hex_field("payload_hex", as_text(next.payload.bytes()));
}

Next PacketJson::write_layer(const Dissector& dissector, Slice in, bool& truncated) {
  const std::size_t depth = json_.depth();
  Next next;
  json_.begin_object();
  json_.field("protocol", dissector.name);
  try {
    next = dissector.json(json_, context_, in);
    json_.end_object();
  } catch (const Truncated&) {
    json_.close_to(depth + 1);
    json_.field("truncated", true);
    json_.end_object();
    truncated = true;
    next = {nullptr, in};
  }
  return next;
}

}  // namespace nd::capture
