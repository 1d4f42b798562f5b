package import FlowModel
import JSONSyntax

/// Writes the states of one flow's sessions as rows of numbers, so that states from which a session goes on in the same
/// way are equal rows.
///
/// A row holds
/// - the node and what is waited for there: with a Receive its senders, and how many milliseconds the wait's timer has
///   left,
/// - how the conversation stands, and its id,
/// - the branch that is running,
/// - the events that are held, in order, by what they are, their content and their sender,
/// - the value of everything that some template of the flow refers to: a variable, an output, a place within one.
///
/// It leaves out what no step of the machine reads but to tell of it: the numbers of records, effects and timers, the
/// ids of held events, and the variables and outputs that nothing refers to. It also leaves out
/// - the number of executions. Two states that differ in it alone go on alike until one of them meets the limit.
/// - how long the session has until it expires. Whoever compares rows must take the state that has longer: all that
///   the other one can do it can do too, but expire sooner.
/// - the ids of events that were processed or held: whoever compares rows must give every event an id of its own.
/// - what time it is, unless the flow can tell: where it has a Delay with `until`, or refers to an output that holds
///   the time of a message, a submission or an event.
///
/// States that have ended are equal where their results and reasons are.
package struct StateRows {
  private let program: FlowProgram
  /// What the flow's templates refer to, each once.
  private let sources: [ProgramReference]
  private let readsClock: Bool
  /// The numbers of the values that have been met. Values are compared byte for byte.
  private var numbers: [JSON: UInt32] = [:]
  /// How many bytes the texts among them have.
  package private(set) var textBytes = 0

  /// Rows of the states of a flow's sessions.
  package init(of program: FlowProgram) {
    self.program = program
    let graph = program.graph
    var seen: Set<Reference.Subject> = []
    sources = graph.references.indices.map { ReferenceID($0) }.filter { id in
      let subject = graph.references[id.index].subject
      return subject.isOfSession && seen.insert(subject).inserted
    }.map { program[$0] }
    readsClock =
      graph.references.contains { graph.holdsTime($0.subject) }
      || graph.nodes.contains { $0.delay?.until != nil }
  }

  /// The row of a state.
  ///
  /// Complexity: linear in the number of the flow's references and of the events held.
  /// - Parameter now: What time it is.
  package mutating func row(of state: SessionState, at now: Timestamp) -> [UInt32] {
    guard let wait = state.wait, let node = state.node else {
      guard let ending = state.ending else { return [] }
      return [0, number(of: .string(ending.result.name)), number(of: .string(ending.reason?.rawValue ?? ""))]
    }
    var row: [UInt32] = []
    row.reserveCapacity(16)
    row.append(UInt32(node.index) + 1)
    row.append(UInt32(wait.reason.place))
    append(milliseconds: wait.alarm.map { $0.time - now }, to: &row)
    if readsClock { append(milliseconds: now.milliseconds, to: &row) }
    if case .message(let filters, _) = wait {
      row += filters.map { number(of: $0.from.map { .string($0.text) } ?? .null) }
    }
    row.append(state.conversation.rank)
    row.append(state.conversation.id.map { number(of: .string($0.text)) } ?? 0)
    row.append(state.branch.map { UInt32($0.node.index) + 1 } ?? 0)
    row.append(UInt32(state.branch?.outcome ?? 0))
    row.append(UInt32(state.heldEvents.count))
    for event in state.heldEvents {
      row.append(number(of: .string(event.kind.name)))
      row.append(number(of: event.content.map { .string($0) } ?? .null))
      row.append(number(of: event.sender.map { .string($0) } ?? .null))
    }
    for (index, source) in sources.enumerated() {
      let value = state.value(of: source)
      if !value.isNull { row += [UInt32(index), number(of: value)] }
    }
    return row
  }

  private func append(milliseconds: Int64?, to row: inout [UInt32]) {
    let bits = UInt64(bitPattern: milliseconds ?? -1)
    row += [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
  }

  /// The number of a value: 0 for null, else one that no other value has.
  private mutating func number(of value: JSON) -> UInt32 {
    if value.isNull { return 0 }
    if let number = numbers[value] { return number }
    let number = UInt32(numbers.count) + 1
    numbers[value] = number
    textBytes += value.string?.utf8.count ?? 0
    return number
  }
}

extension SessionState {
  /// How many events have come and wait to be processed.
  package var heldEventCount: Int { heldEvents.count }

  /// Forgets the ids of events that were processed or held. Only for whoever gives every event an id of its own.
  package mutating func forgetEventIDs() {
    recentEvents = RecentEventIDs()
  }
}

extension FlowGraph {
  /// Whether what is referred to holds a time that differs from one turn to the next.
  fileprivate func holdsTime(_ subject: Reference.Subject) -> Bool {
    guard case .output(let output, let node, let path) = subject else { return false }
    // A session begins but once.
    if self[node].trigger != nil { return false }
    switch self[node].outputs[output.index].origin {
    case .clock: return true
    case .customer(.message): return path.isEmpty || path == [.key("timestamp")]
    case .customer, .event, .flow, .opaque, .answer, .refusal, .entryPoint, .web, .webhook: return false
    }
  }
}

extension Conversation {
  /// A number for each way in which a conversation can stand.
  fileprivate var rank: UInt32 {
    switch self {
    case .none: 0
    case .requested: 1
    case .open: 2
    case .completed: 3
    case .failed: 4
    }
  }
}
