// Packets of a link type without a dissector: their bytes.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

void print(Printer& p, Slice in) {
  p.put("UNSUPPORTED");
  p.put_payload(in.with_length(in.captured()));
}

Next json(JsonWriter&, Context&, Slice in) { return {nullptr, in}; }

}  // namespace

const Dissector kUnsupported{"unsupported", print, json};

}  // namespace nd::capture
