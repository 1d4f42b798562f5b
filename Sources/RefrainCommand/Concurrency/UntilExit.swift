import FlowModel
import Synchronization

/// What is kept until the process ends, and its memory with it: taking a large flow apart before takes as long as some rules.
enum UntilExit {
  private static let graphs = Mutex<[FlowGraph]>([])

  static func keep(_ graph: FlowGraph) {
    graphs.withLock { $0.append(graph) }
  }
}
