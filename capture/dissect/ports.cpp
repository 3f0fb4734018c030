#include "capture/dissect/ports.h"

#include "common/render/json.h"

namespace nd::capture {

void json_ports(JsonWriter& json, Context& context, Slice in) {
  context.source_port = in.b16(0);
  context.destination_port = in.b16(2);
  json.field("source_port", context.source_port);
  json.field("destination_port", context.destination_port);
}

}  // namespace nd::capture
