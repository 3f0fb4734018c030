// The main of a fuzz target where libFuzzer is not linked: replays the corpus, so that a target cannot rot and a bug
// once found stays found. Each file is given whole, cut after every byte, and with each byte set to 0 and to 255.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<char>;

// Beyond this many bytes only some of the cuts and changes are tried: the time grows with the square.
constexpr std::size_t kThorough = 1024;
constexpr std::size_t kStride = 61;

// An allocation of exactly `size` bytes, so that AddressSanitizer sees the first byte read past the end.
void give(const Bytes& bytes, std::size_t size) {
  const auto copy = std::make_unique<std::uint8_t[]>(size);
  std::copy_n(bytes.begin(), size, copy.get());
  LLVMFuzzerTestOneInput(copy.get(), size);
}

void give_all(Bytes bytes) {
  const auto next = [](std::size_t i) { return i + (i < kThorough ? 1 : kStride); };
  give(bytes, bytes.size());
  for (std::size_t size = 0; size < bytes.size(); size = next(size)) give(bytes, size);
  for (std::size_t i = 0; i < bytes.size(); i = next(i)) {
    for (const char value : {'\0', '\xff'}) {
      const char kept = std::exchange(bytes[i], value);
      give(bytes, bytes.size());
      bytes[i] = kept;
    }
  }
}

Bytes read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    const std::filesystem::path path = argv[i];
    if (!std::filesystem::is_directory(path)) {
      give_all(read(path));
      ++files;
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      give_all(read(entry.path()));
      ++files;
    }
  }
  std::printf("replayed %zu files\n", files);
  if (files == 0) std::fprintf(stderr, "an empty corpus proves nothing: add a good input\n");
  return files == 0 ? 1 : 0;
}
