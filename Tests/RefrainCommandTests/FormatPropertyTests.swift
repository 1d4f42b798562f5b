import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Formatted files")
struct FormatPropertyTests {
  /// Flows and scenarios of the repository, and a flow with what these have not.
  private static let files =
    MutationTests.samples.flatMap { [$0.flow, $0.scenario] } + [Array(rarities.utf8), Array(rarities.utf8)]

  /// Where the seeds begin. The variable REFRAIN_SEED begins elsewhere.
  private static let firstSeed = ProcessInfo.processInfo.environment["REFRAIN_SEED"].flatMap(UInt64.init) ?? 1

  private static let rarities = #"""
    {
      "formatVersion": 1, "name": "Rarities", "variables": { "z": 1.50, "a": -0.0, "m": "\u00e9" },
      "x-tool": { "type": 1, "on": { "b": 1, "a": 2, "c": 3 } },
      "lintIgnore": { "RF403": "seldom", "RF203": "rarely" },
      "nodes": {
        "start": { "type": "Start", "trigger": { "channel": "sms", "number": "55501" }, "on": { "onBegin": "ask" } },
        "ask": {
          "type": "HTTPRequest", "description": "d", "method": "POST", "url": "https://x.example/$(a)",
          "headers": { "X-B": "1", "X-A": "2" }, "body": "{}", "timeoutSeconds": 1e1, "connectTimeoutSeconds": 5,
          "onEnter": { "set": { "z": null, "a": true } }, "x-place": { "y": 1, "x": 2 },
          "on": { "otherwise": "@end:error", "onTimeout": "ask", "onSuccess": "pick" }
        },
        "pick": {
          "type": "Branch", "lintIgnore": { "RF206": "never" },
          "branches": [
            { "name": "b", "any": [{ "value": "$(m)", "operator": "in", "operand": ["z", "a"] }] },
            { "name": "a", "all": [
              { "value": "1", "operator": "equals", "operand": "1" },
              { "value": "2", "operator": "between", "operand": ["1", "3"] } ] }
          ],
          "on": { "none": "wait", "b": "@end", "a": "write" }
        },
        "wait": {
          "type": "Receive", "timeoutSeconds": 60, "channels": { "sms": { "keyword": "A" }, "messenger": { "from": "p" } },
          "on": { "messenger.mo": "@end", "sms.mo": "write" }
        },
        "write": { "type": "SendMessenger", "destination": "p", "message": "\"$(m)\" \/ 😀", "on": { "onSuccess": "@end" } }
      }
    }
    """#

  @Test(
    "However a file is laid out, and in whatever order keys stand whose order means nothing, it becomes the same",
    arguments: [firstSeed..<firstSeed + 120, firstSeed + 120..<firstSeed + 240])
  func uniqueness(seeds: Range<UInt64>) throws {
    let problems = try problems(seeds) { seed, file in
      let layout = OtherLayout.bytes(of: try JSONDocument(parsing: file), seed: seed, shuffled: true)
      let formatted = try FileFormatter.format(layout)
      guard try formatted == FileFormatter.format(file) else { return ["it becomes something else"] }
      // Linting takes longer than formatting; a part of the layouts shows as much.
      return try Self.differences(of: layout, formatted, linting: seed.isMultiple(of: 4))
    }
    #expect(problems == [])
  }

  @Test(
    "Whatever is done to a file, it stays the same but for its layout, or is refused for what lint reports",
    arguments: [firstSeed..<firstSeed + 160, firstSeed + 160..<firstSeed + 320])
  func damage(seeds: Range<UInt64>) throws {
    let problems = try problems(seeds) { seed, file in
      let source = MutatedFile.bytes(of: file, seed: seed)
      let formatted: [UInt8]
      do {
        formatted = try FileFormatter.format(source)
      } catch let refusal as FormattingRefusal {
        let findings = Linter().lint(source, named: "a.flow.json").diagnostics
        return findings.contains { $0.finding.code == refusal.code } ? [] : ["refused for nothing"]
      }
      let layout = OtherLayout.bytes(of: try JSONDocument(parsing: source), seed: seed, shuffled: false)
      guard try FileFormatter.format(layout) == formatted else { return ["it depends on the layout"] }
      return try Self.differences(of: source, formatted, linting: true)
    }
    #expect(problems == [])
  }

  @Test(
    "A formatted flow runs as the flow that it was, through a formatted scenario",
    arguments: [firstSeed])
  func trace(seed: UInt64) throws {
    for sample in MutationTests.samples {
      let layout = OtherLayout.bytes(of: try JSONDocument(parsing: sample.flow), seed: seed, shuffled: true)
      let traces = try [
        (sample.flow, sample.scenario), (layout, sample.scenario),
        (FileFormatter.format(layout), FileFormatter.format(sample.scenario)),
      ].map(Self.trace)
      #expect(traces[0] == traces[1] && traces[0] == traces[2])
    }
  }

  // MARK: What is compared

  private func problems(
    _ seeds: Range<UInt64>, _ check: (UInt64, [UInt8]) throws -> [String]
  ) throws -> [String] {
    try #require(Self.files.count > 2)
    print("Formatted files: seeds \(seeds); REFRAIN_SEED=N begins at another one.")
    return try seeds.flatMap { seed in
      try check(seed, Self.files[Int(seed % UInt64(Self.files.count))]).map { "seed \(seed): \($0)" }
    }
  }

  /// How what a file means, or how its scalars are written, has changed by formatting.
  private static func differences(
    of source: [UInt8], _ formatted: [UInt8], linting: Bool
  ) throws -> [String] {
    var differences: [String] = []
    if try FileFormatter.format(formatted) != formatted {
      differences.append("formatting it again changes it")
    }
    let signatures = try [source, formatted].map { OtherLayout.signature(of: try JSONDocument(parsing: $0)) }
    if signatures[0] != signatures[1] { differences.append("its content has changed") }
    if linting, findings(in: source) != findings(in: formatted) {
      differences.append("other things are found in it")
    }
    return differences
  }

  /// What lint finds, wherever it stands; a byte order mark is gone on purpose.
  private static func findings(in source: [UInt8]) -> [String] {
    Linter().lint(source, named: "a.flow.json").diagnostics
      .filter { $0.finding.code != .byteOrderMark }
      .map { "\($0.finding.code) \($0.pointer) \($0.finding.message)" }.sorted()
  }

  private static func trace(flow: [UInt8], scenario: [UInt8]) throws -> [String] {
    let program = try FlowProgram(
      file: flow, named: "a.flow.json", in: MutationTests.environment, forcing: true)
    let loaded = try #require(ScenarioLoader.load(scenario).scenario)
    let result = ScenarioRunner.run(loaded, with: program)
    return result.records.map { $0.json(traceStart: result.start).compact }
  }
}
