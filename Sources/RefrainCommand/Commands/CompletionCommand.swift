import RefrainKit

/// `refrain completion bash|zsh|fish`: the script that completes command lines in a shell.
struct CompletionCommand: Command {
  static let syntax = CommandSyntax(
    name: "completion",
    summary: "print the script that completes refrain's command lines in a shell",
    discussion: [
      """
      Load it where the shell starts:
      bash, in ~/.bashrc: eval "$(refrain completion bash)"
      zsh, in ~/.zshrc after compinit: eval "$(refrain completion zsh)"
      fish, in ~/.config/fish/config.fish: refrain completion fish | source
      """
    ],
    operands: [
      Operand(
        name: "SHELL", kind: .choice(Shell.allCases.map(\.rawValue)), arity: .one,
        summary: "bash, zsh or fish")
    ])

  private let shell: Shell

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let name = arguments.operands[0].text
    guard let shell = Shell(rawValue: name) else {
      throw Self.syntax.unknown("shell", name, of: Shell.allCases.map(\.rawValue))
    }
    self.shell = shell
  }

  func run(on console: inout Console) -> ExitStatus {
    console.write(Array(shell.completionScript(for: Commands.all.map { $0.syntax }).utf8))
    return .success
  }
}
