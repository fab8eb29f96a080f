# fish completion for pyiq
#
# What may stand at the cursor is told by `pyiq __complete`; this only asks.

function __pyiq_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (string replace -r -- '^--[^=]*=' '' (commandline -ct))
        else
            echo $line
        end
    end
end

complete -c pyiq -f -a '(__pyiq_complete)'
