# What Debian wants otherwise than `cmake --install`, done to the staged tree: compressed man pages and changelog, the
# licence called copyright, and zsh's functions where packages put them.
file(GLOB roots "${CPACK_TEMPORARY_DIRECTORY}/usr/share")
foreach(share IN LISTS roots)
  file(GLOB pages "${share}/man/man8/*.8")
  foreach(page IN LISTS pages ITEMS "${share}/doc/netdiag/CHANGELOG.md")
    execute_process(COMMAND gzip -9n "${page}" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  file(RENAME "${share}/doc/netdiag/LICENSE" "${share}/doc/netdiag/copyright")
  file(RENAME "${share}/doc/netdiag/CHANGELOG.md.gz" "${share}/doc/netdiag/changelog.gz")
  file(RENAME "${share}/zsh/site-functions" "${share}/zsh/vendor-completions")
endforeach()
