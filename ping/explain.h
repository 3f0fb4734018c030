// The evidence behind a verdict, for people (--explain) and for programs (--json).
#pragma once

#include "common/base/text_buffer.h"
#include "common/render/json.h"
#include "ping/path.h"
#include "ping/verdict.h"

namespace nd::ping {

// A block of lines: route, link, next hop.
void append_explanation(TextBuffer& out, const PathEvidence& path);
// The hops of --trace, a line each, and the last that speaks.
void append_trace(TextBuffer& out, const std::vector<Hop>& hops, const ScopeNames& scopes);
// As one object of type "trace".
void json_trace(JsonWriter& json, const std::vector<Hop>& hops, const ScopeNames& scopes);
// The same as one object of type "path".
void json_explanation(JsonWriter& json, const PathEvidence& path);

}  // namespace nd::ping
