import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

/// A command line that is being typed, and what may come next.
struct CompletionCase: Sendable {
  let line: String
  let candidates: [String]

  init(_ line: String, _ candidates: [String]) {
    self.line = line
    self.candidates = candidates
  }

  /// The folder in which the lines are typed.
  static let setup = """
    mkdir folder; touch a.flow.json a.scenario.json other.json 'b c.flow.json' folder/x.flow.json
    """

  private static let files = ["a.flow.json", "a.scenario.json", "b c.flow.json", "folder"]
  private static let formats = ReportFormat.allCases.map(\.rawValue)

  /// Command lines in bash and fish; the candidates are sorted.
  static let all = [
    CompletionCase("refrain ", Commands.all.map { $0.syntax.name }),
    CompletionCase("refrain he", ["help"]),
    CompletionCase("refrain --no-color hel", ["help"]),
    CompletionCase("refrain --v", ["--version"]),
    CompletionCase("refrain nothing ", []),
    CompletionCase("refrain lint ", files),
    CompletionCase("refrain lint a.flow.json ", files),
    CompletionCase("refrain lint folder/", ["folder/x.flow.json"]),
    CompletionCase("refrain lint --stri", ["--strict"]),
    CompletionCase("refrain lint a.flow.json --stri", ["--strict"]),
    CompletionCase("refrain lint --format ", formats),
    CompletionCase("refrain lint --format=", formats),
    CompletionCase("refrain lint --format=js", ["json"]),
    CompletionCase(
      "refrain lint --rule RF30", RuleCode.allCases.filter(\.judgesTheConversation).map { "\($0)=" }),
    CompletionCase("refrain lint --rule RF10", []),
    CompletionCase("refrain lint --rule RF301=", ["error", "info", "off", "warning"]),
    CompletionCase("refrain lint --rule=RF301=w", ["warning"]),
    CompletionCase("refrain lint --rule RF301=off --strict a", ["a.flow.json", "a.scenario.json"]),
    CompletionCase("refrain lint --output js", ["json="]),
    CompletionCase("refrain lint --output json=o", ["other.json"]),
    CompletionCase("refrain lint --output=json=o", ["other.json"]),
    CompletionCase("refrain run a", ["a.flow.json"]),
    CompletionCase("refrain run a.flow.json --scenario ", ["a.scenario.json", "folder"]),
    CompletionCase("refrain run --scenario=a.", ["a.scenario.json"]),
    CompletionCase("refrain test a", ["a.scenario.json"]),
    CompletionCase("refrain format a.", ["a.flow.json", "a.scenario.json"]),
    CompletionCase("refrain format --c", ["--check"]),
    CompletionCase("refrain explain RF60", ["RF601", "RF602"]),
    CompletionCase("refrain help comp", ["completion"]),
    CompletionCase("refrain completion ", ["bash", "fish", "zsh"]),
  ]

  /// Command lines in bash alone, which counts what stands before the cursor.
  static let bashAlone = [
    CompletionCase("refrain run a.flow.json ", []),
    CompletionCase("refrain explain RF301 ", []),
    CompletionCase("refrain lint -- --stri", []),
    CompletionCase("refrain lint -- a", ["a.flow.json", "a.scenario.json"]),
    CompletionCase("refrain test --filter a", []),
  ]

  /// Command lines in zsh, and what they become with a TAB.
  static let typed = [
    ("refrain li", "refrain lint "), ("refrain --no-c", "refrain --no-color "),
    ("refrain lint --stri", "refrain lint --strict "), ("refrain lint a.f", "refrain lint a.flow.json "),
    ("refrain lint b", "refrain lint b\\ c.flow.json "),
    ("refrain lint --format js", "refrain lint --format json "),
    ("refrain lint --format=js", "refrain lint --format=json "),
    ("refrain lint --rule RF301=w", "refrain lint --rule RF301=warning "),
    ("refrain lint --rule=RF301=w", "refrain lint --rule=RF301=warning "),
    ("refrain lint --output js", "refrain lint --output json="),
    ("refrain lint --output=json=o", "refrain lint --output=json=other.json "),
    ("refrain run a.flow.json --scenario a", "refrain run a.flow.json --scenario a.scenario.json "),
    ("refrain run a.flow.json a", "refrain run a.flow.json a"),
    ("refrain test a", "refrain test a.scenario.json "),
    ("refrain format fo", "refrain format folder/"), ("refrain explain RF6", "refrain explain RF60"),
    ("refrain help comp", "refrain help completion "), ("refrain completion z", "refrain completion zsh "),
  ]
}

