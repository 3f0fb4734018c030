#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "lsof/criteria.h"
#include "lsof/internet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  std::vector<nd::lsof::NumberItem> numbers;
  static_cast<void>(nd::lsof::add_numbers(text, "process ID", "PID", numbers));
  nd::lsof::FdList fds;
  static_cast<void>(nd::lsof::add_fds(text, fds));
  static_cast<void>(nd::lsof::parse_internet_spec(text));
  return 0;
}
