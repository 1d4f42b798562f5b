import FlowModel
import JSONSyntax

/// The nodes of a flow in an order in which each comes after those that lead to it, but where they lead in a circle: the
/// reverse postorder of a depth-first search from the start (Tarjan, 1972).
///
/// So the outputs that a node's fields ask for can be chosen when it is built. Nodes to which nothing leads come last.
struct BuildingOrder {
  private let graph: FlowGraph
  private let order: [NodeID]
  /// The step of each node, from 1.
  private var numbers: [Int]
  private let reach: SheetReach

  init(of graph: FlowGraph) {
    self.graph = graph
    reach = SheetReach(of: graph)
    var isSeen = graph.nodes.map { _ in false }
    var order: [NodeID] = []
    for root in graph.starts + graph.nodeIDs.filter({ !graph.starts.contains($0) }) where !isSeen[root.index]
    {
      order += Self.reversePostorder(from: root, in: graph, &isSeen)
    }
    self.order = order
    numbers = Array(repeating: 0, count: graph.nodes.count)
    for (index, id) in order.enumerated() { numbers[id.index] = index + 1 }
  }

  private static func reversePostorder(
    from root: NodeID, in graph: FlowGraph, _ isSeen: inout [Bool]
  ) -> [NodeID] {
    // What is listed first is searched last, and so comes first.
    func ways(from id: NodeID) -> [NodeID] { graph[id].edges.reversed().compactMap(\.node) }
    var postorder: [NodeID] = []
    var pending = [(id: root, rest: ways(from: root)[...])]
    isSeen[root.index] = true
    while var top = pending.popLast() {
      guard let next = top.rest.popFirst() else {
        postorder.append(top.id)
        continue
      }
      pending.append(top)
      if !isSeen[next.index] {
        isSeen[next.index] = true
        pending.append((next, ways(from: next)[...]))
      }
    }
    return postorder.reversed()
  }

  /// The nodes as they are built.
  var steps: [SheetStep] { order.compactMap(step) }

  private func step(_ id: NodeID) -> SheetStep? {
    let node = graph[id]
    guard let type = node.type, let canvas = node.canvas else { return nil }
    let isOnBranch = reach.isOnBranch[id.index]
    let isElsewhere = reach.isElsewhere[id.index]
    return SheetStep(
      number: numbers[id.index], node: node.id, type: type, description: node.explanation,
      canvasName: canvas.name, group: canvas.group, isOnBranch: isOnBranch,
      isUnreachable: !isOnBranch && !isElsewhere,
      fields: canvas.fields.map { field in
        SheetStep.Field(
          label: field.label, value: field.value.text(in: graph),
          notes: [field.note].compactMap(\.self) + field.value.filterNotes(in: graph))
      },
      onEnter: node.onEnter.map(action), onLeave: node.onLeave.map(action),
      connections: node.outcomes.map { outcome in
        SheetStep.Connection(
          outcome: outcome.name,
          target: SheetStep.Target(outcome, of: node, isOnBranch: isOnBranch, isElsewhere: isElsewhere) {
            .node(graph[$0].id, step: numbers[$0.index])
          })
      },
      gaps: canvas.gaps + node.references.flatMap { graph.references[$0].gaps(in: graph) }.unique)
  }

  private func action(_ assignment: Assignment) -> SheetStep.Action {
    let value: CanvasText
    switch assignment.value {
    case .null: value = ""
    case .boolean(let boolean): value = boolean ? "true" : "false"
    case .number(let number): value = CanvasText(number.text)
    case .template(let template): value = CanvasText(template)
    }
    return SheetStep.Action(
      variable: assignment.name, value: value.text(in: graph), notes: value.filterNotes(in: graph))
  }
}

/// Which nodes are entered on intermediate branches, and which elsewhere: two breadth-first searches.
struct SheetReach {
  let isOnBranch: [Bool]
  let isElsewhere: [Bool]

  init(of graph: FlowGraph) {
    let events = graph.nodeIDs.flatMap { graph[$0].edges.filter(\.isIntermediate).compactMap(\.node) }
    isOnBranch = Self.reached(from: events, in: graph) { !$0.waits }
    isElsewhere = Self.reached(from: graph.starts, in: graph) { _ in true }
  }

  /// - Parameter passes: Whether the search goes on from a node, on a branch not from one that waits.
  private static func reached(
    from roots: [NodeID], in graph: FlowGraph, passes: (FlowNode) -> Bool
  ) -> [Bool] {
    var isReached = graph.nodes.map { _ in false }
    var pending = roots
    while let id = pending.popLast() {
      guard !isReached[id.index], passes(graph[id]) else { continue }
      isReached[id.index] = true
      pending += graph[id].edges.filter { !$0.isIntermediate }.compactMap(\.node)
    }
    return isReached
  }
}

extension [CanvasGap] {
  /// Each gap once, in order.
  fileprivate var unique: [CanvasGap] {
    var seen: Set<String> = []
    return filter { seen.insert($0.field).inserted }
  }
}
