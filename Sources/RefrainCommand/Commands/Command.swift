/// One command of the program: the table of what it takes, and what it does.
protocol Command: Sendable {
  /// The table that its arguments are parsed by and its help is made of.
  static var syntax: CommandSyntax { get }

  /// Makes the command of its arguments, or says what is wrong with them.
  init(_ arguments: ParsedArguments) throws(UsageError)

  /// Does it.
  func run(on console: inout Console) -> ExitStatus
}

/// All commands, in the order in which help lists them.
enum Commands {
  static var all: [any Command.Type] {
    [
      NewCommand.self, LintCommand.self, RunCommand.self, TestCommand.self, ExploreCommand.self,
      GraphCommand.self, ReportCommand.self, SheetCommand.self, ExplainCommand.self, FormatCommand.self,
    ] + service + [
      SessionsCommand.self, ReplayCommand.self, DeadCommand.self, DoubtsCommand.self, ForgetCommand.self,
      PauseCommand.self, ResumeCommand.self, SuppressCommand.self, WholeStoreCommand.self,
    ] + [CompletionCommand.self, LanguageServerCommand.self, HelpCommand.self]
  }

  /// The live service itself.
  private static var service: [any Command.Type] {
    #if Service
    [ServeCommand.self, EmulateCommand.self]
    #else
    [ServeCommand.self]
    #endif
  }

  /// The command with a name, or an error that suggests the nearest.
  static func named(_ name: String) throws(UsageError) -> any Command.Type {
    for command in all where command.syntax.name == name { return command }
    throw .unknown("command", name, of: all.map { $0.syntax.name }, helpTopic: nil)
  }
}
