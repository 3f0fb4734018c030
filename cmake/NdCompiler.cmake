# The compiler settings that every target shares: C++20, the warning set, hardening and the sanitizers of a preset.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(ND_SANITIZE "" CACHE STRING "Sanitizers to build with, for instance address,undefined")
option(ND_COVERAGE "Instrument for coverage" OFF)
option(ND_WERROR "Treat warnings as errors" OFF)

add_library(nd_compiler INTERFACE)
target_compile_options(nd_compiler INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
target_include_directories(nd_compiler INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(nd_compiler INTERFACE ND_VERSION="${PROJECT_VERSION}")
if(ND_WERROR)
  target_compile_options(nd_compiler INTERFACE -Werror)
endif()

if(ND_SANITIZE)
  target_compile_options(nd_compiler INTERFACE -fsanitize=${ND_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(nd_compiler INTERFACE -fsanitize=${ND_SANITIZE})
else()
  # Static C++ runtime: two libraries fewer to map at every start.
  target_link_options(nd_compiler INTERFACE -static-libstdc++ -static-libgcc)
endif()
if(ND_COVERAGE)
  target_compile_options(nd_compiler INTERFACE --coverage)
  target_link_options(nd_compiler INTERFACE --coverage)
endif()

include(CheckPIESupported)
check_pie_supported()
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_options(nd_compiler INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
                                               -fcf-protection -ffunction-sections -fdata-sections)
  target_link_options(nd_compiler INTERFACE -Wl,-z,relro,-z,now,--gc-sections,--as-needed)
endif()
