import RefrainKit

/// A shell that completes command lines by a script.
enum Shell: String, Sendable, CaseIterable {
  case bash, zsh, fish

  /// The script that completes the command lines of some commands.
  func completionScript(for commands: [CommandSyntax]) -> String {
    let lines =
      switch self {
      case .bash: BashCompletion(commands: commands).lines
      case .zsh: ZshCompletion(commands: commands).lines
      case .fish: FishCompletion(commands: commands).lines
      }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension CommandSyntax {
  /// The options that stand before a command.
  static let globalOptions: [CommandOption] = [.version, .help, .noColor]
}

extension CommandOption {
  /// The name without its hyphens.
  var bareName: String { String(name.drop { $0 == "-" }) }
}

extension String {
  /// The text as one word of a POSIX shell.
  var shellQuoted: String { "'" + replacing("'", with: "'\\''") + "'" }

  /// The text as one word of fish.
  var fishQuoted: String { "'" + replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'" }
}
