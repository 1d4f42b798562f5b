import RefrainKit

/// A project's file that was found.
struct FoundProject: Sendable {
  /// The file.
  let file: InputFile
  /// The file as findings are shown in it.
  let source: SourceFile
  /// The project; nil where nothing of it can be judged.
  let project: Project?
  /// What is wrong with the file itself.
  let findings: [Finding]
  /// The environment that was chosen; nil where the first one counts.
  let chosen: ProjectEnvironment?

  /// The environment that flows run in; nil where the project has none.
  var environment: ProjectEnvironment? { chosen ?? project?.environments.first }

  /// The environments that flows are judged in.
  var environments: [ProjectEnvironment] { chosen.map { [$0] } ?? project?.environments ?? [] }
}

/// Finds the projects of files: the nearest `refrain.json` in a file's folder or above it, up to the root of the checkout,
/// and without a checkout in the file's own folder alone.
struct ProjectFinder: Sendable {
  private let choice: ProjectChoice
  /// What was found, by the folders of files.
  private var known: [FilePath: Result<FoundProject?, Refusal>] = [:]
  /// The projects that were read, by their files.
  private var openedProjects: [FilePath: Result<FoundProject, Refusal>] = [:]
  /// What projects name, by their files.
  private var projectFiles: [FilePath: ProjectFiles] = [:]

  /// Whether the command line names the project of all files.
  var isProjectGiven: Bool { choice.file != nil }

  /// Creates a finder that has found nothing.
  init(_ choice: ProjectChoice) {
    self.choice = choice
  }

  /// The project of a file; nil where there is none.
  mutating func project(of file: InputFile, in system: any System) -> Result<FoundProject?, Refusal> {
    guard !choice.takesNone else { return .success(nil) }
    let folder = file.folder
    let key = choice.file ?? folder
    if let known = known[key] { return known }
    let found: Result<FoundProject?, Refusal>
    if let given = choice.file {
      found = opened(InputFile(source: .file(given), name: given.text), in: system).map(\.self)
    } else if let path = Self.nearest(to: folder, in: system) {
      found = opened(InputFile(source: .file(path), name: path.text), in: system).map(\.self)
    } else if let name = choice.environment {
      found = .failure(.environment("there is no project with an environment '\(name)' for \(file.name)"))
    } else {
      found = .success(nil)
    }
    known[key] = found
    return found
  }

  /// Why the environment or the project that the command line names is none for some of the files; nil where it is one.
  mutating func refusalOfChoice(for files: [InputFile], in system: any System) -> Refusal? {
    for file in files {
      if case .failure(let refusal) = project(of: file, in: system),
        isProjectGiven || refusal.status == .usage
      {
        return refusal
      }
    }
    return nil
  }

  /// The environment that a flow runs in; nil where there is none.
  mutating func environment(
    of file: InputFile, in system: any System
  ) -> Result<ProjectEnvironment?, Refusal> {
    project(of: file, in: system).flatMap { $0?.environment(named: nil) ?? .success(nil) }
  }

  /// A project by its own file, read once.
  mutating func opened(_ file: InputFile, in system: any System) -> Result<FoundProject, Refusal> {
    if let known = openedProjects[file.identity] { return known }
    let found = open(file, in: system)
    openedProjects[file.identity] = found
    return found
  }

  /// The files that a project names; nil where nothing of it can be judged.
  mutating func files(of found: FoundProject, in system: any System) -> ProjectFiles? {
    guard let project = found.project else { return nil }
    if let known = projectFiles[found.file.identity] { return known }
    let files = ProjectFiles(of: project, in: found.file.folder, system)
    projectFiles[found.file.identity] = files
    return files
  }

