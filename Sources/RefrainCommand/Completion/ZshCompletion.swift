import RefrainKit

/// The completion script for zsh, by its own completion system.
struct ZshCompletion {
  let commands: [CommandSyntax]

  var lines: [String] {
    var lines = Self.opening.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines += Self.list("_refrain_commands", of: "command", commands.map { ($0.name, $0.summary) })
    lines += Self.list("_refrain_rules", of: "rule", RuleCode.allCases.map { ($0.rawValue, $0.name) })
    lines += ["_refrain() {", "  local curcontext=\"$curcontext\" context state state_descr line"]
    lines += ["  typeset -A opt_args", "  _arguments -C \\"]
    lines += CommandSyntax.globalOptions.map { "    \(specification(of: $0)) \\" }
    lines += ["    '1:command:_refrain_commands' \\", "    '*::argument:->argument' && return"]
    lines += ["  [[ $state == argument ]] || return 1"]
    lines += ["  curcontext=\"${curcontext%:*:*}:refrain-$words[1]:\"", "  case $words[1] in"]
    for command in commands {
      lines.append("    \(command.name))")
      lines.append("      _arguments \\")
      let specifications =
        command.allOptions.map(specification) + command.operands.enumerated().map(specification)
      lines +=
        specifications.dropLast().map { "        \($0) \\" }
        + specifications.suffix(1).map { "        \($0)" }
      lines.append("      ;;")
    }
    lines += ["  esac", "}", ""]
    return lines + Self.closing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: What _arguments is told

  private func specification(of option: CommandOption) -> String {
    let name = (option.isRepeatable ? "*" : "") + option.name + (option.value == nil ? "" : "=")
    let summary = option.summary.replacing("[", with: "\\[").replacing("]", with: "\\]")
    let value = option.value.map { ":\($0.name):\(completer(of: $0.kind))" } ?? ""
    return "\(name)[\(summary)]\(value)".shellQuoted
  }

  private func specification(of index: Int, _ operand: Operand) -> String {
    let place =
      switch operand.arity {
      case .one: "\(index + 1):"
      case .optional: "\(index + 1)::"
      case .many: "*:"
      }
    return "\(place)\(operand.name):\(completer(of: operand.kind))".shellQuoted
  }

  /// An action of `_arguments`. The space before a command keeps it from being given further arguments.
  private func completer(of kind: ValueKind) -> String {
    switch kind {
    case .path: "_files"
    case .file(let kind): "_files -g \"\(kind.suffixes.map { "*\($0)" }.joined(separator: " "))\""
    case .choice(let choices): "(\(choices.joined(separator: " ")))"
    case .ruleCode: "_refrain_rules"
    case .command: "_refrain_commands"
    case .assignment(let names, .choice(let choices)):
      " _refrain_assignment \"\(names.joined(separator: " "))\" compadd -- \(choices.joined(separator: " "))"
    case .assignment(let names, let value):
      " _refrain_assignment \"\(names.joined(separator: " "))\" \(completer(of: value))"
    case .text: " "
    }
  }

  // MARK: The fixed parts

  private static let opening = #"""
    #compdef refrain
    # Completion of refrain for zsh, made by 'refrain completion zsh'. To load it:
    #   eval "$(refrain completion zsh)"
    # or write it to a file called _refrain in a folder of $fpath.

    # NAME=VALUE: the names in the first argument, the value by the others.
    _refrain_assignment() {
      if compset -P '*='; then
        "${@:2}"
      else
        compadd -S = -- ${=1}
      fi
    }

    """#

  private static let closing = #"""
    if [[ $funcstack[1] == _refrain ]]; then
      _refrain "$@"
    else
      compdef _refrain refrain
    fi
    """#

  /// A function that offers names, each with what it is.
  private static func list(_ function: String, of noun: String, _ rows: [(name: String, text: String)])
    -> [String]
  {
    ["\(function)() {", "  local -a names=("]
      + rows.map { "    " + "\($0.name):\($0.text)".shellQuoted }
      + ["  )", "  _describe -t \(noun)s \(noun) names", "}", ""]
  }
}
