import RefrainKit

/// What linting an input file has brought, after it has been mended where that is asked for.
struct LintedInput: Sendable {
  /// Which fixes are made.
  enum Mending: Sendable {
    case safe, all
  }

  let linted: LintedFile
  /// How many fixes were made.
  let fixCount: Int

  /// Lints a flow's file.
  static func flow(
    _ file: InputFile, by linter: Linter, in membership: ProjectMembership?, mending: Mending?,
    in system: any System
  ) -> Result<LintedInput, SystemError> {
    Result { () throws(SystemError) in
      let bytes = try file.read(from: system).get()
      guard let mending else {
        return LintedInput(linted: linter.lint(bytes, named: file.name, in: membership), fixCount: 0)
      }
      return try LintedInput(
        linter.mend(bytes, named: file.name, in: membership, includingSuggestions: mending == .all), of: file,
        in: system)
    }
  }

  /// Lints scenarios' files, on all cores: each core those of the same flows, which are read once for all of them.
  static func scenarios(
    _ files: [InputFile], by linter: Linter, mending: Mending?, in system: any System
  ) -> [(file: InputFile, result: Result<LintedInput, SystemError>)] {
    let read = files.concurrentMap { file in
      let source = file.read(from: system)
      let flows = (try? source.get()).flatMap { ScenarioLoader.load($0).names?.flows.map(\.path) }
      return (file: file, source: source, flows: flows ?? [])
    }
    let groups = Dictionary(grouping: read.indices) { index in
      read[index].flows.map { read[index].file.sibling($0).identity }
    }
    let results = Array(groups.values).concurrentMap { indices in
      var vocabulary: [FlowVocabulary?]?
      return indices.map { index in
        let (file, source, names) = read[index]
        let result = Result { () throws(SystemError) in
          let bytes = try source.get()
          let flows: PlayedFlows
          if let vocabulary {
            flows = .read(vocabulary)
          } else {
            flows = PlayedFlows(names.map { PlayedFlows($0, of: file, in: system) })
            if case .read(let read) = flows { vocabulary = read }
          }
          guard let mending else {
            return LintedInput(
              linted: linter.lint(scenario: bytes, named: file.name, playing: flows), fixCount: 0)
          }
          return try LintedInput(
            linter.mend(
              scenario: bytes, named: file.name, playing: flows, includingSuggestions: mending == .all),
            of: file, in: system)
        }
        return (index: index, result: result)
      }
    }
    return results.joined().sorted { $0.index < $1.index }.map { (read[$0.index].file, $0.result) }
  }

  init(linted: LintedFile, fixCount: Int) {
    self.linted = linted
    self.fixCount = fixCount
  }

  /// Writes what was mended.
  private init(_ mended: MendedFile, of file: InputFile, in system: any System) throws(SystemError) {
    if mended.fixCount > 0, case .file(let path) = file.source {
      try system.replaceFile(at: path, with: mended.bytes)
    }
    self.init(linted: mended.linted, fixCount: mended.fixCount)
  }
}

extension PlayedFlows {
  /// Reads the flow that a scenario's file names.
  init(_ flow: String, of scenario: InputFile, in system: any System) {
    switch scenario.sibling(flow).read(from: system) {
    case .success(let bytes): self = .read([FlowLoader.load(bytes).graph.map(FlowVocabulary.init)])
    case .failure: self = .unreadable(nearest: scenario.nearestFlow(to: flow, in: system))
    }
  }
}

extension InputFile {
  /// The flow's file whose name is nearest to that of one that cannot be read, in the same folder, as this file would
  /// write it.
  func nearestFlow(to flow: String, in system: any System) -> String? {
    guard case .file(let path) = sibling(flow).source else { return nil }
    let names = ((try? system.entries(of: path.parent)) ?? []).map {
      String(decoding: $0.name, as: UTF8.self)
    }
    return RefrainKit.nearestFlow(to: flow, among: names.filter { $0.hasSuffix(".flow.json") })
  }
}
