# Where sources become targets: a folder is a library, plus the binary that its main.cpp makes.
# Sources are found by folder, so that a new file needs no line here.
#
# Most of a file's compile time goes into the standard headers: 1.0 of 1.1 s for a dissector. With ND_PCH they are
# compiled once and shared; the dev build leaves it off and so proves that each file includes what it needs.
option(ND_PCH "Precompile the standard headers" OFF)
set(nd_precompiled <algorithm> <array> <charconv> <chrono> <cstring> <functional> <memory> <optional> <set> <span>
                   <string> <string_view> <unordered_map> <variant> <vector> <tl/expected.hpp>)

# Our own that most sources include: parsing them is half of what a small source takes (0.12 of 0.21 s for a dissector).
set(nd_precompiled_common
    common/base/escape.h common/base/field_reader.h common/base/number.h common/base/result.h common/base/text_buffer.h
    common/model/address.h common/render/address.h common/render/json.h common/sys/output.h common/sys/proc_root.h)
list(TRANSFORM nd_precompiled_common PREPEND "${CMAKE_SOURCE_DIR}/")
set(nd_precompiled_capture capture/dissect/dissectors.h capture/dissect/fields.h capture/dissect/printer.h)
list(TRANSFORM nd_precompiled_capture PREPEND "${CMAKE_SOURCE_DIR}/")

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

# What sees each packet, probe, socket or open file is compiled with all of -O2. The rest runs once a start or once a
# report: -O1 compiles it a third faster (5.6 for 8.0 G instructions of the compiler, a file of mylsof), and nobody waits
# for it when it runs.
file(GLOB nd_hot CONFIGURE_DEPENDS
    common/base/*.cpp common/index/*.cpp common/parse/*.cpp common/render/*.cpp
    common/sys/event_loop.cpp common/sys/netlink.cpp common/sys/output.cpp common/sys/proc_root.cpp
    common/sys/sock_diag.cpp common/sys/socket_iterator.cpp
    capture/capture_file.cpp capture/flow.cpp capture/live*.cpp capture/packet_*.cpp capture/process/*.cpp
    capture/savefile.cpp capture/sink.cpp capture/timestamp.cpp
    capture/dissect/arp.cpp capture/dissect/context.cpp capture/dissect/dns*.cpp capture/dissect/ethernet.cpp
    capture/dissect/icmp.cpp capture/dissect/icmp6.cpp capture/dissect/ip*.cpp capture/dissect/linux_sll.cpp
    capture/dissect/ports.cpp capture/dissect/printer.cpp capture/dissect/raw_ip.cpp capture/dissect/registry.cpp
    capture/dissect/s[el]*.cpp capture/dissect/t[co]*.cpp capture/dissect/udp.cpp
    ping/echo_*.cpp ping/neighbour_pace.cpp ping/pinger.cpp ping/rtt*.cpp ping/session.cpp ping/sweep*.cpp
    netstat/filter.cpp netstat/names.cpp netstat/*_columns.cpp netstat/sources/*.cpp
    netstat/views/sockets.cpp netstat/views/unix.cpp
    lsof/fdtypes/*.cpp lsof/file_stat.cpp lsof/locks.cpp lsof/maps.cpp lsof/parallel.cpp lsof/scanner.cpp
    lsof/selection.cpp lsof/socket*.cpp lsof/states.cpp lsof/text.cpp
    lsof/report/fields.cpp lsof/report/json.cpp lsof/report/*names.cpp lsof/report/table.cpp lsof/report/values.cpp)

function(nd_optimise_less)
  list(REMOVE_ITEM ARGN ${nd_hot})
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Release>:-O1>")
endfunction()

function(nd_add_library folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(nd_${folder} STATIC ${sources})
  set_target_properties(nd_${folder} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(nd_${folder} PUBLIC nd_compiler ${arg_DEPENDS})
  if(DEFINED nd_precompiled_${folder})
    nd_precompile(nd_${folder} nd_${folder} ${nd_precompiled_common} ${nd_precompiled_${folder}})
  else()
    nd_precompile(nd_${folder} nd_common)
  endif()
  nd_optimise_less(${sources})
endfunction()

function(nd_add_tool name folder)
  cmake_parse_arguments(arg "" "" "LIBRARIES" ${ARGN})
  nd_optimise_less("${CMAKE_SOURCE_DIR}/${folder}/main.cpp")
  nd_add_library(${folder} DEPENDS nd_common ${arg_LIBRARIES})
  add_executable(${name} "${CMAKE_SOURCE_DIR}/${folder}/main.cpp")
  nd_precompile(${name} nd_common)
  target_link_libraries(${name} PRIVATE nd_${folder})
  install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()

# The seccomp filters of common/sys/sandbox.cpp, made by a program of the build.
add_executable(nd_sandbox_filter "${CMAKE_SOURCE_DIR}/cmake/sandbox_filter.cpp")
target_link_libraries(nd_sandbox_filter PRIVATE nd_compiler nd::seccomp)
set_target_properties(nd_sandbox_filter PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/generated")
set(nd_sandbox_filter "${CMAKE_BINARY_DIR}/generated/common/sys/sandbox_filter.inc")
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/generated/common/sys")
add_custom_command(OUTPUT "${nd_sandbox_filter}" COMMAND nd_sandbox_filter > "${nd_sandbox_filter}" VERBATIM
                   DEPENDS nd_sandbox_filter COMMENT "Making the sandbox's filter")
