#include "capture/dissect/token.h"

namespace nd::capture {

std::string_view find_token(Tokens tokens, std::uint32_t value) {
  for (const Token& token : tokens) {
    if (token.value == value) return token.text;
  }
  return {};
}

}  // namespace nd::capture
