// JSON Lines: one object for each open file, with its process's facts in it, so that every line stands for itself.
#pragma once

#include "common/render/json.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/row_sink.h"

namespace nd::lsof {

// One file.
void put_json_file(JsonWriter& json, const Process& process, const OpenFile& file, Names& names);
Status print_json(const RowSink& out, JsonWriter& json, const Process& process, Names& names);

}  // namespace nd::lsof
