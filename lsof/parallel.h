// A listing of a whole machine, made by all of its cores: the pids are cut into chunks, each worker has its own
// scanner, and what they made is printed in the order of the pids. What one listing makes beside another is merged at
// the end.
#pragma once

#include <cstdint>
#include <vector>

#include "common/render/json.h"
#include "common/sys/output.h"
#include "lsof/options.h"
#include "lsof/report/names.h"
#include "lsof/report/row_sink.h"
#include "lsof/scanner.h"

namespace nd::lsof {

// Whether it is worth the threads.
bool is_parallel(std::size_t processes);

// Lists the processes of `pids`; whether there was something to list. `selection` and `named` get what was found.
Result<bool> list_in_parallel(const ProcRoot& proc, const std::vector<std::int32_t>& pids, const Options& options,
                              const ScanOptions& scan, Selection& selection, NamedFiles& named, Shared shared,
                              OutputBuffer& out);

// One process, in the output that was asked for (all but the table).
Status print_process(const RowSink& out, JsonWriter& json, const Process& process, Names& names,
                     const Options& options);

}  // namespace nd::lsof
