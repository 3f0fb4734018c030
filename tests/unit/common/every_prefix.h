// Feeds a parser every prefix of a good input, each in a block of its own size so that a sanitizer sees a read past
// its end.
#pragma once

#include <memory>
#include <string_view>

#include "common/base/byte_reader.h"

namespace nd::test {

template <typename F>
void for_every_prefix(std::string_view input, F&& parse) {
  for (std::size_t n = 0; n <= input.size(); ++n) {
    const std::unique_ptr<char[]> exact(new char[n]);
    input.copy(exact.get(), n);
    parse(std::string_view(exact.get(), n));
  }
}

template <typename F>
void for_every_prefix(Bytes input, F&& parse) {
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  for_every_prefix(text, [&](std::string_view prefix) {
    parse(Bytes(reinterpret_cast<const std::uint8_t*>(prefix.data()), prefix.size()));
  });
}

}  // namespace nd::test