  /// How much of the outcomes the first project of some paths asks to be reached.
  mutating func minimumCoverage(of paths: [Argument], in system: any System) -> Double? {
    for path in paths where path != "-" {
      let isFolder = (try? system.kind(of: FilePath(path.bytes))) == .folder
      let file = isFolder ? FilePath(path.bytes).appending(Array("x".utf8)) : FilePath(path.bytes)
      let found = try? project(of: InputFile(source: .file(file), name: file.text), in: system).get()
      if let minimum = found?.project?.minimumCoverage { return minimum }
    }
    return nil
  }

  /// Reads a project's file.
  private func open(_ file: InputFile, in system: any System) -> Result<FoundProject, Refusal> {
    let bytes: [UInt8]
    switch file.read(from: system) {
    case .success(let read): bytes = read
    case .failure(let error): return .failure(.unreadable(file.name, error))
    }
    let loaded = ProjectLoader.load(bytes)
    let environments = loaded.project?.environments ?? []
    let asked =
      choice.environment ?? system.environment("REFRAIN_ENVIRONMENT").flatMap { $0.isEmpty ? nil : $0 }
    let chosen = asked.flatMap { loaded.project?.environment(named: $0) }
    if let asked, chosen == nil, loaded.project != nil, choice.environment != nil || !environments.isEmpty {
      let error = UsageError.unknown("environment", asked, of: environments.map(\.name), helpTopic: nil)
      return .failure(.environment("\(file.name): \(error.message)"))
    }
    return .success(
      FoundProject(
        file: file,
        source: SourceFile(
          path: file.name, bytes: bytes.count > Limits.fileSize ? [] : bytes, document: loaded.document),
        project: loaded.project, findings: loaded.findings, chosen: chosen))
  }

  private static func nearest(to folder: FilePath, in system: any System) -> FilePath? {
    guard let start = try? system.resolved(folder) else { return nil }
    // Without a checkout the file's own folder alone.
    return system.projectFile(from: folder, upTo: system.checkout(around: start) ?? start)
  }
}

extension System {
  /// The nearest project's file above a file's folder where that is in no checkout, so that it is not the file's project.
  func projectPassedOver(by file: InputFile) -> FilePath? {
    guard let start = try? resolved(file.folder), checkout(around: start) == nil else { return nil }
    return projectFile(from: file.folder, upTo: FilePath("/"))
  }

  /// The nearest project's file in a folder or above it.
  /// - Parameter last: The last folder that is looked into: the folder itself or one that it lies in, from the root.
  fileprivate func projectFile(from folder: FilePath, upTo last: FilePath) -> FilePath? {
    guard let start = try? resolved(folder) else { return nil }
    var folders = [start]
    while let folder = folders.last, folder != last { folders.append(folder.parent) }
    let name = Array(Project.fileName.utf8)
    guard let level = folders.firstIndex(where: { (try? kind(of: $0.appending(name))) != nil }) else {
      return nil
    }
    if level == 0 { return folder.appending(name) }
    let path = folders[level].appending(name)
    guard folder.bytes.first != UInt8(ascii: "/"), let current = try? resolved(FilePath(".")) else {
      return path
    }
    return path.relative(to: current)
  }
}

extension [Diagnostic] {
  /// What was found in a flow's file that has no project: where a value of the environment is not known, with the project's
  /// file that was passed over.
  func naming(projectPassedOverBy file: InputFile, in system: any System) -> [Diagnostic] {
    guard contains(where: { $0.finding.code == .unknownEnvironmentValue }),
      let project = system.projectPassedOver(by: file)?.text.quoted
    else { return self }
    return map { diagnostic in
      guard diagnostic.finding.code == .unknownEnvironmentValue else { return diagnostic }
      let sentence =
        "\(project) lies above and is passed over: without a checkout (`.git`) a project is that of the files in its own "
        + "folder. Begin one with `git init`, or name it with `--project`."
      return Diagnostic(diagnostic.finding.adding(toHelp: sentence), in: diagnostic.file)
    }
  }
}

extension InputFile {
  /// The folder that the file is in.
  var folder: FilePath {
    switch source {
    case .file(let own): own.parent
    case .standardInput: FilePath(name).parent
    }
  }
}
