import RefrainKit

/// The completion script for fish 3.1 and later.
struct FishCompletion {
  let commands: [CommandSyntax]

  var lines: [String] {
    var lines = Self.opening.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines += Self.list("__refrain_commands", commands.map { ($0.name, $0.summary) })
    lines += Self.list("__refrain_rules", RuleCode.allCases.map { ($0.rawValue, $0.name) })
    lines.append("complete -c refrain -f")
    lines.append("complete -c refrain -n '__refrain_is \"\"' -a '(__refrain_commands)'")
    lines += CommandSyntax.globalOptions.map { line(for: $0, of: "\"\"") }
    for command in commands {
      lines += ["", "# refrain \(command.name)"]
      for operand in command.operands {
        let completer = completer(of: operand.kind).map { "-a \($0.fishQuoted)" } ?? "-F"
        lines.append("complete -c refrain -n '__refrain_is \(command.name)' \(completer)")
      }
      lines += command.allOptions.map { line(for: $0, of: command.name) }
    }
    return lines
  }

  private func line(for option: CommandOption, of command: String) -> String {
    let value: String
    switch option.value.map({ completer(of: $0.kind) }) {
    case nil: value = ""
    case .some(nil): value = " -r -F"
    case .some(let completer?): value = " -x" + (completer.isEmpty ? "" : " -a \(completer.fishQuoted)")
    }
    return "complete -c refrain -n '__refrain_is \(command)' -l \(option.bareName)\(value) -d "
      + option.summary.fishQuoted
  }

  /// What makes the candidates; nil where they are fish's own, all files.
  private func completer(of kind: ValueKind) -> String? {
    switch kind {
    case .path: nil
    case .file(let kind): "(__refrain_files \(kind.suffixes.joined(separator: " ")))"
    case .choice(let choices): choices.joined(separator: " ")
    case .ruleCode: "(__refrain_rules)"
    case .command: "(__refrain_commands)"
    case .assignment(let names, let value): assignment(names, to: value)
    case .text: ""
    }
  }

  private func assignment(_ names: [String], to value: ValueKind) -> String {
    let names = names.joined(separator: " ").fishQuoted
    return switch value {
    case .choice(let choices): "(__refrain_assignment \(names) \(choices.joined(separator: " ")))"
    case .path, .file, .ruleCode, .command, .assignment, .text: "(__refrain_assignment \(names))"
    }
  }

  // MARK: The fixed parts

  private static let opening = #"""
    # Completion of refrain for fish, made by 'refrain completion fish'. To load it:
    #   refrain completion fish | source
    # or write it to ~/.config/fish/completions/refrain.fish.

    # Whether the command is the argument; the empty one stands for none yet.
    function __refrain_is
        set -l words (commandline -opc)
        set -e words[1]
        for word in $words
            if not string match -q -- '-*' $word
                test "$word" = "$argv[1]"
                return
            end
        end
        test -z "$argv[1]"
    end

    # What stands before the cursor, without the name of the option whose value it is.
    function __refrain_token
        string replace -r -- '^--[^=]*=' '' (commandline -ct)
    end

    # Files whose names end in one of the arguments, and folders.
    function __refrain_files
        for line in (__fish_complete_path (__refrain_token))
            set -l path (string split -m 1 \t -- $line)[1]
            if string match -q -- '*/' $path
                echo $line
                continue
            end
            for suffix in $argv
                string match -q -- "*$suffix" $path; and echo $line
            end
        end
    end

    # NAME=VALUE: the names in the first argument; the values in the others, or all files.
    function __refrain_assignment
        set -l token (__refrain_token)
        for name in (string split ' ' -- $argv[1])
            if not string match -q -- "$name=*" $token
                echo $name=
            else if test (count $argv) -gt 1
                printf '%s\n' $name=$argv[2..-1]
            else
                printf '%s\n' $name=(__fish_complete_path (string replace -- $name= '' $token))
            end
        end
    end

    """#

  /// A function that offers names, each with what it is.
  private static func list(_ function: String, _ rows: [(name: String, text: String)]) -> [String] {
    ["function \(function)", "    printf '%s\\t%s\\n' \\"]
      + rows.dropLast().map { "        \($0.name) \($0.text.fishQuoted) \\" }
      + rows.suffix(1).map { "        \($0.name) \($0.text.fishQuoted)" } + ["end", ""]
  }
}
