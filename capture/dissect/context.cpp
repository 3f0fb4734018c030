#include "capture/dissect/context.h"

#include "capture/dissect/memory.h"

namespace nd::capture {

Context::Context(const PrintOptions& print_options) : options(print_options), memory(std::make_unique<Memory>()) {}
Context::~Context() = default;

}  // namespace nd::capture
