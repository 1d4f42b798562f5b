import RefrainKit

/// A `/` command of a chat. Help and completion are made of the table of them.
struct ChatCommand: Sendable {
  /// What it does. All but a question of what there is get what stands after the command's name.
  enum Effect: Sendable {
    /// It does something, which can be undone.
    case changes(@Sendable (inout Chat, _ argument: String) throws(Chat.Problem) -> Void)
    /// It tells something.
    case tells(@Sendable (Chat, _ argument: String) throws(Chat.Problem) -> [String])
    /// It asks the driver for something.
    case asks(@Sendable (_ argument: String) throws(Chat.Problem) -> Chat.Request)
    /// It undoes lines.
    case goesBack
  }

  /// The name with its slash.
  let name: String
  /// What stands after the name, as help writes it.
  let arguments: String
  /// What it does, in a few words.
  let summary: String
  /// What else there is to know.
  let details: String
  /// Words that may stand after the name.
  let choices: [String]
  let effect: Effect

  init(
    _ name: String, _ arguments: String = "", _ summary: String, details: String = "",
    choices: [String] = [], _ effect: Effect
  ) {
    self.name = name
    self.arguments = arguments
    self.summary = summary
    self.details = details
    self.choices = choices
    self.effect = effect
  }

  /// The command and its arguments, as help writes them.
  var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

  /// The command with a name, or a problem that suggests the nearest.
  static func named(_ name: String) throws(Chat.Problem) -> ChatCommand {
    let commands = groups.flatMap(\.commands)
    for command in commands where command.name == name { return command }
    if let meant = otherWords[name] { throw Chat.Problem("unknown command '\(name)'; \(meant)") }
    let hint = nearestName(to: name, among: commands.map(\.name)).map { "; did you mean '\($0)'?" }
    throw Chat.Problem("unknown command '\(name)'\(hint ?? "; '/help' lists them, and '//' sends a slash")")
  }

  /// What words mean that are no commands, and that people try.
  private static let otherWords: [String: String] = {
    let speech = "what the agent says is '/message TEXT'"
    let close = "the agent closes the conversation with '/complete'"
    let customer = "what the customer says is a line without a slash; '/from ADDRESS' is another customer"
    return [
      "/agent": speech, "/say": speech, "/reply": speech, "/customer": customer, "/user": customer,
      "/sms": customer, "/close": close, "/end": close, "/exit": "'/quit' ends the chat",
      "/advance": "time passes with '/wait TIME'", "/sleep": "time passes with '/wait TIME'",
      "/state": "'/where' says what the sessions wait for, '/vars' lists the variables",
    ]
  }()

  /// What a line may be completed to: names of commands, and the words that may follow them.
  static func completions(of line: String) -> [String] {
    guard line.first == "/" else { return [] }
    let commands = groups.flatMap(\.commands)
    guard let space = line.firstIndex(of: " ") else {
      return commands.map(\.name).filter { $0.hasPrefix(line) }
    }
    let command = commands.first { $0.name == line[..<space] }
    return (command?.choices ?? []).map { "\(line[..<space]) \($0)" }.filter { $0.hasPrefix(line) }
  }

  /// The help of one command, or the list of all.
  static func help(_ name: String) throws(Chat.Problem) -> [String] {
    guard !name.isEmpty else { return overview }
    let command = try named(name.first == "/" ? name : "/" + name)
    return [command.usage] + TextLayout.wrapped(command.summary, indent: 2)
      + (command.details.isEmpty ? [] : TextLayout.wrapped(command.details, indent: 2))
  }

  private static var overview: [String] {
    var lines = TextLayout.wrapped(
      """
      A line is what the customer writes; '//' at its beginning sends a slash. Commands act as the agent and the world:
      """)
    for group in groups {
      lines += ["", "\(group.title):"] + TextLayout.table(group.commands.map { ($0.usage, $0.summary) })
    }
    return lines
  }
}

extension StringProtocol {
  /// The text without what is white at its ends.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
