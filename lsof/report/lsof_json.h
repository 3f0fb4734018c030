// The JSON of lsof's development version (-J, -j): processes with their files in them, sizes and inodes as texts. What
// is no UTF-8 is replaced, so that it is always JSON.
#pragma once

#include "common/render/json.h"
#include "lsof/open_file.h"
#include "lsof/report/fields.h"
#include "lsof/report/names.h"

namespace nd::lsof {

// One process, the letters of -F deciding which keys there are.
void put_lsof_json(JsonWriter& json, const Process& process, Names& names, const Style& style,
                   const FieldChoice& fields);

}  // namespace nd::lsof
