import RefrainKit

/// The flows that scenarios are played with, each loaded and validated once.
struct FlowLibrary {
  /// A flow that a scenario asks for.
  enum Entry {
    case ready(FlowProgram)
    /// It cannot be run. Why has been reported, and decides how the program ends.
    case refused(ExitStatus)
  }

  private let isForced: Bool
  private var entries: [FilePath: Entry] = [:]

  /// - Parameter isForced: Whether errors of the conversation (3xx) are let pass.
  init(isForced: Bool) {
    self.isForced = isForced
  }

  /// The flow of a scenario file, by the path that the scenario gives.
  mutating func flow(_ path: String, of scenario: InputFile, on console: inout Console) -> Entry {
    let file = scenario.sibling(path)
    guard case .file(let location) = file.source else { return load(file, on: &console) }
    if let entry = entries[location.normalized] { return entry }
    let entry = load(file, on: &console)
    entries[location.normalized] = entry
    return entry
  }

  /// Loads and validates a flow file. Findings that keep it from running go to standard output.
  func load(_ file: InputFile, on console: inout Console) -> Entry {
    guard let bytes = file.read(on: &console) else { return .refused(.failure) }
    do {
      return .ready(try FlowProgram(file: bytes, named: file.name, forcing: isForced))
    } catch {
      console.report(error.diagnostics)
      return .refused(.findings)
    }
  }
}

/// Reads scenario files.
enum ScenarioFile {
  /// A scenario file that can be played.
  struct Contents {
    let scenario: Scenario
    let source: SourceFile
  }

  /// A scenario file's contents; where it has errors these are reported, and the status says how the program ends.
  static func load(_ file: InputFile, on console: inout Console) -> Result<Contents, Refusal> {
    guard let bytes = file.read(on: &console) else { return .failure(Refusal(status: .failure)) }
    let loaded = ScenarioLoader.load(bytes)
    let source = SourceFile(path: file.name, bytes: bytes, document: loaded.document)
    guard let scenario = loaded.scenario else {
      console.report(loaded.findings.map { Diagnostic($0, in: source) })
      return .failure(Refusal(status: .findings))
    }
    return .success(Contents(scenario: scenario, source: source))
  }

  /// Why a scenario cannot be played has been reported, and decides how the program ends.
  struct Refusal: Error {
    let status: ExitStatus
  }
}

extension InputFile {
  /// The file that a path in this file means: relative to the folder that this one is in.
  func sibling(_ path: String) -> InputFile {
    let folder =
      switch source {
      case .file(let own): own.parent
      case .standardInput: FilePath(".")
      }
    let sibling = path.utf8.first == UInt8(ascii: "/") ? FilePath(path) : folder.appending(Array(path.utf8))
    return InputFile(source: .file(sibling), name: sibling.text)
  }
}

extension Console {
  /// Writes findings for people.
  mutating func report(_ diagnostics: [Diagnostic]) {
    let report = LintReport(fileCount: 1, diagnostics: diagnostics)
    ReportFormat.text.reporter(colored: isColored).report(report) { write($0) }
  }
}
