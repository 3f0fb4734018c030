// How this build is watched by what it was compiled with, where that decides what a program may do to itself.
#pragma once

namespace nd {

// A sanitizer or coverage: at the end it traces its own threads or writes files.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(ND_COVERAGE)
inline constexpr bool kInstrumented = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kInstrumented = true;
#else
inline constexpr bool kInstrumented = false;
#endif
#else
inline constexpr bool kInstrumented = false;
#endif

}  // namespace nd
