#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/render/cell_filter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr nd::FilterColumn kColumns[] = {
      {"pid", nd::CellKind::kNumber}, {"name"}, {"deleted", nd::CellKind::kTruth}, {"none"}};
  const auto filter = nd::CellFilter::parse(nd::as_text({data, size}), kColumns);
  if (!filter) return 0;
  const nd::Cell cells[] = {std::int64_t{42}, std::string("/var/log"), true, {}};
  static_cast<void>(filter->matches([&](std::size_t column) { return cells[column]; }));
  return 0;
}
