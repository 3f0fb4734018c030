# The libraries of the suite, as nd:: targets. Static archives are preferred where Debian ships them:
# each shared library costs a start about nine system calls.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)  # its headers: common/base/fmt.cpp compiles it
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)

function(nd_import name archive shared header)
  add_library(nd_${name} INTERFACE)
  add_library(nd::${name} ALIAS nd_${name})
  find_library(ND_${name}_LIBRARY NAMES ${archive} ${shared} REQUIRED)
  find_path(ND_${name}_INCLUDE NAMES ${header} REQUIRED)
  target_link_libraries(nd_${name} INTERFACE "${ND_${name}_LIBRARY}")
  target_include_directories(nd_${name} SYSTEM INTERFACE "${ND_${name}_INCLUDE}")
endfunction()

nd_import(cap     libcap.a     cap     sys/capability.h)
nd_import(cares   libcares.a   cares   ares.h)
nd_import(mnl     libmnl.so    mnl     libmnl/libmnl.h)
nd_import(pcap    libpcap.so   pcap    pcap/pcap.h)
nd_import(seccomp libseccomp.a seccomp seccomp.h)  # at build time only: cmake/sandbox_filter.cpp

add_library(nd_base_libraries INTERFACE)
target_link_libraries(nd_base_libraries INTERFACE CLI11::CLI11 Threads::Threads nd::mnl nd::cap)
