import RefrainKit

/// The completion script for bash 3.2 and later.
struct BashCompletion {
  let commands: [CommandSyntax]

  var lines: [String] {
    Self.opening.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      + function("_refrain_takes_value", valueTests) + function("_refrain_value", valueCases)
      + function("_refrain_options", optionCases) + function("_refrain_operand", operandCases)
      + Self.closing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: The tables

  /// A function that does what the case of its argument says.
  private func function(_ name: String, _ cases: [String]) -> [String] {
    ["\(name)() {", "  case \"$1\" in"] + cases.map { "    " + $0 } + ["  esac", "}", ""]
  }

  /// The options that take a value, each as `COMMAND --OPTION`.
  private var valuedOptions: [(pattern: String, kind: ValueKind)] {
    commands.flatMap { command in
      command.allOptions.compactMap { option in
        option.value.map { ("'\(command.name) \(option.name)'", $0.kind) }
      }
    }
  }

  private var valueTests: [String] {
    valuedOptions.map { "\($0.pattern)) return 0 ;;" } + ["*) return 1 ;;"]
  }

  private var valueCases: [String] {
    valuedOptions.map { "\($0.pattern)) \(completer(of: $0.kind)) ;;" }
  }

  private var optionCases: [String] {
    ["'') " + words(CommandSyntax.globalOptions.map(\.name)) + " ;;"]
      + commands.map { "\($0.name)) " + words($0.allOptions.map(\.name)) + " ;;" }
  }

  /// How an operand is completed, by `COMMAND INDEX`.
  private var operandCases: [String] {
    commands.flatMap { command in
      command.operands.enumerated().map { index, operand in
        let pattern = operand.arity == .many ? "'\(command.name) '*" : "'\(command.name) \(index)'"
        return "\(pattern)) \(completer(of: operand.kind)) ;;"
      }
    } + ["' '*) \(words(commands.map(\.name))) ;;"]
  }

  private func completer(of kind: ValueKind) -> String {
    switch kind {
    case .path: "_refrain_files"
    case .file(let kind): "_refrain_files " + kind.suffixes.joined(separator: " ")
    case .choice(let choices): words(choices)
    case .ruleCode: words(RuleCode.allCases.map(\.rawValue))
    case .command: words(commands.map(\.name))
    case .assignment(let names, let value):
      "_refrain_assignment \(shellQuotedWords(names)) \(completer(of: value))"
    case .text: ":"
    }
  }

  private func words(_ words: [String]) -> String { (["_refrain_words"] + words).joined(separator: " ") }

  private func shellQuotedWords(_ words: [String]) -> String { words.joined(separator: " ").shellQuoted }

  // MARK: The fixed parts

  private static let opening = #"""
    # Completion of refrain for bash, made by 'refrain completion bash'. To load it:
    #   eval "$(refrain completion bash)"

    # Each of these adds to COMPREPLY what $current may become.
    _refrain_words() {
      local word
      for word in "$@"; do
        if [[ $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
      done
    }

    # Files whose names end in one of the arguments, or all where there is none, and folders.
    _refrain_files() {
      local name suffix
      compopt -o filenames 2>/dev/null
      while IFS= read -r name; do
        if [[ $# -eq 0 || -d ${name/#\~\//$HOME/} ]]; then
          COMPREPLY+=("$name")
          continue
        fi
        for suffix in "$@"; do
          if [[ $name == *"$suffix" ]]; then COMPREPLY+=("$name"); fi
        done
      done < <(compgen -f -- "$current")
    }

    # NAME=VALUE: the names in the first argument, the value by the others.
    _refrain_assignment() {
      if [[ $current == *=* ]]; then
        prefix+=${current%%=*}=
        current=${current#*=}
        "${@:2}"
      else
        local names name
        read -r -a names <<<"$1"
        for name in "${names[@]}"; do _refrain_words "$name="; done
        compopt -o nospace 2>/dev/null
      fi
    }

    """#

  private static let closing = #"""
    _refrain() {
      local current command='' option='' only_operands='' prefix='' word index
      local operands=0 glued=''
      local -a words=()
      COMPREPLY=()
      # Where '=' breaks words, these are pieces: --format=json is three of them.
      for ((index = 1; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ ${#words[@]} -gt 0 && ($word == = || -n $glued) ]]; then
          words[${#words[@]} - 1]+=$word
        else
          words+=("$word")
        fi
        if [[ $word == = ]]; then glued=1; else glued=''; fi
      done
      current=${words[${#words[@]} - 1]}
      for ((index = 0; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        if [[ -n $option ]]; then
          option=''
        elif [[ -z $only_operands && $word == -- ]]; then
          only_operands=1
        elif [[ -z $only_operands && $word == -?* ]]; then
          if _refrain_takes_value "$command $word"; then option=$word; fi
        elif [[ -z $command ]]; then
          command=$word
        else
          operands=$((operands + 1))
        fi
      done
      if [[ -n $option ]]; then
        _refrain_value "$command $option"
      elif [[ -z $only_operands && $current == --*=* ]]; then
        option=${current%%=*}
        prefix=$option=
        current=${current#*=}
        _refrain_value "$command $option"
      elif [[ -z $only_operands && $current == -* ]]; then
        _refrain_options "$command"
      else
        _refrain_operand "$command $operands"
      fi
      # Where '=' does not break words, the whole word is replaced.
      if [[ -n $prefix && $COMP_WORDBREAKS != *=* ]]; then
        for index in "${!COMPREPLY[@]}"; do COMPREPLY[index]=$prefix${COMPREPLY[index]}; done
      fi
    }

    complete -F _refrain refrain
    """#
}
