public import FlowModel
import JSONSyntax

/// Takes sessions from one definition of a flow to another, those for which that is safe.
///
/// Safe it is where the node at which a session waits is still there, of the same type and waiting for the same, and where
/// all that the rest of the flow reads has been set or will be before it is read.
public struct SessionMove: Sendable {
  /// A name in a renaming that is no node's.
  public struct UnknownNode: Error, Sendable, Hashable {
    /// The name.
    public let node: NodeName
  }

  private let old: FlowProgram
  private let new: FlowProgram
  /// The new numbers of the nodes, by their old ones; nil for one that is gone.
  private let nodes: [NodeID?]

  /// Creates a move.
  /// - Parameter renaming: The new names of nodes, by their old ones; others keep theirs.
  public init(
    from old: FlowProgram, to new: FlowProgram, renaming: [NodeName: NodeName] = [:]
  ) throws(UnknownNode) {
    self.old = old
    self.new = new
    for (before, after) in renaming.sorted(by: { $0.key.text < $1.key.text }) {
      guard old.node(named: before.text) != nil else { throw UnknownNode(node: before) }
      guard new.node(named: after.text) != nil else { throw UnknownNode(node: after) }
    }
    let numbers = Dictionary(
      new.graph.nodeIDs.map { (new.graph[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    nodes = old.graph.nodes.map { node in numbers[renaming[node.id] ?? node.id] }
  }

  /// What a node of the old definition is called in the new one; nil where it is gone.
  public func name(of node: NodeID) -> NodeName? { nodes[node.index].map { new[$0].id } }

  /// The session as one of the new definition. Variables and outputs that it lacks there are gone; variables that are new
  /// have their first values. One that has ended can always be moved.
  ///
  /// Complexity: linear in what the session holds, and in the number of the flow's references times that of its nodes.
  /// - Throws: Why it is not safe.
  public func session(_ state: SessionState) throws(SessionMoveRefusal) -> SessionState {
    var moved = state
    moved.stage = try stage(of: state)
    moved.variables = zip(new.graph.variables, new.initialVariables).map { variable, first in
      old.graph.variables.firstIndex { ExactText($0.name) == ExactText(variable.name) }
        .map { state.variables[$0] } ?? first
    }
    moved.outputs = outputs(of: state)
    moved.pending = .none
    for effect in state.pending { moved.pending.append(try self.effect(effect)) }
    try checkReads(of: state, as: moved)
    return moved
  }

  // MARK: Where it stands

  private func stage(of state: SessionState) throws(SessionMoveRefusal) -> SessionState.Stage {
    switch state.stage {
    case .apart(let wait, let node, let past):
      .apart(wait, at: try self.node(node, waiting: wait.wait), after: past)
    case .requesting(let request, let node):
      .requesting(
        request, at: try self.node(node, waiting: .conversationAnswer(request.effect, request.alarm)))
    case .listening(let conversation, let node):
      .listening(to: conversation, at: try self.node(node, waiting: .conversationEvent))
    case .onBranch(let branch, let conversation, let node, let answer):
      .onBranch(
        try self.branch(branch), of: conversation, at: try self.node(node, waiting: answer.wait),
        awaiting: answer)
    case .ended: state.stage
    }
  }

  private func node(_ node: NodeID, waiting wait: Wait) throws(SessionMoveRefusal) -> NodeID {
    let moved = try self.node(node)
    guard new[moved].behavior.canWait(wait) else { throw .waitsForSomethingElse(old[node].id) }
    return moved
  }

  private func node(_ node: NodeID) throws(SessionMoveRefusal) -> NodeID {
    let name = old[node].id
    guard let moved = nodes[node.index] else { throw .nodeIsGone(name) }
    guard new[moved].type == old[node].type else {
      throw .nodeOfAnotherType(name, was: old[node].type, is: new[moved].type)
    }
    return moved
  }

  private func branch(_ branch: IntermediateBranch) throws(SessionMoveRefusal) -> IntermediateBranch {
    // Nodes of one type have the same intermediate outcomes, in the same order.
    IntermediateBranch(node: try node(branch.node), outcome: branch.outcome)
  }

  private func effect(_ effect: Effect) throws(SessionMoveRefusal) -> Effect {
    guard case .forward(let text, let conversation, let node, let id) = effect else { return effect }
    return .forward(text: text, conversationID: conversation, from: try self.node(node), id)
  }

  // MARK: What it knows

  private func outputs(of state: SessionState) -> NodeOutputs {
    var outputs = NodeOutputs()
    for entry in state.outputs.entries {
      guard let node = nodes[entry.node.index] else { continue }
      let names = old.graph[entry.node].outputs.map(\.name)
      let known = new.graph[node].outputs
      outputs.update(node, count: known.count) { values in
        values = known.map { output in
          names.firstIndex(of: output.name).map { state.outputs[OutputID($0), of: entry.node] } ?? .null
        }
      }
    }
    return outputs
  }

  /// What the rest of the flow reads that nothing has set: where the old definition reads it just so, the session goes on
  /// alike, and else something is missing.
  private func checkReads(of state: SessionState, as moved: SessionState) throws(SessionMoveRefusal) {
    let before = SessionRest(of: old, from: state)?.unsetReads(of: state, named: name) ?? []
    let unset = SessionRest(of: new, from: moved)?.unsetReads(of: moved) { new[$0].id } ?? []
    let variables = Set(old.graph.variables.map { ExactText($0.name) })
    for read in unset where !before.contains(read) {
      switch read {
      case .variable(let name) where variables.contains(ExactText(name)): continue
      case .variable(let name): throw .variableIsMissing(name)
      case .output(let name, of: let node): throw .outputIsMissing(name, of: node)
      }
    }
  }
}

/// Why a session cannot be moved to another definition of its flow.
public enum SessionMoveRefusal: Error, Sendable, Hashable {
  /// The node at which it waits, or that it will come back to, is not there any more.
  case nodeIsGone(NodeName)
  /// That node has become another one.
  case nodeOfAnotherType(NodeName, was: NodeType, is: NodeType)
  /// That node does not wait any more for what the session waits for.
  case waitsForSomethingElse(NodeName)
  /// The rest of the flow reads a variable that the session does not have.
  case variableIsMissing(String)
  /// The rest of the flow reads an output that no node has set.
  case outputIsMissing(String, of: NodeName)
}

extension SessionMoveRefusal: CustomStringConvertible {
  /// The reason in a sentence without a full stop.
  public var description: String {
    switch self {
    case .nodeIsGone(let node): "the node `\(node)` is gone"
    case .nodeOfAnotherType(let node, let before, let now):
      "the node `\(node)` was a \(before.name) and is a \(now.name)"
    case .waitsForSomethingElse(let node): "the node `\(node)` does not wait any more for what it waits for"
    case .variableIsMissing(let name): "the rest reads the variable `\(name)`, which it does not have"
    case .outputIsMissing(let name, let node): "the rest reads `\(node).\(name)`, which is not set"
    }
  }
}

/// What a session may still come to, from where it waits.
private struct SessionRest {
  /// Something that is read.
  enum Read: Hashable {
    case variable(String)
    case output(String, of: NodeName)
  }

  private let program: FlowProgram
  /// The node at which it waits, and the StartConversation whose branch is running.
  private let parked: [NodeID]

  /// nil where the session has ended.
  init?(of program: FlowProgram, from state: SessionState) {
    parked = state.stage.parkedNodes
    guard !parked.isEmpty else { return nil }
    self.program = program
  }

  /// What is read before anything sets it, of what the session does not know, in the order of the flow's references.
  /// - Parameter name: What a node is called; nil for one that does not count.
  func unsetReads(of state: SessionState, named name: (NodeID) -> NodeName?) -> [Read] {
    var reads: [Read] = []
    var known: Set<Read> = []
    for reference in program.graph.references where !reference.hasDefault {
      guard let read = self.read(reference.subject, name), known.insert(read).inserted,
        !isSet(reference.subject, in: state), isRead(reference.subject)
      else { continue }
      reads.append(read)
    }
    return reads
  }

  private func read(_ subject: Reference.Subject, _ name: (NodeID) -> NodeName?) -> Read? {
    switch subject {
    case .variable(let variable): .variable(program.graph.variables[variable.index].name)
    case .output(let output, of: let node, _):
      name(node).map { .output(program.graph[node].outputs[output.index].name, of: $0) }
    case .environmentValue, .secret, .uncertain, .undefined: nil
    }
  }

  private func isSet(_ subject: Reference.Subject, in state: SessionState) -> Bool {
    guard case .output(let output, of: let node, _) = subject else { return false }
    return !state.outputs[output, of: node].isNull
  }

  /// Whether something is read before a node sets it: a breadth-first search that does not go on through such nodes.
  private func isRead(_ subject: Reference.Subject) -> Bool {
    // What the parked node reads besides it has read when it was entered.
    if parked.contains(where: { program[$0].onLeave.contains { reads($0, subject) } && !sets($0, subject) }) {
      return true
    }
    var entered = Set(parked.filter { sets($0, subject) }.isEmpty ? parked.flatMap(successors) : [])
    var pending = Array(entered)
    while let node = pending.popLast() {
      if isRead(subject, by: node) { return true }
      guard !sets(node, subject) else { continue }
      for next in successors(of: node) where entered.insert(next).inserted { pending.append(next) }
    }
    return false
  }

  private func isRead(_ subject: Reference.Subject, by node: NodeID) -> Bool {
    if case .variable = subject, program[node].onEnter.contains(where: { isAssignment($0, to: subject) }) {
      return false
    }
    if case .output(_, of: node, _) = subject { return false }
    return program.graph[node].references.contains {
      Self.isSame(program.graph.references[$0].subject, subject)
    }
  }

  private func reads(_ assignment: Assignment, _ subject: Reference.Subject) -> Bool {
    guard case .template(let template) = assignment.value else { return false }
    return template.references.contains {
      Self.isSame(program.graph.references[$0.index].subject, subject)
    }
  }

  /// Whether a node that is left has set something.
  private func sets(_ node: NodeID, _ subject: Reference.Subject) -> Bool {
    switch subject {
    case .variable:
      (program[node].onEnter + program[node].onLeave).contains { isAssignment($0, to: subject) }
    case .output(_, of: let owner, _): owner == node
    case .environmentValue, .secret, .uncertain, .undefined: false
    }
  }

  private func isAssignment(_ assignment: Assignment, to subject: Reference.Subject) -> Bool {
    guard case .variable(let variable) = subject else { return false }
    return assignment.variable == variable
  }

  private func successors(of node: NodeID) -> [NodeID] {
    program[node].transitions.flatMap { [$0.target.way, $0.targetOnBranch.way] }.compactMap { way in
      if case .node(let next) = way { next } else { nil }
    }
  }

  /// Whether two refer to the same, wherever in it.
  private static func isSame(_ one: Reference.Subject, _ other: Reference.Subject) -> Bool {
    switch (one, other) {
    case (.output(let output, of: let node, _), .output(let otherOutput, of: let otherNode, _)):
      output == otherOutput && node == otherNode
    default: one == other
    }
  }
}
