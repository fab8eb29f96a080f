# What Debian wants otherwise than an installation has it. cpack runs this in the
# tree that becomes the package.

set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
set(doc ${root}/share/doc/pyiq)
set(from ${CMAKE_CURRENT_LIST_DIR})

file(REMOVE ${doc}/LICENSE) # the copyright file says where it stands
configure_file(${from}/copyright ${doc}/copyright COPYONLY)
configure_file(${from}/changelog ${doc}/changelog COPYONLY)
file(MAKE_DIRECTORY ${root}/share/lintian/overrides)
configure_file(${from}/lintian-overrides ${root}/share/lintian/overrides/pyiq COPYONLY)
file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
execute_process(COMMAND strip --remove-section=.comment ${root}/bin/pyiq COMMAND_ERROR_IS_FATAL ANY)

file(GLOB compressed ${root}/share/man/man*/*[0-9] ${doc}/changelog ${doc}/NEWS.md)
execute_process(COMMAND gzip -9n ${compressed} COMMAND_ERROR_IS_FATAL ANY)

# A umask must not be packaged, nor a time of building where another one is asked for.
execute_process(COMMAND chmod -R u=rwX,go=rX ${CPACK_TEMPORARY_INSTALL_DIRECTORY} COMMAND_ERROR_IS_FATAL ANY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -exec touch -hd @$ENV{SOURCE_DATE_EPOCH} {} +
    COMMAND_ERROR_IS_FATAL ANY)
endif()
