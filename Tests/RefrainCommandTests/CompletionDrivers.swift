@testable import RefrainCommand

/// What asks a real shell to complete command lines: each argument is a line, and what it may become is printed in one
/// line, sorted.
enum CompletionDriver {
  /// The script, for the shell itself.
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// The words are split as bash splits them; the candidates are what replaces what is after the last `=`.
  private static let bash = #"""
    eval "$("$REFRAIN" completion bash)"
    for line in "$@"; do
      read -r -a COMP_WORDS <<<"${line//=/ = }"
      if [[ $line == *' ' ]]; then COMP_WORDS+=(''); fi
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _refrain
      printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -s -d '|' -
    done
    """#

  /// fish gives whole words and marks folders; of both the table knows nothing.
  private static let fish = #"""
    eval (string join \n -- ($REFRAIN completion fish) | string collect)
    for line in $argv
        complete -C $line | string replace -r '\t.*' '' | string replace -r '/$' '' \
            | string replace -r '^.*=(.)' '$1' | LC_ALL=C sort | paste -s -d '|' -
    end
    """#

  /// Types a line and a TAB into an interactive zsh: what the line becomes.
  private static let zsh = #"""
    zmodload zsh/zpty
    zpty z zsh -f -i
    zpty -w z 'PROMPT=; RPROMPT=; unsetopt zle_bracketed_paste beep
    autoload -U compinit; compinit -u -D; setopt no_auto_menu no_auto_list no_list_beep
    eval "$("$REFRAIN" completion zsh)"
    show-line() { print -r -- "<$BUFFER>"; BUFFER=""; }; zle -N show-line; bindkey "^X" show-line
    print rea""dy'
    zpty -r z answer '*ready*'
    for line in "$@"; do
      zpty -w -n z "$line"$'\t\C-x'
      zpty -r z answer '*<refrain*>*'
      answer=${answer##*<refrain}
      print -r -- "refrain${answer%%>*}"
    done
    zpty -d z
    """#
}
