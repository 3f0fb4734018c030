// A tool that gets no memory any more says so and ends: half a report must not look like a whole one.
#pragma once

namespace nd {

// From here on, a `new` that fails in any thread ends the process with one line on standard error and status 1.
// `tool` is a literal.
void end_when_out_of_memory(const char* tool);

}  // namespace nd