@Suite("refrain completion")
struct CompletionTests {
  @Test("A script knows every command, option and choice of a value", arguments: Shell.allCases)
  func scripts(shell: Shell) {
    let system = MemorySystem()
    #expect(system.run("completion", Argument(bytes: Array(shell.rawValue.utf8))) == .success)
    var names = CommandSyntax.globalOptions.map(\.bareName) + RuleCode.allCases.map(\.rawValue)
    for command in Commands.all.map({ $0.syntax }) {
      names += [command.name] + command.allOptions.map(\.bareName)
      let kinds = command.allOptions.compactMap(\.value?.kind) + command.operands.map(\.kind)
      for case .choice(let choices) in kinds { names += choices }
    }
    let words = Set(
      system.output.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { $0.drop { $0 == "-" } })
    #expect(names.filter { !words.contains($0[...]) } == [])
  }

  @Test("An unknown shell is wrong usage, and so is none")
  func unknownShell() {
    let system = MemorySystem()
    #expect(system.run("completion", "zhs") == .usage)
    #expect(
      system.errors == "refrain: unknown shell 'zhs'; did you mean 'zsh'? (see 'refrain help completion')\n")
    #expect(MemorySystem().run("completion") == .usage)
  }

  @Test("bash offers what may come next")
  func bash() throws {
    #expect(try wrongAnswers(of: .bash, to: CompletionCase.all + CompletionCase.bashAlone) == [])
  }

  @Test("fish offers what may come next")
  func fish() throws {
    #expect(try wrongAnswers(of: .fish, to: CompletionCase.all) == [])
  }

  @Test("zsh completes what can be one thing only")
  func zsh() throws {
    #expect(try wrongAnswers(of: .zsh, to: CompletionCase.typed.map { CompletionCase($0.0, [$0.1]) }) == [])
  }

  /// The command lines to which a shell answers something else than is expected, each with the answer.
  private func wrongAnswers(of shell: Shell, to cases: [CompletionCase]) throws -> [String] {
    guard let answers = try answers(of: shell, to: cases.map(\.line)) else { return [] }
    let expected = cases.map { "\($0.line) → \($0.candidates.sorted().joined(separator: "|"))" }
    return zip(answers, expected).filter { $0 != $1 }.map { "\($0), not \($1)" }
  }

  /// Each command line with what the driver prints of it; nil, said aloud, where there is no such shell here.
  private func answers(of shell: Shell, to lines: [String]) throws -> [String]? {
    try Executable.withFolder { folder in
      guard try Executable.shell("command -v \(shell.rawValue)", in: folder).status == 0 else {
        print("Completion in \(shell.rawValue) is not tested: there is no \(shell.rawValue) here.")
        return nil
      }
      #expect(try Executable.shell(CompletionCase.setup, in: folder).status == 0)
      try Data(CompletionDriver.script(for: shell).utf8).write(to: folder.appendingPathComponent(".driver"))
      let arguments = lines.map(\.shellQuoted).joined(separator: " ")
      let options = shell == .zsh ? "-f" : ""
      let result = try Executable.shell(
        "HOME=$PWD TERM=dumb LC_ALL=C.UTF-8 \(shell.rawValue) \(options) .driver \(arguments)", in: folder)
      #expect(result.errors == "")
      let answers = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(answers.count == lines.count)
      return zip(lines, answers).map { "\($0) → \($1)" }
    }
  }
}
