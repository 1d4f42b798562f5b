#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore
import ServiceProtocols

/// A project that may be served: its flows have no error.
struct ServedProject: Sendable {
  /// Why a project cannot.
  enum Refusal: Error {
    /// Something of it has errors, or could not be read.
    case errors([Diagnostic], unreadable: [(name: String, error: SystemError)])
    /// Anything else, in a line.
    case other(String, ExitStatus)
  }

  /// The project's name; its file's where it has none.
  let name: String
  /// The environment that the flows run in; nil where the project has none.
  let environment: ProjectEnvironment?
  /// The flows, with what the environment puts in.
  let project: ServiceProject
  /// The project's file, by the name under which it was found.
  private let fileName: String
  /// The project's folder, from which files are named.
  private let folder: FilePath

  /// What is to be told of it, in a line, before it is served; nil for nothing.
  let notice: String?

  /// What a project is read for.
  enum Purpose: Sendable {
    /// Its environment's `live` says how it is served.
    case live
    /// The whole world is played beside it, and `live` does not count; nor does it need a project's file.
    case emulation
  }

  /// Reads a project and all its flows, and judges them as `refrain lint` does.
  /// - Parameter path: The project's file or folder; for emulation also a folder of flows, or one flow.
  static func read(
    _ path: FilePath, _ choice: ProjectChoice, for purpose: Purpose = .live, in system: any System
  ) -> Result<ServedProject, Refusal> {
    if purpose == .emulation, let flows = looseFlows(at: path, in: system) {
      return read(looseFlows: flows, at: path, choice, in: system)
    }
    let kind = try? system.kind(of: path)
    let filePath = kind == .folder ? path.appending(Project.fileName) : path
    let file = InputFile(at: filePath)
    guard kind != .file || file.isNamed(as: .project) else {
      return .failure(.other("\(file.name): a project's file is named '\(Project.fileName)'", .failure))
    }
    var finder = ProjectFinder(choice)
    let errors: [Diagnostic]
    switch Self.errors(in: [file], choice, in: system) {
    case .success(let found): errors = found
    case .failure(let refusal): return .failure(refusal)
    }
    let found: FoundProject
    switch finder.opened(file, in: system) {
    case .success(let opened): found = opened
    case .failure(let refusal): return .failure(Refusal(refusal))
    }
    let standing = purpose == .live ? errors : errors.filter { !found.isAboutLive($0) }
    guard standing.isEmpty else { return .failure(.errors(standing, unreadable: [])) }
    guard let files = finder.files(of: found, in: system), !files.flows.isEmpty else {
      return .failure(.other("\(file.name): there is no flow in the project", .failure))
    }
    let isReplaced = standing.count < errors.count
    return Self.flows(
      zip(zip(files.flows, files.services), files.consents(in: found.environment)).map {
        ($0.0, $0.1, $1, found.environment)
      },
      formerPaths: found.project?.formerPaths ?? [], from: found.file.folder, system
    ).map { flows in
      ServedProject(
        name: found.project?.name ?? file.name, environment: found.environment,
        project: ServiceProject(flows),
        fileName: file.name, folder: found.file.folder,
        notice: isReplaced ? "\(file.name): 'live' has errors, and is not taken: the world is emulated" : nil)
    }
  }

