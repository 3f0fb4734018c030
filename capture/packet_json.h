// A packet becomes one JSON line: time, lengths and its layers, each an object of named fields. The layers are walked
// one after the other, so that a capture cut in the middle still shows every layer before the cut.
#pragma once

#include "capture/dissect/context.h"
#include "capture/dissect/dissector.h"
#include "capture/origin.h"
#include "capture/packet.h"
#include "common/render/json.h"

namespace nd::capture {

class PacketJson {
 public:
  PacketJson(TextBuffer& out, const PrintOptions& print, bool payload);

  void set_link(const Dissector& link) { link_ = &link; }
  void write(const Packet& packet, const PacketOrigin& origin);

 private:
  void write_layers(const Packet& packet);
  // One layer's object; what comes next, with no dissector after a cut.
  Next write_layer(const Dissector& dissector, Slice in, bool& truncated);

  JsonWriter json_;
  Context context_;
  bool payload_;
  const Dissector* link_ = nullptr;
};

}  // namespace nd::capture
