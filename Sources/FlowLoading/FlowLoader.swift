public import Diagnostics
public import FlowModel
public import JSONSyntax

/// A flow file that has been read: its tree, its graph, and what is wrong with the file itself.
public struct LoadedFlow: Sendable {
  /// The file's tree; nil where it is no JSON text or too large.
  public let document: JSONDocument?
  /// The flow; nil where nothing of it can be judged.
  public let graph: FlowGraph?
  /// The findings of the 1xx rules, by place.
  public let findings: [Finding]
  /// What the fields take that are a value of the environment alone, in the order of their references.
  let environmentFields: [EnvironmentField]
}

/// Reads flow files.
public enum FlowLoader {
  /// Reads a flow file's bytes: to a tree, to a graph, with every finding of the 1xx rules.
  ///
  /// Loading goes on after an error, so that one run reports all that is wrong, and nothing twice.
  /// Complexity: linear in the number of bytes.
  public static func load(_ source: [UInt8]) -> LoadedFlow {
    var file: FileReader
    switch FileReader.open(source, as: .flow, version: FlowFormat.version) {
    case .success(let opened): file = opened
    case .failure(let unusable):
      return LoadedFlow(
        document: unusable.document, graph: nil, findings: unusable.findings, environmentFields: [])
    }
    let graph = FlowReader.read(&file)
    return LoadedFlow(
      document: file.document, graph: graph, findings: file.findings.inFileOrder,
      environmentFields: file.environmentFields.naming(graph.environmentReferences))
  }

  /// Reads a flow file's bytes as they are in an environment: see `LoadedFlow.inEnvironment`.
  /// - Parameter environment: nil leaves `$(env.NAME)` as references that are set, to what nobody knows.
  public static func load(_ source: [UInt8], in environment: ProjectEnvironment?) -> LoadedFlow {
    let loaded = load(source)
    return environment.map(loaded.inEnvironment) ?? loaded
  }
}

extension [Finding] {
  /// The findings by place, then code.
  package var inFileOrder: [Finding] {
    sorted { left, right in
      (left.place.range.lowerBound, left.code.rawValue, left.message)
        < (right.place.range.lowerBound, right.code.rawValue, right.message)
    }
  }
}
