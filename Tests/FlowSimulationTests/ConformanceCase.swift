import FlowHosting
import FlowInterpreter
import FlowLoading
import FlowModel
import Foundation
import JSONSyntax
import Testing

@testable import FlowSimulation

/// A case of `Tests/Conformance`: a scenario, the flows that it plays, and the trace that must come of it.
struct ConformanceCase: Sendable {
  /// The folder and the scenario's file name, without its ending.
  let path: String
  let scenario: Scenario
  let project: FlowProject
  /// The trace, as it is written.
  let trace: String
  /// The step that fails, from 1; nil where all can be done.
  let failingStep: Int?

  /// The case of a scenario's file.
  init(_ file: URL) throws {
    let stem = String(file.lastPathComponent.dropLast(".scenario.json".count))
    let folder = file.deletingLastPathComponent()
    func read(_ name: String) throws -> [UInt8] {
      try Array(Data(contentsOf: folder.appendingPathComponent(name)))
    }
    path = "\(folder.lastPathComponent)/\(stem)"
    scenario = try #require(ScenarioLoader.load(try Array(Data(contentsOf: file))).scenario, "\(path)")
    project = try PlayedFiles.project(of: scenario, in: folder, isForced: true)
    trace = String(decoding: try read("\(stem).trace.jsonl"), as: UTF8.self)
    failingStep = try? JSON(parsing: read("\(stem).failure.json"))["step"]?.number?.integer
  }

  /// All cases, in the order of their paths.
  static func all() throws -> [ConformanceCase] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Conformance")
    let topics = try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
      .filter(\.hasDirectoryPath)
    return try topics.flatMap { topic in
      try FileManager.default.contentsOfDirectory(at: topic, includingPropertiesForKeys: nil)
        .filter { $0.lastPathComponent.hasSuffix(".scenario.json") }
    }
    .sorted { $0.path < $1.path }.map(ConformanceCase.init)
  }
}

extension ConformanceCase: CustomTestStringConvertible {
  var testDescription: String { path }
}
