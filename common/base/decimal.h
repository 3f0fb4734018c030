// Numbers as decimal text, two digits a step. A line of packet text or of JSON is a dozen numbers; std::to_chars first
// counts the digits of each in a loop of divisions.
#pragma once

#include <cstdint>

namespace nd {

// Stores `value` at `at`, which has room for 20 characters; returns the end.
char* put_decimal(char* at, std::uint64_t value);

}  // namespace nd
