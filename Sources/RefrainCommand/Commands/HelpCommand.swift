/// `refrain help [COMMAND]`: how the program, or one command of it, is used.
struct HelpCommand: Command {
  static let syntax = CommandSyntax(
    name: "help",
    summary: "show how refrain, or one of its commands, is used",
    operands: [
      Operand(
        name: "COMMAND", kind: .command, arity: .optional,
        summary: "a command; all of them where there is none")
    ])

  private let subject: CommandSyntax?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    subject = try arguments.operands.first.map { name throws(UsageError) in
      try Commands.named(name.text).syntax
    }
  }

  /// The help of one command, or of the program.
  init(about subject: CommandSyntax?) {
    self.subject = subject
  }

  func run(on console: inout Console) -> ExitStatus {
    for line in subject.map(Self.lines(about:)) ?? Self.overview { console.writeLine(line) }
    return .success
  }

  // MARK: The text

  private static var overview: [String] {
    let commands = Commands.all.map { ($0.syntax.name, $0.syntax.summary) }
    let options = [CommandOption.version, .help, .noColor].map { ($0.name, $0.summary) }
    return [
      "usage: refrain COMMAND [OPTION…] [ARGUMENT…]", "", "An open language for customer conversations.", "",
    ]
      + ["commands:"] + TextLayout.table(commands)
      + ["", "options:"] + TextLayout.table(options)
      + [""]
      + TextLayout.wrapped(
        """
        'refrain help COMMAND' says more. Exit status: 0 done, 1 findings at error level, a failed scenario, a session \
        that ended in error or a file that is laid out otherwise, 2 wrong usage, 3 an input that cannot be read or an output that cannot be written.
        """)
  }

  private static func lines(about syntax: CommandSyntax) -> [String] {
    let operands = syntax.operands.map { operand in
      switch operand.arity {
      case .one: " \(operand.name)"
      case .optional: " [\(operand.name)]"
      case .many: " [\(operand.name)…]"
      }
    }
    let forms = syntax.forms.isEmpty ? [operands.joined()] : syntax.forms.map { " " + $0 }
    var lines = forms.enumerated().map { index, form in
      (index == 0 ? "usage: " : "       ") + "refrain \(syntax.name) [OPTION…]\(form)"
    }
    lines.append("")
    lines += TextLayout.wrapped(syntax.summary.capitalizedSentence)
    for paragraph in syntax.discussion { lines += [""] + TextLayout.wrapped(paragraph) }
    if !syntax.operands.isEmpty {
      lines += ["", "arguments:"] + TextLayout.table(syntax.operands.map { ($0.name, $0.summary) })
    }
    let options = syntax.allOptions.map { option in
      (option.name + (option.value.map { " \($0.name)" } ?? ""), option.summary)
    }
    return lines + ["", "options:"] + TextLayout.table(options)
  }
}

extension String {
  /// The text as a sentence of its own.
  fileprivate var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
