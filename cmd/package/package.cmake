# What is installed beside the program and its manual, and the Debian package
# that cpack makes of it all.

install(FILES cmd/completions/pyiq.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME pyiq)
install(FILES cmd/completions/_pyiq DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES cmd/completions/pyiq.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES LICENSE NEWS.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The questions that come with pyiq, their database, and words that stand for
# each other. The database lies beside its notes, whose place it remembers
# relative to its own: they may be moved together.
install(DIRECTORY corpus/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pyiq/corpus FILES_MATCHING PATTERN "*.md")
install(FILES corpus/synonyms.txt DESTINATION ${CMAKE_INSTALL_DATADIR}/pyiq)
# A package knows times in whole seconds only, and the database should agree; they are
# those of SOURCE_DATE_EPOCH, if that is set.
install(CODE "
  set(share \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/pyiq\")
  file(GLOB notes \"\${share}/corpus/*.md\")
  string(TIMESTAMP now %Y%m%d%H%M.%S UTC)
  execute_process(COMMAND \"\${CMAKE_COMMAND}\" -E env TZ=UTC0 touch -t \${now} \${notes}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND \"$<TARGET_FILE:pyiq>\" index --no-config --db \"\${share}/db\" \"\${share}/corpus\"
    COMMAND_ERROR_IS_FATAL ANY)")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pyiq)
set(CPACK_PACKAGE_VENDOR "pyiq authors")
set(CPACK_PACKAGE_CONTACT "pyiq authors <pyiq@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "search engine for questions and answers in notes")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE https://github.com/pyiq/pyiq)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS less)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS fzf)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"pyiq cuts questions and their answers out of notes in many shapes (Markdown,
HTML, JSON Lines, CSV, Anki and Stack Exchange exports), and finds the one that
is half remembered: ranked like a search engine, exact like grep.
.
It comes with several hundred Python interview questions of its own, and
searches them without any configuration. Results can be browsed, exported to
Anki, and asked as a quiz.")
include(CPack)