  /// The flows in a folder that is no project's, or the one that a path names; nil for any other path.
  private static func looseFlows(at path: FilePath, in system: any System) -> [InputFile]? {
    switch try? system.kind(of: path) {
    case .folder?:
      guard (try? system.kind(of: path.appending(Project.fileName))) == nil else { return nil }
      let empty = ProjectLoader.load(Array(#"{ "formatVersion": 1, "name": "flows" }"#.utf8)).project
      return empty.map { ProjectFiles(of: $0, in: path, system).flows }
    case .file?:
      let file = InputFile(at: path)
      return file.isNamed(as: .flow) ? [file] : nil
    case .other?, nil: return nil
    }
  }

  /// Makes one service of flows that are named themselves. A project that they lie in gives them its values and nothing else.
  private static func read(
    looseFlows files: [InputFile], at path: FilePath, _ choice: ProjectChoice, in system: any System
  ) -> Result<ServedProject, Refusal> {
    guard !files.isEmpty else {
      return .failure(.other("\(path.text): there is no flow in the folder", .failure))
    }
    var finder = ProjectFinder(choice)
    var projects: [FoundProject?] = []
    for file in files {
      switch finder.project(of: file, in: system) {
      case .success(let found): projects.append(found)
      case .failure(let refusal): return .failure(Refusal(refusal))
      }
    }
    switch errors(in: files, choice, in: system) {
    case .success(let errors):
      let standing = errors.filter { error in !projects.contains { $0?.isAboutLive(error) ?? false } }
      guard standing.isEmpty else { return .failure(.errors(standing, unreadable: [])) }
    case .failure(let refusal): return .failure(refusal)
    }
    let service =
      files.count == 1 ? "the flow is a service of its own" : "the \(files.count) flows are one service"
    let values = projects.lazy.compactMap(\.self).first.map { ", with the values of \($0.file.name)" } ?? ""
    let folder = (try? system.kind(of: path)) == .folder ? path : path.parent
    return flows(
      zip(files, projects).map { ($0, "emulated", nil, $1?.environment) }, formerPaths: [], from: folder,
      system
    ).map { flows in
      ServedProject(
        name: path.text, environment: projects.lazy.compactMap { $0?.environment }.first,
        project: ServiceProject(flows), fileName: path.text, folder: folder,
        notice: "\(path.text) is no project: \(service)\(values)")
    }
  }

  /// What linting finds that is an error.
  private static func errors(
    in files: [InputFile], _ choice: ProjectChoice, in system: any System
  ) -> Result<[Diagnostic], Refusal> {
    let linted = LintedProjects(files, choice, rules: [], mending: nil, in: system)
    if let refusal = linted.refusals.first { return .failure(Refusal(refusal)) }
    var errors: [Diagnostic] = []
    var unreadable: [(name: String, error: SystemError)] = []
    for (file, result) in linted.files {
      switch result {
      case .success(let found):
        errors += found.diagnostics.filter { $0.finding.severity == .error }
      case .failure(let error): unreadable.append((file.name, error))
      }
    }
    return unreadable.isEmpty ? .success(errors) : .failure(.errors(errors, unreadable: unreadable))
  }

  /// Reads flows that have been judged, with what their environments put in.
  private static func flows(
    _ files: [(file: InputFile, service: String?, consent: Consent?, environment: ProjectEnvironment?)],
    formerPaths: [(path: String, former: [String])], from folder: FilePath, _ system: any System
  ) -> Result<[ServiceProject.Flow], Refusal> {
    var flows: [ServiceProject.Flow] = []
    for (flow, service, consent, environment) in files {
      let bytes: [UInt8]
      switch flow.read(from: system) {
      case .success(let read): bytes = read
      case .failure(let error): return .failure(.errors([], unreadable: [(flow.name, error)]))
      }
      let values = environment?.entries.compactMap { entry in
        entry.value.map { (name: entry.name, value: $0) }
      }
      let source = ServiceCore.FlowSource(file: bytes, values: values)
      guard let program = source.program() else {
        return .failure(.other("\(flow.name): the flow has changed while it was read", .failure))
      }
      let path = Self.path(of: flow, from: folder, in: system)
      flows.append(
        ServiceProject.Flow(
          path: path, formerPaths: formerPaths.first { $0.path == path }?.former ?? [],
          service: service, consent: consent, program: program, source: source))
    }
    return .success(flows)
  }

  /// A flow's path from the project's folder, by which it is known whatever folder the service is started in.
  private static func path(of flow: InputFile, from folder: FilePath, in system: any System) -> String {
    guard case .file(let path) = flow.source, let resolved = try? system.resolved(path),
      let base = try? system.resolved(folder)
    else { return flow.name }
    return resolved.relative(to: base).text
  }

  /// How the flows are run for real; where the environment does not say, why not.
  func configuration() throws(Refusal) -> LiveConfiguration {
    guard let environment else {
      throw .other("\(fileName): the project has no environment to serve", .failure)
    }
    guard let configuration = environment.live?.configuration else {
      throw .other("\(fileName): environment '\(environment.name)' does not say how it goes live", .failure)
    }
    return configuration
  }

  /// Where the service keeps its sessions.
  func store(of configuration: LiveConfiguration, in system: any System) throws(Refusal) -> StoreLocation {
    switch configuration.store {
    case .sqlite(let name): return .file(folder.path(written: name))
    case .postgres(let source):
      do throws(LiveProtocols.Unusable) {
        return .database(address: try secret(source, in: system).text, name: "the database of \(source)")
      } catch {
        throw .other(error.reason, .failure)
      }
    }
  }

  private var served: ServedName { ServedName(project: name, environment: environment?.name) }

  /// What the service runs by, with all secrets found.
  func settings(
    _ configuration: LiveConfiguration, in system: any System
  ) throws(LiveProtocols.Unusable) -> LiveServiceSettings {
    try LiveServiceSettings(configuration, project: project, named: served) {
      (source) throws(LiveProtocols.Unusable) in
      try secret(source, in: system)
    }
  }

  /// Looks for all secrets, those behind a missing one too.
  /// - Returns: What the service runs by, where nothing is in the way, and else everything that is.
  func lookForSecrets(
    of configuration: LiveConfiguration, in system: any System
  ) -> (settings: LiveServiceSettings?, obstacles: [String]) {
    var obstacles: [String] = []
    var settings: LiveServiceSettings?
    do throws(LiveProtocols.Unusable) {
      settings = try LiveServiceSettings(configuration, project: project, named: served) { source in
        do throws(LiveProtocols.Unusable) {
          return try secret(source, in: system)
        } catch {
          if !obstacles.contains(error.reason) { obstacles.append(error.reason) }
          return Self.absentSecret
        }
      }
    } catch {
      obstacles.append(error.reason)
    }
    return (obstacles.isEmpty ? settings : nil, obstacles)
  }

  /// What stands for a secret that is missing while the others are looked for: it has the form of each kind.
  private static let absentSecret = SecretBytes("whsec_" + String(repeating: "A", count: 44))

  private func secret(
    _ source: SecretSource, in system: any System
  ) throws(LiveProtocols.Unusable) -> SecretBytes {
    let bytes: [UInt8]
    switch source {
    case .environmentVariable(let name):
      guard let value = system.environment(name) else {
        throw .init(reason: "a secret is missing: \(source) is not set")
      }
      bytes = Array(value.utf8)
    case .file(let name):
      do throws(SystemError) {
        bytes = Self.withoutLineEnd(try system.read(folder.path(written: name), limit: Self.secretSize))
      } catch {
        throw .init(reason: "a secret is missing: \(source): \(error.reason)")
      }
    }
    guard !bytes.isEmpty else { throw .init(reason: "a secret is missing: \(source) is empty") }
    return SecretBytes(bytes)
  }

  /// A secret's longest file: some keys are written in a page.
  private static let secretSize = 1 << 16

  /// Editors end a file with a line end that is none of the secret's.
  private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
    let text = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    return Array(text.last == UInt8(ascii: "\r") ? text.dropLast() : text)
  }
}

extension FoundProject {
  /// Whether a finding is about how the project goes live, and about nothing else.
  fileprivate func isAboutLive(_ diagnostic: Diagnostic) -> Bool {
    if diagnostic.finding.code == .liveSetting { return true }
    guard diagnostic.file.path == source.path else { return false }
    let range = diagnostic.finding.place.range
    return (project?.environments ?? []).contains { environment in
      guard let live = environment.live else { return false }
      return [live.place, live.namePlace].contains {
        $0.range.lowerBound <= range.lowerBound && range.upperBound <= $0.range.upperBound
      }
    }
  }
}

extension ServedProject.Refusal {
  init(_ refusal: Refusal) {
    self =
      switch refusal {
      case .unreadable(let name, let error): .errors([], unreadable: [(name, error)])
      case .rejected(let errors): .errors(errors, unreadable: [])
      case .environment(let problem): .other(problem, refusal.status)
      }
  }

  /// The refusal in a line, for a log.
  var line: String {
    switch self {
    case .errors(let errors, let unreadable):
      if let first = unreadable.first { return "\(first.name): \(first.error.reason)" }
      return "the project has \(errors.count.counted("error")): see 'refrain lint'"
    case .other(let line, _): return line
    }
  }
}

extension Console {
  /// Tells why a project cannot go live.
  mutating func report(_ refusal: ServedProject.Refusal) -> ExitStatus {
    switch refusal {
    case .errors(let errors, let unreadable):
      for (name, error) in unreadable { fail(name, error) }
      if !errors.isEmpty { report(errors) }
      return unreadable.isEmpty ? .findings : .failure
    case .other(let line, let status):
      notice("refrain: \(line.printable)")
      return status
    }
  }
}
#endif
