# Where sources become targets: a folder is a library, plus the binary that its main.cpp makes.
# Sources are found by folder, so that a new file needs no line here.
function(nd_add_library folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(nd_${folder} STATIC ${sources})
  set_target_properties(nd_${folder} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(nd_${folder} PUBLIC nd_compiler ${arg_DEPENDS})
endfunction()

function(nd_add_tool name folder)
  cmake_parse_arguments(arg "" "" "LIBRARIES" ${ARGN})
  nd_add_library(${folder} DEPENDS nd_common ${arg_LIBRARIES})
  add_executable(${name} "${CMAKE_SOURCE_DIR}/${folder}/main.cpp")
  target_link_libraries(${name} PRIVATE nd_${folder})
  install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()
