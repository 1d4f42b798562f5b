/// What a command is called, does and takes: the one table that its arguments are parsed by and its help is
/// made of.
struct CommandSyntax: Sendable {
  let name: String
  /// What it does, in a few words.
  let summary: String
  /// What else there is to know, a paragraph each.
  var discussion: [String] = []
  var operands: [Operand] = []
  /// What may follow the options, where the operands in a row do not tell it: a usage line each.
  var forms: [String] = []
  var options: [CommandOption] = []

  /// The options that every command has.
  static let commonOptions: [CommandOption] = [.noColor, .help]

  /// What is wrong with the command's arguments, in a sentence without a full stop.
  func wrong(_ message: String) -> UsageError { UsageError(message, helpTopic: name) }

  /// A name in the command's arguments that there is not, with the one that was probably meant.
  func unknown(_ noun: String, _ given: String, of known: [String]) -> UsageError {
    .unknown(noun, given, of: known, helpTopic: name)
  }

  /// All options of the command, those that every command has last.
  var allOptions: [CommandOption] { options + Self.commonOptions }
}

/// A place in a command's arguments for what is no option.
struct Operand: Sendable {
  /// How many there may be.
  enum Arity: Sendable {
    case one, optional, many
  }

  /// What it is called in help, in capitals.
  let name: String
  /// What may stand there, for completion.
  let kind: ValueKind
  let arity: Arity
  let summary: String

  /// The name as it stands in a sentence.
  var nameWithArticle: String { name.first.map("AEIOU".contains) == true ? "an \(name)" : "a \(name)" }
}

/// An option of a command.
struct CommandOption: Sendable {
  /// The value that an option takes.
  struct Value: Sendable {
    /// What it is called in help, in capitals.
    let name: String
    let kind: ValueKind
  }

  /// The name with its two hyphens.
  let name: String
  /// Nil for an option that is on or off.
  var value: Value?
  /// Whether it may be given several times.
  var isRepeatable = false
  let summary: String

  /// Switches colour off.
  static let noColor = CommandOption(name: "--no-color", summary: "write no colours, on a terminal neither")
  /// Asks for the help of a command.
  static let help = CommandOption(name: "--help", summary: "show this help")
  /// Asks for the version of the program.
  static let version = CommandOption(name: "--version", summary: "show the version")
}

/// What kind of thing an operand or an option's value is.
indirect enum ValueKind: Sendable {
  /// A file or folder.
  case path
  /// A file of a kind, or a folder that holds some.
  case file(InputFiles.Kind)
  /// One of some words.
  case choice([String])
  /// A rule's code.
  case ruleCode
  /// A command's name.
  case command
  /// `NAME=VALUE`, with one of some names.
  case assignment([String], ValueKind)
  /// Anything.
  case text
}

/// What a command was given, by its table.
struct ParsedArguments: Sendable {
  /// What is no option, in order.
  fileprivate(set) var operands: [Argument] = []
  fileprivate var values: [String: [Argument]] = [:]
  fileprivate var flags: Set<String> = []

  /// Whether an option without a value was given.
  func has(_ option: CommandOption) -> Bool { flags.contains(option.name) }

  /// The value of an option that is not repeatable, if it was given.
  func value(of option: CommandOption) -> Argument? { values[option.name]?.last }

  /// The choice that an option was given, if it was: parsing admits no other word.
  func choice<Choice: RawRepresentable<String>>(of option: CommandOption) -> Choice? {
    value(of: option).flatMap { Choice(rawValue: $0.text) }
  }

  /// The path that an option was given, if it was.
  func path(of option: CommandOption) -> FilePath? { value(of: option).map { FilePath($0.bytes) } }

  /// The values of a repeatable option, in order.
  func values(of option: CommandOption) -> [Argument] { values[option.name] ?? [] }
}

extension CommandSyntax {
  /// Parses what follows the command's name.
  ///
  /// Options and operands may be mixed; after `--` all are operands, and `-` alone always is one.
  func parse(_ arguments: some Sequence<Argument>) throws(UsageError) -> ParsedArguments {
    var parsed = ParsedArguments()
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      let text = argument.text
      if text == "--" {
        while let operand = rest.next() { parsed.operands.append(operand) }
      } else if text.utf8.first == UInt8(ascii: "-"), text.utf8.count > 1 {
        try parseOption(argument, text, followedBy: &rest, into: &parsed)
      } else {
        parsed.operands.append(argument)
      }
    }
    if !parsed.has(.help) { try checkOperands(parsed.operands) }
    return parsed
  }

  private func parseOption(
    _ argument: Argument, _ text: String, followedBy rest: inout some IteratorProtocol<Argument>,
    into parsed: inout ParsedArguments
  ) throws(UsageError) {
    let split = text.hasPrefix("--") ? argument.splitAtEqualsSign : nil
    let name = text == "-h" ? CommandOption.help.name : split?.name ?? text
    guard let option = allOptions.first(where: { $0.name == name }) else {
      throw unknown("option", name, of: allOptions.map(\.name))
    }
    guard let value = option.value else {
      guard split == nil else { throw wrong("'\(name)' takes no value") }
      parsed.flags.insert(name)
      return
    }
    guard let given = split?.value ?? rest.next() else {
      throw wrong("'\(name)' needs a value, \(name) \(value.name)")
    }
    if !option.isRepeatable, parsed.values[name] != nil {
      throw wrong("'\(name)' may be given once only")
    }
    if case .choice(let choices) = value.kind, !choices.contains(given.text) {
      throw unknown("value for '\(name)'", given.text, of: choices)
    }
    parsed.values[name, default: []].append(given)
  }

  private func checkOperands(_ given: [Argument]) throws(UsageError) {
    let required = operands.count { $0.arity == .one }
    guard given.count >= required else {
      throw wrong("'\(name)' needs \(operands[given.count].nameWithArticle)")
    }
    let takesMany = operands.contains { $0.arity == .many }
    guard takesMany || given.count <= operands.count else {
      throw wrong("unexpected argument '\(given[operands.count].text)'")
    }
  }
}
