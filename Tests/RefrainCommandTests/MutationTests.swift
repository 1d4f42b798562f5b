import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Damaged files")
struct MutationTests {
  /// A scenario of the repository and the flow that it is for.
  struct Sample: Sendable {
    let flow: [UInt8]
    let scenario: [UInt8]
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Flows")

  private static func contents(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appendingPathComponent(name))).map(Array.init)
  }

  /// The file of the project that the flows belong to.
  static let project = contents(Project.fileName) ?? []

  /// The environment that the flows run in.
  static let environment = ProjectLoader.load(project).project?.environments.first

  static let samples: [Sample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".scenario.json") }.sorted().compactMap { name in
      guard let scenario = contents(name), let path = try? JSON(parsing: scenario)["flow"]?.string else {
        return nil
      }
      return contents(path).map { Sample(flow: $0, scenario: scenario) }
    }
  }()

  /// Where the seeds begin. The variable REFRAIN_SEED begins elsewhere: to repeat a failure, or to look
  /// further.
  private static let firstSeed = ProcessInfo.processInfo.environment["REFRAIN_SEED"].flatMap(UInt64.init) ?? 1

  /// The problems that `check` finds with a sample for each seed.
  private func problems(
    _ seeds: Range<UInt64>, _ check: (UInt64, Sample) -> [String]
  ) throws -> [String] {
    try #require(!Self.samples.isEmpty)
    print("Damaged files: seeds \(seeds); REFRAIN_SEED=N begins at another one.")
    return seeds.flatMap { seed in
      check(seed, Self.samples[Int(seed % UInt64(Self.samples.count))]).map { "seed \(seed): \($0)" }
    }
  }

  // MARK: lint

  @Test(
    "Whatever is done to a flow, linting it ends in findings that can be reported, or in none",
    arguments: [firstSeed..<firstSeed + 600, firstSeed + 600..<firstSeed + 1200])
  func lint(seeds: Range<UInt64>) throws {
    let problems = try problems(seeds) { seed, sample in
      let source = MutatedFile.bytes(of: sample.flow, seed: seed)
      let file = Linter().lint(source, named: "a.flow.json")
      let report = LintReport(fileCount: 1, diagnostics: file.diagnostics)
      return Self.problems(with: file, report, of: source)
        // Writing reports takes longer than linting; a part of them shows as much.
        + (seed % 4 == 0 ? Self.problemsWriting(report) : [])
    }
    #expect(problems.isEmpty)
  }

  /// What is wrong with what is found in a file.
  private static func problems(with file: LintedFile, _ report: LintReport, of source: [UInt8]) -> [String] {
    var problems: [String] = []
    let findings = report.diagnostics.map(\.finding)
    if file.graph == nil, findings.isEmpty { problems.append("no flow and no finding") }
    if findings.contains(where: { $0.code == .invalidJSON }) {
      if findings.contains(where: { $0.code != .invalidJSON && $0.code != .byteOrderMark }) {
        problems.append("more is found in what is no JSON")
      }
    } else if (try? JSONDocument(parsing: source)) == nil {
      problems.append("no JSON and no RF101")
    }
    for finding in findings {
      let places = [finding.place] + (finding.related + finding.steps).map(\.place)
      if places.contains(where: { $0.range.upperBound > source.count }) {
        problems.append("\(finding.code) marks what is not there")
      }
      if finding.message.isEmpty || finding.help.isEmpty { problems.append("\(finding.code) says nothing") }
    }
    return problems
  }

  /// What is wrong with how a report is written.
  private static func problemsWriting(_ report: LintReport) -> [String] {
    var problems: [String] = []
    let json = try? JSON(parsing: ReportFormat.json.reporter().text(of: report))
    if json?["diagnostics"]?.array?.count != report.diagnostics.count {
      problems.append("the JSON report is incomplete")
    }
    let text = ReportFormat.text.reporter().text(of: report)
    if text.utf8.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\n") }) {
      problems.append("a control character in the text report")
    }
    return problems
  }

  // MARK: run

  @Test(
    "Whatever is done to a flow or a scenario, running it ends with status 0, or 1 and words",
    arguments: [firstSeed..<firstSeed + 250, firstSeed + 250..<firstSeed + 500])
  func run(seeds: Range<UInt64>) throws {
    let problems = try problems(seeds) { seed, sample in
      let isFlowDamaged = seed % 2 == 0
      let system = MemorySystem()
      system.items["a.flow.json"] = .file(
        isFlowDamaged ? MutatedFile.bytes(of: sample.flow, seed: seed) : sample.flow)
      system.items[Project.fileName] = .file(Self.project)
      system.items["a.scenario.json"] = .file(
        isFlowDamaged ? sample.scenario : MutatedFile.bytes(of: sample.scenario, seed: seed))
      let status = system.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--force")
      switch status {
      case .success,
        .findings where !(system.output + system.errors).isEmpty:
        return []
      default: return ["status \(status.rawValue): \(system.errors)"]
      }
    }
    #expect(problems.isEmpty)
  }
}
