import FlowModel

/// The nodes that ask for something of a text from outside that the texts that are tried need not settle.
///
/// What a Branch compares with literal texts is settled: all of them are tried, numbers on both sides of each bound, and a
/// text with and without a part that one condition asks for. What is filtered, put together, compared with other values
/// from outside, or asked for in several parts, may hold for a text that nobody has thought of.
struct UnsettledNodes {
  private let nodes: Set<Int>
  /// For each node those to which its outcomes lead.
  private let successors: [[Int]]
  /// The StartConversation nodes: where a branch may resume.
  private let conversations: [Int]

  init(in graph: FlowGraph, _ compared: ComparedTexts) {
    nodes = Set(graph.nodes.indices.filter { !compared.settles(graph.nodes[$0]) })
    conversations = graph.nodes.indices.filter { graph.nodes[$0].conversation != nil }
    let conversations = conversations
    successors = graph.nodes.map { node in
      node.edges.compactMap(\.node?.index)
        + (node.edges.contains { $0.target == .resume } ? conversations : [])
        + (node.conversation != nil ? [] : node.outcomesLeft.isEmpty ? [] : conversations)
    }
  }

  func contains(_ node: Int) -> Bool { nodes.contains(node) }

  /// The first of them that a session which waits at a node may come to; nil where it comes to none.
  func first(from node: Int) -> Int? {
    guard !nodes.isEmpty else { return nil }
    var seen: Set<Int> = [node]
    var pending = [node]
    while let next = pending.popLast() {
      if nodes.contains(next) { return next }
      for successor in successors[next] where seen.insert(successor).inserted { pending.append(successor) }
    }
    return nil
  }
}

extension ComparedTexts {
  /// Whether what a node does is settled by the texts that are tried.
  fileprivate func settles(_ node: FlowNode) -> Bool {
    if let branches = node.branches {
      return branches.all.lazy.flatMap(\.conditions).allSatisfy(settles)
    }
    guard let delay = node.delay, let time = delay.seconds ?? delay.until else { return true }
    let origin = origin(of: time.template)
    return origin.sources.isEmpty || origin.isPlain && origin.sources.inOrder.allSatisfy(\.isVaried)
  }

  private func settles(_ condition: WrittenCondition) -> Bool {
    let value = origin(of: condition.value.template)
    let operands = condition.operands.map { origin(of: $0.template) }
    guard operands.allSatisfy(\.sources.isEmpty) else { return false }
    if value.sources.isEmpty { return true }
    guard value.isPlain, operands.allSatisfy({ $0.literals.count == 1 }) else { return false }
    return value.sources.inOrder.allSatisfy { source in
      // Behind a keyword a part may lie across both.
      if condition.operator.isNeedle, isBehindKeyword(source) { return false }
      return source.isVaried && settlesPart(of: source)
    }
  }
}
