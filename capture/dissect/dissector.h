// What one protocol gives to the rest: its name, tcpdump's text, and its fields. See README.md beside this file.
#pragma once

#include <string_view>

#include "capture/dissect/slice.h"

namespace nd {
class JsonWriter;
}

namespace nd::capture {

class Printer;
struct Context;
struct Dissector;

// What a layer carries: the dissector for it (none: opaque payload) and its bytes.
struct Next {
  const Dissector* dissector = nullptr;
  Slice payload;
};

struct Dissector {
  // Stands in " [|name]" where the capture is cut, and as the layer's "protocol" in JSON.
  std::string_view name;
  // Appends tcpdump's text and calls what comes next. Throws Truncated (by reading) where the capture ends.
  void (*print)(Printer& p, Slice in);
  // Writes the layer's fields into an open object; says what comes next. May throw Truncated between fields.
  Next (*json)(JsonWriter& json, Context& context, Slice in);
};

}  // namespace nd::capture
