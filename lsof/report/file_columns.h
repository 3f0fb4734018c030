// The columns of one open file, for --columns, --sort and --filter.
#pragma once

#include <span>
#include <vector>

#include "common/render/cell_filter.h"
#include "common/render/column.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/style.h"

namespace nd::lsof {

struct FileRow {
  const Process& process;
  const OpenFile& file;
  Names& names;
  const Style* style = nullptr;  // of a table; null where commands are wanted as they are
};
using FileColumn = Column<FileRow>;

std::span<const FileColumn> file_columns();
// The same for --filter.
std::vector<FilterColumn> filter_columns();

}  // namespace nd::lsof
