import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("refrain lint")
struct LintTests {
  @Test("Findings go to standard output, the summary to standard error")
  func streams() {
    let system = MemorySystem(["a.flow.json": SampleFlow.clean, "b.flow.json": SampleFlow.wrong])
    #expect(system.run("lint") == .findings)
    #expect(system.output.hasPrefix("b.flow.json:3:3: error: "))
    #expect(system.errors == "1 error in 2 files\n")
  }

  @Test("The exit status is 1 for errors, for warnings only with --strict or by --rule")
  func status() {
    let doubtful = ["a.flow.json": SampleFlow.doubtful]
    #expect(MemorySystem(["a.flow.json": SampleFlow.clean]).run("lint", "--strict") == .success)
    #expect(MemorySystem(doubtful).run("lint") == .success)
    #expect(MemorySystem(doubtful).run("lint", "--strict") == .findings)
    #expect(MemorySystem(doubtful).run("lint", "--rule", "RF403=error") == .findings)
    #expect(MemorySystem(doubtful).run("lint", "--strict", "--rule=RF403=info") == .success)
    #expect(
      MemorySystem(doubtful).run("lint", "--strict", "--rule", "RF403=error", "--rule", "RF403=off")
        == .success)
  }

  @Test("What cannot be read is one line and status 3; the other files are still linted")
  func unreadable() {
    let system = MemorySystem(["b.flow.json": SampleFlow.wrong])
    system.items["a.flow.json"] = .unreadable
    system.items["pipe"] = .device
    system.emptyFolders = ["empty"]
    #expect(system.run("lint", "none", "pipe", "empty", ".", "--format", "concise") == .failure)
    #expect(
      system.errors == """
        refrain: none: No such file or directory
        refrain: pipe: Neither a file nor a folder; '-' reads standard input
        refrain: empty: No flows or scenarios (*.flow.json, *.scenario.json) in this folder
        refrain: a.flow.json: Permission denied

        """)
    #expect(system.output.hasPrefix("b.flow.json:3:3: error: "))
  }

  @Test(
    "Of a file that is not there the flow of its folder is named that is nearest",
    arguments: [
      ("flows/supprt.flow.json", "; did you mean 'flows/support.flow.json'?"),
      ("flows/support.json", "; did you mean 'flows/support.flow.json'?"),
      ("./flows/support", "; did you mean './flows/support.flow.json'?"), ("support.flow.json", ""),
      ("flows/opt-out.flow.json", ""),
    ])
  func missing(path: String, suggestion: String) {
    let system = MemorySystem(["flows/support.flow.json": SampleFlow.clean])
    #expect(system.run("lint", Argument(stringLiteral: path)) == .failure)
    #expect(system.errors == "refrain: \(path): No such file or directory\(suggestion)\n")
  }

  @Test("A folder is searched for flows and scenarios, hidden folders aside, in the order of their paths")
  func search() {
    let paths = [
      "a/b.flow.json", "a-b.flow.json", "a/c/d.flow.json", "z.flow.json", "B.flow.json", ".build/e.flow.json",
      ".git/f.flow.json", "a/.hidden/g.flow.json", "a/h.scenario.json", "i.json", "flow.json", ".j.flow.json",
    ]
    let system = MemorySystem(Dictionary(uniqueKeysWithValues: paths.map { ($0, "") }))
    let expected = [
      ".j.flow.json", "B.flow.json", "a-b.flow.json", "a/b.flow.json", "a/c/d.flow.json", "a/h.scenario.json",
      "z.flow.json",
    ]
    #expect(lintedFiles(system, []) == expected)
    #expect(lintedFiles(system, ["."]) == expected)
    #expect(lintedFiles(system, ["./"]) == expected)
    #expect(lintedFiles(system, ["a//"]) == ["a/b.flow.json", "a/c/d.flow.json", "a/h.scenario.json"])
    #expect(lintedFiles(system, ["./a"]) == ["./a/b.flow.json", "./a/c/d.flow.json", "./a/h.scenario.json"])
    #expect(lintedFiles(system, ["i.json", ".git"]) == [".git/f.flow.json", "i.json"])
  }

  @Test("A scenario is judged with its flow, wherever that lies, also from standard input")
  func scenarios() {
    let wrong = Sample.scenario.replacing("\"result\": \"success\"", with: "\"result\": \"sucess\"")
      .replacing("a.flow.json", with: "../flows/a.flow.json")
    let system = MemorySystem(["tests/a.scenario.json": wrong])
    system.items["flows/a.flow.json"] = .file(Array(Sample.flow.utf8))
    system.standardInput = Array(wrong.utf8)
    let told =
      "a.scenario.json:13:40: error: the flow has no result `sucess`; did you mean `success`? [RF701 unknown-name-in-scenario]\n"
    #expect(system.run("lint", "tests", "--format", "concise") == .findings)
    #expect(system.output == "tests/\(told)")
    #expect(
      system.run("lint", "-", "--stdin-filename", "tests/a.scenario.json", "--format", "concise") == .findings
    )
    #expect(system.output == "tests/\(told)tests/\(told)")
    #expect(system.run("lint", "tests", "--unsafe-fixes") == .success)
    #expect(
      system.text(of: "tests/a.scenario.json")
        == Sample.scenario.replacing("a.flow.json", with: "../flows/a.flow.json"))
  }

  @Test("A scenario whose flow cannot be read has that error alone")
  func scenarioWithoutFlow() {
    let system = MemorySystem(["a.scenario.json": Sample.scenario, "aa.flow.json": Sample.flow])
    #expect(system.run("lint", "--format", "concise") == .findings)
    #expect(
      system.output.hasPrefix(
        "a.scenario.json:4:11: error: the flow `a.flow.json` cannot be read; did you mean `aa.flow.json`? [RF703 scenario-without-flow]\n"
      ))
  }

  @Test("A file that is given or found several times is linted once, by the path that comes first")
  func once() {
    let system = MemorySystem(["a.flow.json": "", "b/c.flow.json": ""])
    #expect(
      lintedFiles(system, ["./a.flow.json", ".", "b", "b//c.flow.json"]) == [
        "./a.flow.json", "b/c.flow.json",
      ])
  }

  /// The files that are reported, each of which holds an error.
  private func lintedFiles(_ system: MemorySystem, _ paths: [Argument]) -> [String] {
    let fresh = MemorySystem()
    fresh.items = system.items
    _ = Refrain.run(["lint", "--format", "concise"] + paths, on: fresh)
    return fresh.output.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) }
  }

  @Test("Standard input is a file called - or as it is told")
  func standardInput() {
    for (arguments, name) in [
      (["-"], "-"), (["--stdin-filename", "x.flow.json", "-"], "x.flow.json"),
      (["--stdin-filename=x.flow.json"], "x.flow.json"), (["-", "-"], "-"),
    ] as [([Argument], String)] {
      let system = MemorySystem()
      system.standardInput = Array("[]".utf8)
      #expect(Refrain.run(["lint", "--format=concise"] + arguments, on: system) == .findings)
      #expect(system.output.hasPrefix("\(name):1:1: error: "))
      #expect(system.output.split(separator: "\n").count == 1)
    }
  }

  @Test("A file over 10 MiB is RF111 and not read to its end; one of just that size is judged")
  func tooLarge() {
    for (size, code) in [
      (Limits.fileSize, "RF101"), (Limits.fileSize + 1, "RF111"), (Limits.fileSize * 2, "RF111"),
    ] {
      let system = MemorySystem()
      system.items["a.flow.json"] = .file(Array(repeating: UInt8(ascii: "x"), count: size))
      #expect(system.run("lint", "--format", "concise", "a.flow.json") == .findings)
      #expect(system.output.contains("[\(code) "))
      #expect(system.limits["a.flow.json"] == Limits.fileSize + 1)
    }
  }

  @Test("Further outputs are written beside standard output, each in its format and without colours")
  func outputs() throws {
    let system = MemorySystem(["a.flow.json": SampleFlow.wrong])
    system.variables["FORCE_COLOR"] = "1"
    #expect(
      system.run(
        "lint", "--output", "json=r=1.json", "--output=text=r.txt", "--format", "concise", "a.flow.json")
        == .findings)
    #expect(system.output.contains("\u{1B}["))
    guard case .file(let json) = system.items["r=1.json"], case .file(let text) = system.items["r.txt"] else {
      Issue.record("an output is missing")
      return
    }
    #expect(try JSON(parsing: json)["summary"]?["errors"] == 1)
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("a.flow.json:3:3: error: "))
  }

  @Test("All formats can be written in one run, and tell of the same findings and of the clean file")
  func allFormats() throws {
    let system = MemorySystem([
      "a.flow.json": SampleFlow.wrong, "b.flow.json": SampleFlow.clean, "c.flow.json": SampleFlow.doubtful,
    ])
    let arguments = ReportFormat.allCases.flatMap { format -> [Argument] in
      ["--output", Argument(bytes: Array("\(format.rawValue)=out/\(format.rawValue)".utf8))]
    }
    #expect(Refrain.run(["lint", "--format", "github"] + arguments, on: system) == .findings)
    func text(_ format: ReportFormat) -> String { system.text(of: "out/\(format.rawValue)") ?? "" }
    #expect(system.output == text(.github))
    let codes = ["RF103", "RF403"]
    for format in ReportFormat.allCases where ![.json, .sarif, .gitlab].contains(format) {
      let lines = text(format).split(separator: "\n").filter { $0.contains("RF") }
      for (code, file) in zip(codes, ["a.flow.json", "c.flow.json"]) {
        #expect(lines.contains { $0.contains(code) && $0.contains(file) }, "\(format)")
      }
    }
    #expect(text(.junit).contains("<testcase name=\"no findings\" classname=\"b.flow.json\""))
    #expect(try JSON(parsing: text(.json))["diagnostics"]?.array?.map { $0["code"]?.string } == codes)
    #expect(try JSON(parsing: text(.gitlab)).array?.map { $0["check_name"]?.string } == codes)
    let run = try JSON(parsing: text(.sarif))["runs"]?[0]
    #expect(run?["results"]?.array?.map { $0["ruleId"]?.string } == codes)
    let rules = run?["tool"]?["driver"]?["rules"]?.array ?? []
    #expect(rules.map { $0["id"]?.string } == RuleCode.allCases.map(\.rawValue).sorted())
    for result in run?["results"]?.array ?? [] {
      let index = try #require(result["ruleIndex"]?.number?.integer)
      #expect(rules[index]["id"] == result["ruleId"])
    }
  }

  @Test("An output that cannot be written is one line and status 3")
  func outputFailure() {
    let system = MemorySystem(["a.flow.json": SampleFlow.wrong])
    #expect(system.run("lint", "--output", "json=missing/r.json", "--format", "concise") == .failure)
    #expect(system.errors == "refrain: missing/r.json: No such file or directory\n")
    #expect(system.output.hasPrefix("a.flow.json"))
    let full = MemorySystem(["a.flow.json": SampleFlow.wrong])
    full.outputFailure = SystemError(reason: "No space left on device")
    #expect(full.run("lint", "--format", "json") == .failure)
    #expect(full.errors == "refrain: standard output: No space left on device\n")
  }

  @Test("A closed pipe ends the output without a word and leaves the exit status as it is")
  func closedPipe() {
    let system = MemorySystem(["a.flow.json": SampleFlow.wrong])
    system.outputFailure = SystemError(reason: "Broken pipe", isClosedPipe: true)
    #expect(system.run("lint", "--format", "concise") == .findings)
    #expect(system.errors.isEmpty)
  }

  @Test("The JSON report counts files and findings, and is written even where nothing could be read")
  func json() throws {
    let system = MemorySystem(["a.flow.json": SampleFlow.wrong, "b.flow.json": SampleFlow.doubtful])
    #expect(system.run("lint", "--format", "json") == .findings)
    let report = try JSON(parsing: system.output)
    #expect(report["files"] == 2)
    #expect(report["summary"] == ["errors": 1, "warnings": 1, "infos": 0])
    #expect(report["diagnostics"]?[1]?["pointer"] == "/variables/unused")
    #expect(system.errors.isEmpty)
    let none = MemorySystem()
    #expect(none.run("lint", "--format", "json", "a") == .failure)
    #expect(try JSON(parsing: none.output)["files"] == 0)
  }

  /// Environments, and whether the output is coloured on a terminal and off one.
  static let colors:
    [(variables: [String: String], arguments: [Argument], onTerminal: Bool, elsewhere: Bool)] = [
      ([:], [], true, false),
      (["TERM": "dumb"], [], false, false), (["TERM": ""], [], false, false),
      (["NO_COLOR": "1"], [], false, false),
      (["NO_COLOR": ""], [], true, false),
      (["FORCE_COLOR": "1"], [], true, true),
      (["FORCE_COLOR": "1", "NO_COLOR": "1"], [], false, false),
      (["FORCE_COLOR": "1"], ["--no-color"], false, false),
      ([:], ["--format=json"], false, false),
    ]

  @Test("Colour only on a terminal; it can be switched off and forced", arguments: colors)
  func color(variables: [String: String], arguments: [Argument], onTerminal: Bool, elsewhere: Bool) {
    for (isTerminal, isColored) in [(true, onTerminal), (false, elsewhere)] {
      let system = MemorySystem(["a.flow.json": SampleFlow.wrong])
      system.variables = variables
      system.outputIsTerminal = isTerminal
      _ = Refrain.run(["lint", "a.flow.json"] + arguments, on: system)
      #expect(system.output.contains("\u{1B}") == isColored)
    }
  }

  @Test("--no-color may stand before the command, too")
  func colorBeforeCommand() {
    let system = MemorySystem(["a.flow.json": SampleFlow.wrong])
    system.outputIsTerminal = true
    #expect(system.run("--no-color", "lint") == .findings)
    #expect(!system.output.contains("\u{1B}"))
  }

  @Test("--fix mends in place what is certain, --unsafe-fixes all; then what is left is reported")
  func fixes() {
    let wrong = "\u{FEFF}" + SampleFlow.doubtful
    let system = MemorySystem(["a.flow.json": wrong, "b.flow.json": SampleFlow.clean])
    #expect(system.run("lint", "--fix", "--format", "concise") == .success)
    #expect(system.text(of: "a.flow.json") == SampleFlow.doubtful)
    #expect(system.replaced == ["a.flow.json"])
    #expect(system.output.contains("RF403") && !system.output.contains("RF112"))
    #expect(system.errors == "1 fix made\n")
    #expect(system.run("lint", "--unsafe-fixes", "--strict") == .success)
    #expect(system.replaced == ["a.flow.json", "a.flow.json"])
    #expect(system.run("lint", "--strict") == .success)
    #expect(MemorySystem(["a.flow.json": wrong]).run("lint", "--fix", "-") == .usage)
  }

  @Test("A rule that is off mends nothing; a file that cannot be written is status 3")
  func noFixes() {
    let system = MemorySystem(["a.flow.json": SampleFlow.doubtful])
    #expect(system.run("lint", "--unsafe-fixes", "--rule", "RF403=off") == .success)
    #expect(system.replaced == [])
    system.readOnlyFiles = ["a.flow.json"]
    #expect(system.run("lint", "--unsafe-fixes") == .failure)
    #expect(system.errors.contains("refrain: a.flow.json: "))
  }
}
