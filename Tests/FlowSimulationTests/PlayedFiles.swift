import FlowHosting
import FlowInterpreter
import FlowLoading
import FlowModel
import FlowSimulation
import Foundation
import Testing

/// What scenarios' files play: flows beside them, in the environment of the project whose file is beside them too.
enum PlayedFiles {
  /// The flows of a scenario that lies in a folder, ready to run.
  static func project(of scenario: Scenario, in folder: URL, isForced: Bool) throws -> FlowProject {
    let projectName =
      switch scenario.subject {
      case .flows: Project.fileName
      case .project(let name): name
      }
    let project = (try? bytes(projectName, in: folder)).flatMap { ProjectLoader.load($0).project }
    let environment =
      try scenario.environment.map { try #require(project?.environment(named: $0)) }
      ?? project?.environments.first
    let files =
      switch scenario.subject {
      case .flows(let names): names
      case .project: try project?.flows?.map(\.text) ?? names(in: folder)
      }
    return FlowProject(
      try files.map { file in
        let graph = try #require(
          FlowLoader.load(try bytes(file, in: folder), in: environment).graph, "\(file)")
        let flow = try #require(ValidatedFlow(validated: graph, isForced: isForced), "\(file)")
        let service = files.count > 1 ? project?.service(of: file) : nil
        return FlowProject.Flow(FlowMachine(FlowProgram(flow)), service: service)
      })
  }

  /// All flows of a folder, by name.
  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".flow.json") }
      .sorted()
  }

  private static func bytes(_ name: String, in folder: URL) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

extension Project {
  fileprivate func service(of flow: String) -> String? {
    services.first { $0.flows.contains { $0.text == flow } }?.name
  }
}
