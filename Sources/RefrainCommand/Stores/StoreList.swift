import RefrainKit
import ServiceCore

/// How a command over a store writes a list.
enum StoreListFormat: String, CaseIterable {
  case text, json

  static let option = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(allCases.map(\.rawValue))),
    summary: "how the list is written: text (the default), or json for programs")

  init(_ arguments: ParsedArguments) {
    self = arguments.choice(of: Self.option) ?? .text
  }
}

/// What a command does something about, of the things that it lists.
enum ListedSubjects<Subject: Sendable>: Sendable {
  case one(Subject)
  /// All that it lists now.
  case all

  /// The option that names all.
  static var allOption: CommandOption {
    CommandOption(name: "--all", summary: "do so with all that list tells, instead of one")
  }
}

extension StoreCommand {
  /// What is to be done about what the command lists; nil where it is listed.
  /// - Parameters:
  ///   - actions: The names of all actions, `list` and `show` among them.
  ///   - operand: What names one of the things, as the usage line has it.
  ///   - whose: Whose name it is.
  ///   - subject: The thing that a text names; nil where it names none.
  static func actionOnListed<Subject>(
    _ arguments: ParsedArguments, among actions: [String], _ operand: String, of whose: String,
    _ subject: (String) -> Subject?
  ) throws(UsageError) -> (name: String, subjects: ListedSubjects<Subject>)? {
    let name = arguments.operands.first?.text ?? "list"
    guard actions.contains(name) else {
      throw syntax.unknown("action", name, of: actions)
    }
    let named = arguments.operands.dropFirst().first
    if arguments.has(ListedSubjects<Subject>.allOption) {
      guard name != "list", name != "show", named == nil else {
        let what = named == nil ? "--all" : "--all beside a \(operand)"
        throw syntax.wrong("'\(syntax.name) \(name)' takes no \(what)")
      }
      return (name, .all)
    }
    guard name != "list" else {
      guard named == nil else {
        throw syntax.wrong("'\(syntax.name) list' takes no \(operand)")
      }
      return nil
    }
    guard let subject = named.flatMap({ subject($0.text) }) else {
      throw syntax.wrong("'\(syntax.name) \(name)' needs \(whose) \(operand)")
    }
    return (name, .one(subject))
  }
}
