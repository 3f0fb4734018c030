// Packets of a link type without a dissector: their bytes.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

void print(Printer& p, Slice in) {
  p.put("UNSUPPORTED");
  append_hex_dump(p.out, in.with_length(in.captured()).bytes(), "\n\t", true);  // whatever -x and -q say
}

Next json(JsonWriter&, Context&, Slice in) { return {nullptr, in}; }

}  // namespace

const Dissector kUnsupported{"unsupported", print, json};

}  // namespace nd::capture
