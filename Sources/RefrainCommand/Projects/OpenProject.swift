import RefrainKit

/// A project with all its flows read, so that each can be judged as a part of it.
struct OpenProject: Sendable {
  /// The project's file.
  let found: FoundProject
  /// What is wrong with the file itself, and with the paths in it.
  let findings: [Finding]
  /// The flows, in the project's order; of one that cannot be read why not.
  let flows: [(file: InputFile, flow: Result<ProjectFlow, SystemError>)]
  /// What the rules know of it; nil where nothing of it can be judged.
  let context: ProjectContext?
  /// Where flows stand among them, by their paths from the root.
  private let indices: [FilePath: Int]

  /// Reads the flows of a project, on all cores.
  init(_ found: FoundProject, in system: any System) {
    self.found = found
    guard let project = found.project else {
      findings = found.findings
      flows = []
      context = nil
      indices = [:]
      return
    }
    var search = ProjectFlowSearch(in: found.file.folder, system)
    let files = search.files(of: project)
    let environments = found.environments
    let read = files.concurrentMap { file in
      (file: file, flow: file.read(from: system).map { ProjectFlow($0, named: file.name, in: environments) })
    }
    let services = search.services(of: project)
    flows = read
    indices = search.indices
    findings = found.findings + search.findings
    context = ProjectContext(
      project: project, environments: environments,
      flows: read.enumerated().map { index, read in
        let flow = (try? read.flow.get()) ?? ProjectFlow([], named: read.file.name, in: environments)
        return flow.facts(named: read.file.name, in: services[index] ?? [])
      })
  }

  /// Whether there are errors in the file itself.
  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// The place of a flow's file among the project's; nil where it is none of them.
  func index(of file: InputFile, in system: any System) -> Int? {
    guard case .file(let path) = file.source, let resolved = try? system.resolved(path) else { return nil }
    return indices[resolved]
  }

  /// How much the rules' findings are to matter, but for what the command line says.
  var settings: RuleSettings {
    var settings = RuleSettings()
    for (code, level) in found.project?.rules ?? [] { try? settings.set(code, to: level) }
    return settings
  }
}

/// Finds the files that a project names.
private struct ProjectFlowSearch {
  private let folder: FilePath
  private let system: any System
  /// What is wrong with the paths.
  private(set) var findings: [Finding] = []
  /// The places of the files, by their paths from the root.
  private(set) var indices: [FilePath: Int] = [:]
  private var found: [InputFile] = []

  init(in folder: FilePath, _ system: any System) {
    self.folder = folder
    self.system = system
  }

  /// The flows of a project, each once, in its order.
  mutating func files(of project: Project) -> [InputFile] {
    if let flows = project.flows {
      for flow in flows { add(flow) }
    } else {
      for path in flowFiles(in: folder) { add(path) }
    }
    return found
  }

  /// The services of the flows, by their places. Files that are no flows of the project are reported.
  mutating func services(of project: Project) -> [Int: [String]] {
    var services: [Int: [String]] = [:]
    for service in project.services {
      for flow in service.flows {
        if let path = try? system.resolved(path(of: flow.text)), let index = indices[path] {
          services[index, default: []].append(service.name)
        } else {
          report(
            "\(flow.text.quoted) is no flow of the project", flow,
            "A service is made of flows that `flows` names.")
        }
      }
    }
    return services
  }

  private mutating func add(_ flow: Project.PlacedText) {
    let path = path(of: flow.text)
    switch try? system.kind(of: path) {
    case .folder?:
      let files = flowFiles(in: path)
      if files.isEmpty {
        report("there is no flow in \(flow.text.quoted)", flow, "Flows end in `.flow.json`.")
      }
      for file in files { add(file) }
    case .file?: add(path)
    case .other?, nil:
      report(
        "there is no file or folder \(flow.text.quoted)", flow,
        "Write a path from the folder of the project's file.")
    }
  }

  private mutating func report(_ problem: String, _ text: Project.PlacedText, _ help: String) {
    findings.append(Finding(.invalidValue, problem, at: text.place, help: help))
  }

  private mutating func add(_ path: FilePath) {
    guard let resolved = try? system.resolved(path), indices[resolved] == nil else { return }
    indices[resolved] = found.count
    found.append(InputFile(source: .file(path), name: path.text))
  }

  private func path(of text: String) -> FilePath {
    text.utf8.first == UInt8(ascii: "/") ? FilePath(text) : folder.appending(Array(text.utf8))
  }

  /// The flows in a folder and below, by path. Hidden files and folders are passed over.
  private func flowFiles(in folder: FilePath) -> [FilePath] {
    var pending = [folder]
    var files: [FilePath] = []
    while let current = pending.popLast() {
      for entry in (try? system.entries(of: current)) ?? [] where entry.name.first != UInt8(ascii: ".") {
        let path = current.appending(entry.name)
        if entry.kind == .folder {
          pending.append(path)
        } else if InputFiles.Kind.flow.names(entry.name), (try? system.kind(of: path)) == .file {
          files.append(path)
        }
      }
    }
    return files.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
