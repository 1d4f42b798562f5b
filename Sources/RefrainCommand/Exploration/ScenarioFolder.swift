import RefrainKit

/// A folder that the scenarios of an exploration are written to.
struct ScenarioFolder {
  private let folder: FilePath
  /// The flow's file without its ending: what the scenarios' names begin with.
  private let stem: String
  /// The flow's path as seen from the folder.
  private let flow: String

  /// The folder at a path; nil where there is no telling how the flow is reached from it.
  init?(_ folder: FilePath, of flow: InputFile) {
    guard case .file(let path) = flow.source, let relative = path.relative(to: folder) else { return nil }
    self.folder = folder
    self.flow = relative.text
    let name = String(relative.text.split(separator: "/").last ?? "")
    let suffix = [".flow.json", ".json"].first { name.hasSuffix($0) } ?? ""
    stem = String(name.dropLast(suffix.count))
  }

  /// The paths of the files for findings: nil for one without a scenario.
  func names(for findings: [ExplorationFinding]) -> [String?] {
    var counts: [String: Int] = [:]
    return findings.map { finding in
      guard finding.actions != nil else { return nil }
      counts[finding.kind.name, default: 0] += 1
      let name = "\(stem)-\(finding.kind.name)-\(counts[finding.kind.name, default: 0]).scenario.json"
      return folder.appending(Array(name.utf8)).text
    }
  }

  /// Writes the findings' scenarios; false, with a notice, where that fails.
  func save(_ findings: [ExplorationFinding], as names: [String?], on console: inout Console) -> Bool {
    for (finding, name) in zip(findings, names) {
      guard let name, let actions = finding.actions else { continue }
      let scenario = Scenario(
        name: finding.kind.message, flow: flow, respondsByItself: false, actions: actions)
      let bytes = Array(scenario.json.compact.utf8)
      do {
        try console.system.write((try? FileFormatter.format(bytes)) ?? bytes, toFileAt: FilePath(name))
      } catch {
        console.fail(name, error)
        return false
      }
    }
    return true
  }
}

extension FilePath {
  /// This path as it is written in a file that is in a folder; nil where that can not be told from the paths alone.
  fileprivate func relative(to folder: FilePath) -> FilePath? {
    let isAbsolute = text.hasPrefix("/")
    guard isAbsolute == folder.text.hasPrefix("/") else { return isAbsolute ? self : nil }
    var own = normalized.text.split(separator: "/")[...]
    var others = folder.normalized.text.split(separator: "/")[...]
    while own.count > 1, let first = others.first, own.first == first {
      own.removeFirst()
      others.removeFirst()
    }
    guard !others.contains("..") else { return nil }
    return FilePath((others.map { _ in ".." } + own).joined(separator: "/"))
  }
}
