import RefrainKit

/// What linting an input file has brought, after it has been mended where that is asked for: the findings, and nothing more of
/// the file.
struct LintedInput: Sendable {
  /// Which fixes are made.
  enum Mending: Sendable {
    case safe, all
  }

  private(set) var diagnostics: [Diagnostic]
  let suppressed: [SuppressedDiagnostic]
  /// How many fixes were made.
  let fixCount: Int
  /// The mended file, which is still to be written; nil where nothing was mended.
  private let mended: [UInt8]?

  /// Lints a flow's file.
  /// - Parameter isLastWork: Whether the process ends when this file has been linted.
  static func flow(
    _ file: InputFile, by linter: Linter, in membership: ProjectMembership?, mending: Mending?,
    isLastWork: Bool, in system: any System
  ) -> Result<LintedInput, SystemError> {
    file.read(from: system).map { bytes in
      if isLastWork { LargeHeap.grow(forFileOf: bytes.count) }
      guard let mending else {
        let linted = linter.lint(bytes, named: file.name, in: membership)
        if isLastWork, let graph = linted.graph { UntilExit.keep(graph) }
        return LintedInput(linted)
      }
      return LintedInput(
        linter.mend(bytes, named: file.name, in: membership, includingSuggestions: mending == .all))
    }
  }

  /// Lints scenarios' files, on all cores: each core those of the same flows, which are read once for all of them.
  static func scenarios(
    _ files: [InputFile], by linter: Linter, mending: Mending?, in projects: inout ProjectFinder,
    _ system: any System
  ) -> [(file: InputFile, result: Result<LintedInput, SystemError>)] {
    let read = files.concurrentMap { file in
      let source = file.read(from: system)
      return (
        file: file, source: source, names: (try? source.get()).flatMap { ScenarioLoader.load($0).names }
      )
    }
    let selections = read.map { file, _, names in
      names.map { projects.selection(of: $0, in: file, on: system) }
    }
    let groups = Dictionary(grouping: read.indices) { index in
      (try? selections[index]?.get())?.parts.map(\.file.identity)
        ?? [read[index].file.sibling(read[index].names?.project?.path ?? "").identity]
    }
    let results = Array(groups.values).concurrentMap { indices in
      var vocabulary: [FlowVocabulary?]?
      return indices.map { index in
        let (file, source, names) = read[index]
        let result = Result { () throws(SystemError) in
          let bytes = try source.get()
          let flows: PlayedFlows
          if let vocabulary {
            flows = .read(vocabulary, environments: (try? selections[index]?.get())?.environments)
          } else {
            flows = PlayedFlows(selections[index], of: file, naming: names?.flows ?? [], in: system)
            if case .read(let read, _) = flows { vocabulary = read }
          }
          guard let mending else {
            return LintedInput(linter.lint(scenario: bytes, named: file.name, playing: flows))
          }
          return LintedInput(
            linter.mend(
              scenario: bytes, named: file.name, playing: flows, includingSuggestions: mending == .all))
        }
        return (index: index, result: result)
      }
    }
    return results.joined().sorted { $0.index < $1.index }.map { (read[$0.index].file, $0.result) }
  }

  /// What was found in a file in which nothing was mended.
  init(_ linted: LintedFile) { self.init(linted, fixCount: 0, mended: nil) }

  private init(_ mended: MendedFile) {
    self.init(
      mended.linted, fixCount: mended.fixCount, mended: mended.fixCount > 0 ? mended.bytes : nil)
  }

  private init(_ linted: LintedFile, fixCount: Int, mended: [UInt8]?) {
    diagnostics = linted.diagnostics
    suppressed = linted.suppressed
    self.fixCount = fixCount
    self.mended = mended
  }

  /// The same for a flow's file that has no project: see `naming(projectPassedOverBy:in:)`.
  func naming(projectPassedOverBy file: InputFile, in system: any System) -> LintedInput {
    var linted = self
    linted.diagnostics = diagnostics.naming(projectPassedOverBy: file, in: system)
    return linted
  }

  /// Writes what was mended: on the thread that signals come to, which are held back meanwhile.
  func write(to file: InputFile, in system: any System) throws(SystemError) {
    if let mended, case .file(let path) = file.source { try system.replaceFile(at: path, with: mended) }
  }
}

extension PlayedFlows {
  /// Reads the flows that a scenario's file plays.
  /// - Parameters:
  ///   - selection: The flows; nil where the file does not say which they are.
  ///   - names: The flows as the file has them; none where it has a project.
  fileprivate init(
    _ selection: Result<FlowSelection, Refusal>?, of scenario: InputFile, naming names: [ScenarioNames.File],
    in system: any System
  ) {
    switch selection {
    case nil: self = .read([], environments: nil)
    case .failure(.unreadable)?: self = .unreadable(nearest: nil)
    case .failure?: self = .read([nil], environments: nil)
    case .success(let selected)?:
      self.init(
        selected.parts.enumerated().map { index, part -> PlayedFlows in
          switch part.file.read(from: system) {
          case .success(let bytes):
            .read([FlowLoader.load(bytes).graph.map(FlowVocabulary.init)], environments: nil)
          case .failure where names.indices.contains(index):
            .unreadable(nearest: scenario.nearestFlow(to: names[index].path, in: system))
          case .failure: .read([nil], environments: nil)
          }
        }, environments: selected.environments)
    }
  }
}

extension InputFile {
  /// The flow's file whose name is nearest to that of one that cannot be read, in the same folder, as this file would
  /// write it.
  func nearestFlow(to flow: String, in system: any System) -> String? {
    guard case .file(let path) = sibling(flow).source else { return nil }
    return system.nearestFlow(to: path, written: flow)
  }
}

extension System {
  /// The flow's file whose name is nearest to that of one that cannot be read, in the same folder.
  /// - Parameter text: The path as it is written, which the nearest one is written like.
  func nearestFlow(to path: FilePath, written text: String) -> String? {
    let names = ((try? entries(of: path.parent)) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
    return RefrainKit.nearestFlow(to: text, among: names.filter { $0.hasSuffix(".flow.json") })
  }
}
