// The filter rewriter: whatever is typed, it ends, only inserts "and ", and finds nothing left to do in its own work.
#include <cstdlib>

#include "capture/filter_text.h"
#include "common/base/byte_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  const auto joined = nd::capture::with_juxtaposed_and(text);
  if (!joined) return 0;
  if (joined->size() < text.size() + 4) std::abort();
  if (nd::capture::with_juxtaposed_and(*joined)) std::abort();
  return 0;
}
