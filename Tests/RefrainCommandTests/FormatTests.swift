import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("refrain format")
struct FormatTests {
  private static let untidy = #"{"nodes":{},"formatVersion":1}"#
  private static let tidy = "{\n  \"formatVersion\": 1,\n  \"nodes\": {}\n}\n"

  @Test(
    "The examples of the language reference are laid out as they stand there",
    arguments: ["flow", "scenario"])
  func examples(kind: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Flows")
    let source = try Array(Data(contentsOf: folder.appendingPathComponent("example.\(kind).json")))
    #expect(try FileFormatter.format(source) == source)
  }

  @Test("Flows and scenarios are changed in place, and only those that are laid out otherwise")
  func inPlace() {
    let system = MemorySystem([
      "a.flow.json": Self.tidy, "b.flow.json": Self.untidy, "c/d.scenario.json": #"{"steps":[]}"#,
      "e.json": "{}",
    ])
    #expect(system.run("format") == .success)
    #expect(system.replaced == ["b.flow.json", "c/d.scenario.json"])
    #expect(system.text(of: "b.flow.json") == Self.tidy)
    #expect(system.text(of: "c/d.scenario.json") == "{\n  \"steps\": []\n}\n")
    #expect(system.output == "")
    #expect(system.errors == "2 of 3 files changed\n")
    #expect(system.run("format", "e.json") == .success)
    #expect(system.text(of: "e.json") == "{}\n")
  }

  @Test("--check says where the line ends alone differ, and of no other file")
  func lineEnds() {
    let formatted = MemorySystem()
    formatted.standardInput = Array(Self.untidy.utf8)
    #expect(formatted.run("format", "-") == .success)
    let system = MemorySystem([
      "a.flow.json": formatted.output.replacing("\n", with: "\r\n"),
      "b.flow.json": Self.untidy.replacing("\n", with: "\r\n"), "c.flow.json": formatted.output,
    ])
    #expect(system.run("format", "--check", ".") == .findings)
    #expect(
      system.output == "a.flow.json: its line ends alone differ: they are to be LF\nb.flow.json\n")
    #expect(system.run("format", ".") == .success)
    #expect(system.text(of: "a.flow.json") == formatted.output)
  }

  @Test("--check changes nothing, lists what would change, and then ends with status 1")
  func check() {
    let system = MemorySystem(["a.flow.json": Self.tidy, "b.flow.json": Self.untidy])
    #expect(system.run("format", "--check", ".") == .findings)
    #expect(system.output == "b.flow.json\n")
    #expect(system.errors == "1 of 2 files would change\n")
    #expect(system.replaced == [])
    #expect(system.run("format", "--check", "a.flow.json") == .success)
  }

  @Test("- filters standard input to standard output; a finding then goes to standard error")
  func filter() {
    let system = MemorySystem()
    system.standardInput = Array(Self.untidy.utf8)
    #expect(system.run("format", "-") == .success)
    #expect(system.output == Self.tidy)
    #expect(system.errors == "")

    let checked = MemorySystem()
    checked.standardInput = Array(Self.untidy.utf8)
    #expect(checked.run("format", "--check", "-") == .findings)
    #expect(checked.output == "-\n")

    let refused = MemorySystem()
    refused.standardInput = Array("{".utf8)
    #expect(refused.run("format", "-") == .findings)
    #expect(refused.output == "")
    #expect(refused.errors.hasPrefix("-:1:2: error: "))
    #expect(refused.errors.contains("[RF101 invalid-json]"))
  }

  @Test("What is refused is left alone and its finding printed; the other files are still formatted")
  func refusals() {
    let system = MemorySystem([
      "a.flow.json": "{", "b.flow.json": #"{"nodes":{},"nodes":{},"zzz":1}"#,
      "c.flow.json": #"{ "formatVersion": 2 }"#,
      "d.flow.json": Self.untidy,
    ])
    #expect(system.run("format", ".") == .findings)
    let findings = system.output.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(findings.map { $0.suffix(35).split(separator: "[")[1].prefix(5) } == ["RF101", "RF102", "RF109"])
    #expect(system.replaced == ["d.flow.json"])
    let large = MemorySystem([
      "a.flow.json": String(repeating: "[", count: 500) + String(repeating: "0,", count: 20_000) + "0"
        + String(repeating: "]", count: 500)
    ])
    #expect(large.run("format", "a.flow.json") == .findings)
    #expect(
      large.output.hasPrefix("a.flow.json:1:1: error: laid out, the file would be larger than 10 MiB [RF111"))
  }

  @Test("What cannot be read or written is one line and status 3")
  func failures() {
    let system = MemorySystem(["a.flow.json": Self.untidy, "c.flow.json": "{"])
    system.items["b.flow.json"] = .unreadable
    system.emptyFolders = ["empty"]
    system.readOnlyFiles = ["a.flow.json"]
    #expect(system.run("format", ".", "none", "empty") == .failure)
    #expect(
      system.errors.hasPrefix(
        """
        refrain: none: No such file or directory
        refrain: empty: No flows or scenarios (*.flow.json, *.scenario.json) in this folder
        refrain: a.flow.json: Permission denied
        refrain: b.flow.json: Permission denied
        """))
  }

  @Test("On a disk the file is replaced as a whole; links and permissions stay")
  func disk() throws {
    try Executable.withFolder { folder in
      for name in ["a.flow.json", "real", "full.flow.json"] {
        try Data(Self.untidy.utf8).write(to: folder.appendingPathComponent(name))
      }
      let line = """
        chmod 640 a.flow.json; ln -s real link.flow.json; ln a.flow.json before
        refrain format a.flow.json link.flow.json 2>/dev/null; echo $?
        stat -c %a a.flow.json; test -h link.flow.json && cmp a.flow.json real && ls -A | grep refrain-
        cmp -s before a.flow.json; echo $?
        """
      let result = try Executable.shell(line, in: folder)
      #expect(result.output == "0\n640\n1\n")
      #expect(result.errors == "")
      #expect(try String(contentsOf: folder.appendingPathComponent("real"), encoding: .utf8) == Self.tidy)
    }
  }
}
