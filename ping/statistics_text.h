// The further figures of --stats and --report as lines of text.
#pragma once

#include "common/base/text_buffer.h"
#include "ping/session.h"

namespace nd::ping {

// Microseconds as milliseconds with three decimals.
void append_milliseconds(TextBuffer& out, std::int64_t us);
// "p50/p90/p95/p99 = …, jitter avg/max = …" and a histogram; nothing without replies.
void append_statistics(TextBuffer& out, const RttDistribution& rtts);
// One line: what the run came to so far.
void append_report(TextBuffer& out, const EchoSession& session);

}  // namespace nd::ping
