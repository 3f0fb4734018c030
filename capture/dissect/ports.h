// TCP, UDP, SCTP and DCCP start alike: two port numbers.
#pragma once

#include "capture/dissect/context.h"
#include "capture/dissect/dissector.h"

namespace nd::capture {

// "source_port" and "destination_port", kept in the context for the layers inside.
void json_ports(JsonWriter& json, Context& context, Slice in);

}  // namespace nd::capture
