import FlowModel
import JSONSyntax

/// What a reference refers to, as the machine reads it: numbers alone, so that no step counts references to texts.
enum ValueSource: Sendable, Hashable {
  case variable(VariableID)
  /// An output of a node, and the number of the way into it among the program's; nil where it is the output itself.
  case output(OutputID, of: NodeID, path: Int?)
  /// Something that is never set.
  case nothing
}

/// The ways into outputs that the references of a flow go, each once.
struct ReferencePaths {
  /// The paths, by number.
  private(set) var inOrder: [[Reference.Step]] = []
  /// Their numbers. As JSON, keys are the same where their bytes are.
  private var numbers: [[JSON]: Int] = [:]

  /// The number of a path; nil for the empty one.
  mutating func number(of path: [Reference.Step]) -> Int? {
    guard !path.isEmpty else { return nil }
    let key = path.map { step -> JSON in
      switch step {
      case .key(let key): .string(key)
      case .index(let index): .number(index)
      }
    }
    if let number = numbers[key] { return number }
    numbers[key] = inOrder.count
    inOrder.append(path)
    return inOrder.count - 1
  }
}

extension ValueSource {
  /// - Parameter paths: Gets the way into an output, where there is one.
  init(_ subject: Reference.Subject, paths: inout ReferencePaths) {
    switch subject {
    case .variable(let variable): self = .variable(variable)
    case .output(let output, let node, let path):
      self = .output(output, of: node, path: paths.number(of: path))
    case .uncertain, .undefined: self = .nothing
    }
  }
}
