import Testing

@testable import RefrainCommand

@Suite("Arguments")
struct ArgumentTests {
  /// Wrong command lines, each with the line on standard error.
  static let wrong: [(arguments: [Argument], message: String)] = [
    ([], "a command is missing (see 'refrain help')"),
    (["lnit"], "unknown command 'lnit'; did you mean 'lint'? (see 'refrain help')"),
    (["Lint"], "unknown command 'Lint'; did you mean 'lint'? (see 'refrain help')"),
    (["--versoin"], "unknown option '--versoin'; did you mean '--version'? (see 'refrain help')"),
    (["help", "explian"], "unknown command 'explian'; did you mean 'explain'? (see 'refrain help')"),
    (["help", "lint", "lint"], "unexpected argument 'lint' (see 'refrain help help')"),
    (
      ["lint", "--formt", "json"],
      "unknown option '--formt'; did you mean '--format'? (see 'refrain help lint')"
    ),
    (
      ["lint", "--formt=json"], "unknown option '--formt'; did you mean '--format'? (see 'refrain help lint')"
    ),
    (["lint", "--format"], "'--format' needs a value, --format FORMAT (see 'refrain help lint')"),
    (
      ["lint", "--format", "jsno"],
      "unknown value for '--format' 'jsno'; did you mean 'json'? (see 'refrain help lint')"
    ),
    (
      ["test", "--format", "xml"],
      "unknown value for '--format' 'xml'; there is text, json, junit (see 'refrain help test')"
    ),
    (
      ["lint", "--format", "json", "--format=json"],
      "'--format' may be given once only (see 'refrain help lint')"
    ),
    (["lint", "--strict=yes"], "'--strict' takes no value (see 'refrain help lint')"),
    (["lint", "-x"], "unknown option '-x' (see 'refrain help lint')"),
    (["lint", "--rule", "RF301"], "'--rule' needs CODE=LEVEL, not 'RF301' (see 'refrain help lint')"),
    (
      ["lint", "--rule", "RF3O1=off"], "unknown rule 'RF3O1'; did you mean 'RF301'? (see 'refrain help lint')"
    ),
    (["lint", "--rule", "RF301=of"], "unknown level 'of'; did you mean 'off'? (see 'refrain help lint')"),
    (
      ["lint", "--rule", "RF101=off"],
      "RF101 judges the file itself and cannot be changed (see 'refrain help lint')"
    ),
    (
      ["lint", "--output", "report.json"],
      "'--output' needs FORMAT=FILE, not 'report.json' (see 'refrain help lint')"
    ),
    (["lint", "--output", "jsn=r"], "unknown format 'jsn'; did you mean 'json'? (see 'refrain help lint')"),
    (
      ["lint", "--stdin-filename", "a", "b"],
      "'--stdin-filename' names standard input, which is read where a PATH is '-' (see 'refrain help lint')"
    ),
    (["lint", "--coverage", "b"], "unknown option '--coverage' (see 'refrain help lint')"),
    (["lint", "--a\u{1B}\n"], "unknown option '--a\\u001B\\n' (see 'refrain help lint')"),
    (["explain", "RF30l"], "unknown rule 'RF30l'; did you mean 'RF301'? (see 'refrain help explain')"),
    (["explain", "?"], "unknown rule '?' (see 'refrain help explain')"),
  ]

  @Test("A wrong command line is one line on standard error, with a hint, and status 2", arguments: wrong)
  func usage(arguments: [Argument], message: String) {
    let system = MemorySystem(["a.flow.json": SampleFlow.clean])
    let status = Refrain.run(arguments, on: system)
    #expect(system.errors == "refrain: \(message)\n")
    #expect(system.output.isEmpty)
    #expect(status == .usage)
  }

  @Test("What is not UTF-8 in an argument does not matter to a path, and is replaced in messages")
  func notUTF8() throws {
    let system = MemorySystem()
    #expect(system.run("lint", Argument(bytes: [0xFF, 0x61])) == .failure)
    #expect(system.errors == "refrain: \u{FFFD}a: No such file or directory\n")
    #expect(Refrain.run([Argument(bytes: [0x2D, 0x2D, 0xC3])], on: system) == .usage)
    let syntax = CommandSyntax(
      name: "x", summary: "", operands: [Operand(name: "PATH", kind: .path, arity: .many, summary: "")])
    #expect(try syntax.parse([Argument(bytes: [0xFF])]).operands == [Argument(bytes: [0xFF])])
  }

  @Test("Options and operands may be mixed; after -- all are operands, and - alone always is one")
  func operands() throws {
    let level = CommandOption(
      name: "--level", value: .init(name: "L", kind: .text), isRepeatable: true, summary: "")
    let all = CommandOption(name: "--all", summary: "")
    let syntax = CommandSyntax(
      name: "x", summary: "", operands: [Operand(name: "PATH", kind: .path, arity: .many, summary: "")],
      options: [level, all])
    let parsed = try syntax.parse([
      "a", "--level", "--all", "-", "--level=b=c", "--level=", "--", "--all", "--",
    ])
    #expect(parsed.operands == ["a", "-", "--all", "--"])
    #expect(parsed.values(of: level) == ["--all", "b=c", ""])
    #expect(!parsed.has(all))
  }

  @Test("An operand that is needed is asked for")
  func missingOperand() {
    let syntax = CommandSyntax(
      name: "x", summary: "", operands: [Operand(name: "FLOW", kind: .path, arity: .one, summary: "")])
    #expect(throws: UsageError("'x' needs a FLOW", helpTopic: "x")) { try syntax.parse([]) }
    #expect(throws: UsageError("unexpected argument 'b'", helpTopic: "x")) { try syntax.parse(["a", "b"]) }
    #expect(throws: Never.self) { try syntax.parse(["--help"]) }
  }
}

@Suite("Help and version")
struct HelpTests {
  @Test("--version prints the version")
  func version() {
    let system = MemorySystem()
    #expect(system.run("--version") == .success)
    #expect(system.output == "refrain 0.1.0\n")
  }

  @Test("Help lists every command, and says of each what it takes")
  func commands() {
    let overview = MemorySystem()
    #expect(overview.run("help") == .success)
    for command in Commands.all {
      let syntax = command.syntax
      #expect(overview.output.contains("  \(syntax.name) "))
      let asked = MemorySystem()
      #expect(asked.run("help", Argument(bytes: Array(syntax.name.utf8))) == .success)
      let optioned = MemorySystem()
      #expect(optioned.run(Argument(bytes: Array(syntax.name.utf8)), "--help") == .success)
      #expect(asked.output == optioned.output)
      let missing = syntax.allOptions.map(\.name).filter { !asked.output.contains("  \($0) ") }
      #expect(missing.isEmpty)
    }
    #expect(
      overview.output
        == {
          let other = MemorySystem()
          _ = other.run("-h")
          return other.output
        }())
  }

  @Test("No line of help is wider than 100 columns")
  func width() {
    let system = MemorySystem()
    for command in Commands.all { _ = system.run("help", Argument(bytes: Array(command.syntax.name.utf8))) }
    _ = system.run("help")
    #expect(system.output.split(separator: "\n").filter { $0.count > 100 }.isEmpty)
  }
}
