import RefrainKit

/// The files that a project names.
struct ProjectFiles: Sendable {
  /// The flows, each once, in the project's order.
  let flows: [InputFile]
  /// The service of each; nil for one that is a service of its own.
  let services: [String?]
  /// What is wrong with the paths.
  let findings: [Finding]
  /// What customers say by flows, by their places in `flows`, for the environments' names.
  private let consents: [ExactText: [Int: Consent]]
  /// Where flows stand among them, by their paths as they were found and from the root.
  private let indices: [FilePath: Int]

  /// Finds the files of a project that lies in a folder.
  init(of project: Project, in folder: FilePath, _ system: any System) {
    var search = ProjectFileSearch(in: folder, system)
    search.findFlows(of: project)
    search.findServices(of: project)
    search.findConsents(of: project)
    flows = search.flows
    services = search.services
    findings = search.findings
    consents = search.consents
    indices = search.indices
  }

  /// What customers say by each of the flows in an environment.
  func consents(in environment: ProjectEnvironment?) -> [Consent?] {
    let known = environment.flatMap { consents[ExactText($0.name)] } ?? [:]
    return flows.indices.map { known[$0] }
  }

  /// The place of a flow's file among the project's; nil where it is none of them.
  func index(of file: InputFile, in system: any System) -> Int? {
    guard case .file(let path) = file.source else { return nil }
    return indices[path.normalized] ?? (try? system.resolved(path)).flatMap { indices[$0] }
  }
}

private struct ProjectFileSearch {
  private let folder: FilePath
  private let system: any System
  private(set) var findings: [Finding] = []
  private(set) var indices: [FilePath: Int] = [:]
  private(set) var flows: [InputFile] = []
  private(set) var services: [String?] = []
  private(set) var consents: [ExactText: [Int: Consent]] = [:]

  init(in folder: FilePath, _ system: any System) {
    self.folder = folder
    self.system = system
  }

  mutating func findFlows(of project: Project) {
    if let paths = project.flows {
      for path in paths { add(path) }
    } else {
      for path in flowFiles(in: folder) { add(path) }
    }
    services = Array(repeating: nil, count: flows.count)
  }

  /// Files that are no flows of the project are reported, and flows of two services.
  mutating func findServices(of project: Project) {
    for service in project.services {
      for flow in service.flows {
        guard let index = index(of: flow) else {
          report(
            "\(flow.text.quoted) is no flow of the project", flow,
            "A service is made of flows that `flows` names.")
          continue
        }
        if let other = services[index] {
          report(
            "\(flow.text.quoted) is a flow of \(other.quoted) already", flow,
            "Each service decides by itself which of its flows a message reaches: name the flow once.")
        } else {
          services[index] = service.name
        }
      }
    }
  }

  /// Files that are no flows of the project are reported, and flows that say two things.
  mutating func findConsents(of project: Project) {
    for environment in project.environments {
      var known: [Int: Consent] = [:]
      for (flow, consent) in environment.live?.consents ?? [] {
        guard let index = index(of: flow) else {
          report(
            "\(flow.text.quoted) is no flow of the project", flow,
            "Customers opt out, or in, by flows that `flows` names.")
          continue
        }
        if let other = known[index], other != consent {
          report(
            "\(flow.text.quoted) stands in `\(other.rawValue)` already", flow,
            "By one flow customers opt out or in: name it in one of the two.")
        }
        known[index] = consent
      }
      consents[ExactText(environment.name)] = known
    }
  }

  private func index(of flow: Project.PlacedText) -> Int? {
    (try? system.resolved(folder.path(written: flow.text))).flatMap { indices[$0] }
  }

  private mutating func add(_ flow: Project.PlacedText) {
    let path = folder.path(written: flow.text)
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
    indices[resolved] = flows.count
    indices[path.normalized] = flows.count
    flows.append(InputFile(source: .file(path), name: path.text))
  }

  /// The flows in a folder and below, by path. Hidden folders are passed over, and folders with a project of their own:
  /// that is the nearest one of their flows.
  private func flowFiles(in folder: FilePath) -> [FilePath] {
    var files: [FilePath] = []
    var others: [FilePath] = []
    let (flow, project) = (InputFiles.Kind.flow, InputFiles.Kind.project)
    let own = folder.appending(Array(Project.fileName.utf8))
    let isSought = { (name: [UInt8]) in flow.names(name) || project.names(name) }
    system.search(folder, where: isSought) { path in
      if project.names(path.bytes) {
        if path != own { others.append(path.parent) }
      } else if (try? system.kind(of: path)) == .file {
        files.append(path)
      }
    }
    return files.filter { file in !others.contains { file.lies(in: $0) } }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
