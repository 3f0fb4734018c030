# `cmake --install` and `cpack -G DEB`: binaries (NdTargets installs them), man pages, schemas, completions, documents.

# The completions come out of the tools themselves.
set(completions "${CMAKE_BINARY_DIR}/completions")
set(made "")
foreach(tool myping mycap mynetstat mylsof)
  foreach(place bash:${tool} zsh:_${tool} fish:${tool}.fish)
    string(REPLACE ":" ";" place "${place}")
    list(GET place 0 shell)
    list(GET place 1 file)
    add_custom_command(OUTPUT "${completions}/${shell}/${file}"
      COMMAND ${CMAKE_COMMAND} -E make_directory "${completions}/${shell}"
      COMMAND ${tool} --completions ${shell} > "${completions}/${shell}/${file}"
      DEPENDS ${tool} VERBATIM)
    list(APPEND made "${completions}/${shell}/${file}")
  endforeach()
endforeach()
add_custom_target(completions ALL DEPENDS ${made})
install(DIRECTORY "${completions}/bash/" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(DIRECTORY "${completions}/zsh/" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(DIRECTORY "${completions}/fish/" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")

install(DIRECTORY man/ DESTINATION "${CMAKE_INSTALL_MANDIR}/man8" FILES_MATCHING PATTERN "*.8")
install(DIRECTORY man/ DESTINATION "${CMAKE_INSTALL_DATADIR}/netdiag" FILES_MATCHING PATTERN "*.schema.json")
install(FILES README.md CHANGELOG.md LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/netdiag")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME netdiag)
set(CPACK_PACKAGE_CONTACT "The netdiag authors <netdiag@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_SOURCE_DIR}/cmake/package/staging.cmake")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS libcap2-bin)  # setcap, for postinst
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/cmake/package/postinst")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
