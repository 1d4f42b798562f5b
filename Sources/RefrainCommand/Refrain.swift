import RefrainKit

/// The command line: from the arguments to a command, and from there to an exit status.
enum Refrain {
  static let version = "0.1.0"

  /// Runs the program once.
  static func run(_ arguments: [Argument], on system: any System) -> ExitStatus {
    var console = Console(on: system, allowsColor: !arguments.prefix { $0 != "--" }.contains("--no-color"))
    do {
      let command = try command(for: arguments)
      let status = command.map { $0.run(on: &console) } ?? showVersion(on: &console)
      return console.finish(status)
    } catch {
      console.notice("refrain: \(error.line.printable)")
      return .usage
    }
  }

  /// The command that the arguments ask for; nil where they ask for the version.
  private static func command(for arguments: [Argument]) throws(UsageError) -> (any Command)? {
    let known = [CommandOption.version, .help, .noColor]
    for (index, argument) in arguments.enumerated() {
      switch argument.text {
      case CommandOption.noColor.name: continue
      case CommandOption.version.name: return nil
      case CommandOption.help.name, "-h": return HelpCommand(about: nil)
      case let text where text.utf8.first == UInt8(ascii: "-"):
        throw .unknown("option", text, of: known.map(\.name), helpTopic: nil)
      case let name:
        let command = try Commands.named(name)
        let parsed = try command.syntax.parse(arguments.dropFirst(index + 1))
        return parsed.has(.help) ? HelpCommand(about: command.syntax) : try command.init(parsed)
      }
    }
    throw UsageError("a command is missing", helpTopic: nil)
  }

  private static func showVersion(on console: inout Console) -> ExitStatus {
    console.writeLine("refrain \(version)")
    return .success
  }
}
