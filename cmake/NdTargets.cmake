# Where sources become targets: a folder is a library, plus the binary that its main.cpp makes.
# Sources are found by folder, so that a new file needs no line here.
#
# Most of a file's compile time goes into the standard headers: 1.0 of 1.1 s for a dissector. With ND_PCH they are
# compiled once and shared; the dev build leaves it off and so proves that each file includes what it needs.
option(ND_PCH "Precompile the standard headers" OFF)
set(nd_precompiled <algorithm> <array> <charconv> <chrono> <cstring> <functional> <memory> <optional> <set> <span>
                   <string> <string_view> <unordered_map> <variant> <vector> <tl/expected.hpp>)

# `target` uses the headers that `owner` compiles: the standard ones, and those named after it.
function(nd_precompile target owner)
  if(NOT ND_PCH)
    return()
  endif()
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE ${nd_precompiled} ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()

function(nd_add_library folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(nd_${folder} STATIC ${sources})
  set_target_properties(nd_${folder} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(nd_${folder} PUBLIC nd_compiler ${arg_DEPENDS})
  nd_precompile(nd_${folder} nd_common)
endfunction()

function(nd_add_tool name folder)
  cmake_parse_arguments(arg "" "" "LIBRARIES" ${ARGN})
  nd_add_library(${folder} DEPENDS nd_common ${arg_LIBRARIES})
  add_executable(${name} "${CMAKE_SOURCE_DIR}/${folder}/main.cpp")
  target_link_libraries(${name} PRIVATE nd_${folder})
  install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()
