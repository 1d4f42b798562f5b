import RefrainKit

/// A folder that the scenarios of an exploration are written to.
struct ScenarioFolder {
  private let folder: FilePath
  /// The flow's file without its ending: what the scenarios' names begin with.
  private let stem: String
  /// The flow's path as seen from the folder.
  private let flow: String
  /// The environment that was explored; nil where it is the one that counts anyway.
  private let environment: String?

  /// The flow's path is no UTF-8, so no scenario can say where the flow is.
  static let unnameableFlow = SystemError(
    reason: "The flow's path is no UTF-8, so no scenario can say where it is")

  /// The folder at a path, which is made if it is not there.
  init(
    _ folder: FilePath, of flow: FilePath, in environment: String?, on system: any System
  ) throws(SystemError) {
    try system.makeFolder(at: folder)
    self.folder = folder
    self.environment = environment
    let way = try system.way(to: flow, from: folder)
    guard let flow = String(validating: way.bytes, as: UTF8.self) else { throw Self.unnameableFlow }
    self.flow = flow
    let name = String(decoding: way.name, as: UTF8.self)
    let suffix = [".flow.json", ".json"].first { name.hasSuffix($0) } ?? ""
    stem = String(name.dropLast(suffix.count))
  }

  /// Writes the findings' scenarios; false, with a notice, where that fails.
  /// - Parameter files: Is given the path of each finding's file; nil stays where none was written.
  func save(
    _ exploration: Exploration, namingFilesIn files: inout [String?], on console: inout Console
  ) -> Bool {
    let findings = exploration.findings
    for (index, path) in paths(for: findings).enumerated() {
      guard let path, let actions = findings[index].actions else { continue }
      let scenario = Scenario(
        name: findings[index].kind.message, playing: .flows([flow]), in: environment, respondsByItself: false,
        start: exploration.values.start, actions: actions)
      let bytes = Array(scenario.json.compact.utf8)
      do {
        try console.system.write((try? FileFormatter.format(bytes)) ?? bytes, toFileAt: path)
      } catch {
        console.fail(path.text, error)
        return false
      }
      files[index] = path.text
    }
    return true
  }

  /// The paths of the files for findings: nil for one without a scenario.
  func paths(for findings: [ExplorationFinding]) -> [FilePath?] {
    var counts: [ExplorationFinding.Name: Int] = [:]
    return findings.map { finding in
      guard finding.actions != nil else { return nil }
      counts[finding.kind.name, default: 0] += 1
      let name =
        "\(stem)-\(finding.kind.name.rawValue)-\(counts[finding.kind.name, default: 0]).scenario.json"
      return folder.appending(name)
    }
  }
}
