import RefrainKit

/// A scenario file without an error of its own.
struct ScenarioFile {
  let scenario: Scenario
  let source: SourceFile
  let names: ScenarioNames

  /// Reads a scenario file's contents.
  static func load(_ source: Result<[UInt8], SystemError>, of file: InputFile) -> Result<
    ScenarioFile, Refusal
  > {
    let bytes: [UInt8]
    switch source {
    case .success(let read): bytes = read
    case .failure(let error): return .failure(.unreadable(file.name, error))
    }
    let loaded = ScenarioLoader.load(bytes)
    let source = SourceFile(path: file.name, bytes: bytes, document: loaded.document)
    guard let scenario = loaded.scenario, let names = loaded.names else {
      return .failure(.rejected(loaded.findings.map { Diagnostic($0, in: source) }))
    }
    return .success(
      ScenarioFile(scenario: scenario, source: source, names: names))
  }
}

extension InputFile {
  /// The file that a path in this file means: relative to the folder that this one is in.
  func sibling(_ path: String) -> InputFile {
    let folder =
      switch source {
      case .file(let own): own.parent
      case .standardInput: FilePath(name).parent
      }
    return InputFile(at: folder.path(written: path))
  }

  /// The same, named without `..` where these lead nowhere else.
  func sibling(_ path: String, in system: any System) -> InputFile {
    let sibling = sibling(path)
    guard case .file(let path) = sibling.source else { return sibling }
    let short = path.withoutWaysUp
    guard short != path, let resolved = try? system.resolved(path), resolved == (try? system.resolved(short))
    else { return sibling }
    return InputFile(source: sibling.source, name: short.text)
  }
}

extension ScenarioFile {
  /// What the rules of scenarios find in it, as it plays some flows.
  func findings(playing flows: PlayedFlows) -> [Diagnostic] {
    ScenarioValidator.validate(names, playing: flows).findings.map { Diagnostic($0, in: source) }
  }
}
