// How what is asked after a run waits for its answers: on the run's own event loop, which hears signals meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace nd::ping {

enum class Awaited : std::uint8_t { kFound, kTimeout, kInterrupted };

// `look` reads what came, to EAGAIN, and says whether that was it: it is asked at once and whenever something came.
using Await = std::function<Awaited(const std::function<bool()>& look, std::chrono::milliseconds wait)>;

}  // namespace nd::ping
