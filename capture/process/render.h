// Processes of a packet, as text in front of what the dissectors say and as JSON.
#pragma once

#include "capture/process/dialogue.h"
#include "common/base/text_buffer.h"
#include "common/render/json.h"

namespace nd::capture {

// "[curl/4711 root > nginx/815 www-data] ": an end that is not on this machine is left out, ? is what could not be
// told. Nothing where there is no end on this machine.
void append_processes(TextBuffer& out, const PacketProcesses& processes);
// "source_process" and "destination_process", each for an end on this machine.
void append_processes(JsonWriter& json, const PacketProcesses& processes);

}  // namespace nd::capture
