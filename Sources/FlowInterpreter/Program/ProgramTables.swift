import FlowModel
import JSONSyntax

/// A program's tables for the time of a turn.
///
/// Whatever is reached through a counted reference is counted on every step, which took two thirds of a turn. These
/// refer to the program without counting: `FlowProgram.withTables` keeps it meanwhile.
struct ProgramTables {
  private let nodes: UnsafeBufferPointer<ProgramNode>
  private let sources: UnsafeBufferPointer<ValueSource>
  private let paths: UnsafeBufferPointer<[Reference.Step]>

  fileprivate init(
    nodes: UnsafeBufferPointer<ProgramNode>, sources: UnsafeBufferPointer<ValueSource>,
    paths: UnsafeBufferPointer<[Reference.Step]>
  ) {
    self.nodes = nodes
    self.sources = sources
    self.paths = paths
  }

  /// Does something with a node, which is not counted meanwhile.
  @inline(__always)
  func with<Result>(_ node: NodeID, _ body: (ProgramNode) -> Result) -> Result {
    Unmanaged.passUnretained(nodes[node.index])._withUnsafeGuaranteedRef(body)
  }

  /// What a reference refers to.
  func source(of reference: ReferenceID) -> ValueSource { sources[reference.index] }

  /// The value of what a reference refers to.
  /// - Parameter session: Where the session is: a copy would count all that it refers to.
  func value(of source: ValueSource, in session: UnsafePointer<SessionState>) -> JSON {
    switch source {
    case .variable(let variable): return session.pointee.variables[variable.index]
    case .output(let output, let node, let path):
      let value = session.pointee.outputs.value(of: node) { stored in
        with(node) { $0.behavior.value(of: output, in: stored) }
      }
      return path.map { paths[$0].reduce(value) { $0[$1] } } ?? value
    case .nothing: return .null
    }
  }
}

extension FlowProgram {
  /// Does something with the program's tables, which are there only meanwhile.
  @inline(__always)
  func withTables<Result>(_ body: (ProgramTables) -> Result) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      sources.withUnsafeBufferPointer { sources in
        paths.withUnsafeBufferPointer { paths in
          body(ProgramTables(nodes: nodes, sources: sources, paths: paths))
        }
      }
    }
  }
}

extension JSON {
  /// What a step leads to; null where there is nothing.
  fileprivate subscript(step: Reference.Step) -> JSON {
    switch step {
    case .key(let key): self[key] ?? .null
    case .index(let index): self[index] ?? .null
    }
  }
}
