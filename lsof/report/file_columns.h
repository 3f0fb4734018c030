// The columns of one open file, for --columns, --sort and --filter.
#pragma once

#include <span>
#include <vector>

#include "common/render/cell_filter.h"
#include "common/render/column.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"

namespace nd::lsof {

struct FileRow {
  const Process& process;
  const OpenFile& file;
  Names& names;
};
using FileColumn = Column<FileRow>;

std::span<const FileColumn> file_columns();
// The same for --filter.
std::vector<FilterColumn> filter_columns();

}  // namespace nd::lsof
