// What the text and the JSON of SNMP share.
#pragma once

#include "capture/dissect/dissector.h"

namespace nd::capture::snmp {

enum Pdu : std::uint32_t { kGet, kGetNext, kResponse, kSet, kTrap, kGetBulk, kInform, kTrap2, kReport };
enum Version : std::int32_t { kVersion1 = 0, kVersion2 = 1, kVersion3 = 3 };

// A message's fields.
Next json(JsonWriter& json, Context& context, Slice in);

}  // namespace nd::capture::snmp
