import RefrainKit

/// Which project and which of its environments a command is to take.
struct ProjectChoice: Sendable {
  private static let environmentOption = CommandOption(
    name: "--environment", value: .init(name: "NAME", kind: .text),
    summary: "the environment of the project; the first one, or that of REFRAIN_ENVIRONMENT, by default")
  private static let projectOption = CommandOption(
    name: "--project", value: .init(name: "FILE", kind: .path),
    summary: "the project's file; by default the nearest refrain.json in a file's folder or above")
  private static let noProjectOption = CommandOption(
    name: "--no-project", summary: "take each file by itself, whatever project it lies in")

  /// The options of every command that reads flows.
  static let options = [environmentOption, projectOption, noProjectOption]

  /// The options of a command whose operand is the project.
  static let environmentAlone = [environmentOption]

  /// The project's file; nil where each file's own is looked for.
  let file: FilePath?
  /// Whether there is none.
  let takesNone: Bool
  /// The name of the environment; nil where the command line tells none.
  let environment: String?

  init(_ arguments: ParsedArguments, of syntax: CommandSyntax) throws(UsageError) {
    file = arguments.value(of: Self.projectOption).map { FilePath($0.bytes) }
    takesNone = arguments.has(Self.noProjectOption)
    environment = arguments.value(of: Self.environmentOption)?.text
    if takesNone, file != nil || environment != nil {
      throw UsageError(
        "'\(Self.noProjectOption.name)' excludes '\(Self.projectOption.name)' and '\(Self.environmentOption.name)'",
        helpTopic: syntax.name)
    }
  }
}
