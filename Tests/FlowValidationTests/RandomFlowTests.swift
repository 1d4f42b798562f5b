import Diagnostics
import FlowLoading
import FlowModel
import TestSupport
import Testing

@testable import FlowValidation

/// Random flows, in which what the rules find by searches and analyses is compared with what running every possible
/// order of outcomes shows.
@Suite("Random flows")
struct RandomFlowTests {
  @Test("RF301, RF302, RF303 and RF402 find what every possible run shows, and nothing else")
  func everyRun() throws {
    var judged = 0
    var maybeUnset = 0
    for seed in 1...120 {
      var random = SeededGenerator(seed: UInt64(seed))
      let sketch = Self.sketch(using: &random)
      let flow = try LintedFlow(FlowSketch(sketch).json)
      let graph = try #require(flow.loaded.graph)
      #expect(flow.loaded.findings.isEmpty, "\(sketch)")
      let runs = EveryRun(graph)
      func found(_ code: RuleCode) -> Set<String> {
        Set(flow.report.findings.filter { $0.code == code }.map { flow.pointer(to: $0.place) })
      }
      let branches = runs.branches()
      #expect(found(.finalEndOnIntermediateBranch) == branches.ends, "seed \(seed)\n\(sketch)")
      let waiting = flow.report.findings.filter { $0.code == .waitingNodeOnIntermediateBranch }
      let met = waiting.compactMap(\.path).map { [$0[0], $0[1], $0[$0.count - 1], "\($0.count)"] }
      #expect(met.count == Set(met).count && Set(met) == branches.waiting, "seed \(seed)\n\(sketch)")
      #expect(found(.resumeOutsideIntermediateBranch) == runs.strayResumes(), "seed \(seed)\n\(sketch)")
      // A branch that enters a waiting node is cut off there, but the analysis goes on.
      guard waiting.isEmpty else { continue }
      judged += 1
      let unset = runs.unsetReferences()
      maybeUnset += unset.count
      #expect(found(.maybeUnsetReference) == unset, "seed \(seed)\n\(sketch)")
    }
    #expect(judged > 30 && maybeUnset > 30, "\(judged) \(maybeUnset)")
  }

  /// A flow in which most branches end as they should.
  private static func sketch(using random: inout SeededGenerator) -> String {
    let kinds = [
      "SendSMS", "SendSMS", "SendSMS", "Branch", "StartConversation", "StartConversation", "Receive",
      "SendReport", "EndConversation", "SendMessage", "EntrypointConfiguration", "AgentAvailability",
    ]
    let nodes = (0..<Int.random(in: 3...8, using: &random)).map { index in
      (id: "n\(index)", kind: kinds.randomElement(using: &random) ?? "SendSMS")
    }
    let waiting = ["StartConversation", "Receive", "SendReport"]
    let quick = nodes.filter { !waiting.contains($0.kind) }.map(\.id)
    func target(inBranch: Bool) -> String {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: "@end"
      case 1...(inBranch ? 4 : 1): "@resume"
      default:
        (inBranch ? quick.randomElement(using: &random) : nodes.randomElement(using: &random)?.id) ?? "@end"
      }
    }
    var lines = ["start Start onBegin=\(nodes[0].id)"]
    for node in nodes {
      let optional: [String] =
        switch node.kind {
        case "SendSMS": ["onError", "onTimeout"]
        case "SendReport": ["onDRFail", "onError"]
        case "Receive": ["onTimeout"]
        case "StartConversation":
          ["onStartConversationSuccess", "Transfer", "Bad+Request", "onInvalidChoice"]
        case "EndConversation", "SendMessage":
          ["Conversation+ID+Does+Not+Exist", "onTimeout", "onInvalidChoice"]
        case "EntrypointConfiguration", "AgentAvailability": ["onTimeout", "onInvalidChoice"]
        default: ["x"]
        }
      let required =
        switch node.kind {
        case "SendSMS": ["onSuccess"]
        case "SendReport": ["onDRSuccess"]
        case "Receive": ["sms.mo"]
        case "StartConversation": ["Message", "Complete"]
        case "EndConversation": ["onEndConversationSuccess"]
        case "SendMessage": ["onSendMessageSuccess"]
        case "EntrypointConfiguration": ["onEntryPointConfigSuccess"]
        case "AgentAvailability": ["AgentAvailable", "NoAgentAvailable"]
        default: ["none"]
        }
      var outcomes = required + optional.filter { _ in Bool.random(using: &random) }
      if node.kind == "Branch" { outcomes = ["x", "none"] }
      if Bool.random(using: &random) { outcomes = outcomes.filter { $0 != "Complete" } + ["otherwise"] }
      if node.kind == "StartConversation", !outcomes.contains("Complete"), !outcomes.contains("otherwise") {
        outcomes.append("Complete")
      }
      let isQuick = quick.contains(node.id)
      let events = ["onStartConversationSuccess", "Message", "Transfer"]
      let on = outcomes.map { "\($0)=\(target(inBranch: isQuick || events.contains($0)))" }.joined(
        separator: " ")
      let uses = (0..<2).compactMap { _ in nodes.randomElement(using: &random) }.map { used in
        switch used.kind {
        case "SendSMS": "$(\(used.id).send.gatewayTid)"
        case "SendReport": "$(\(used.id).send.deliveryStatusCode)"
        case "Receive": "$(\(used.id).receive.message)"
        case "StartConversation":
          "$(\(used.id).\(["caseId", "event.id", "code", "response"].randomElement(using: &random) ?? "caseId"))"
        case "EndConversation", "SendMessage", "EntrypointConfiguration", "AgentAvailability":
          "$(\(used.id).\(["code", "response"].randomElement(using: &random) ?? "code"))"
        default: "x"
        }
      }
      let message = node.kind.hasPrefix("Send") ? " | \"message\": \"\(uses.joined(separator: " "))\"" : ""
      lines.append("\(node.id) \(node.kind) \(on)\(message)")
    }
    return lines.joined(separator: "\n")
  }
}

/// Runs a flow in every possible way, the slow way: one state after the other.
private struct EveryRun {
  let graph: FlowGraph

  init(_ graph: FlowGraph) {
    self.graph = graph
  }

  /// Where a session stands.
  private enum Position: Hashable {
    /// A node has been entered; on a branch of the conversation, where there is one.
    case entered(NodeID, branchOf: NodeID?)
    /// A StartConversation waits for events.
    case listening(NodeID)
  }

  private struct State: Hashable {
    let position: Position
    /// Whether the output that is followed has been set.
    let isSet: Bool
  }

  /// Where an outcome leads, defaults included.
  private func target(of outcome: Outcome, of node: FlowNode, inBranch: Bool) -> Target? {
    if let listing = node.listing(of: outcome) { return listing.target }
    switch outcome.class {
    case .intermediate: return .resume
    case .main, .closing: return node.otherwise?.target
    case .timeout, .failure: return node.otherwise?.target ?? (inBranch ? .resume : .end(.error))
    }
  }

  /// The outcome that is taken: of failures that are not listed `onInvalidChoice`, where that is.
  private func redirected(_ outcome: Outcome, of node: FlowNode) -> Outcome {
    let isFailure = outcome.class == .failure || outcome.class == .timeout
    let isRedirected =
      isFailure && node.listing(of: outcome) == nil && node.listing(of: RequestOutcome.invalidChoice) != nil
    return isRedirected ? RequestOutcome.invalidChoice : outcome
  }

  private func next(_ target: Target?, branchOf conversation: NodeID?, isSet: Bool) -> State? {
    switch target {
    case .node(let node)?: State(position: .entered(node, branchOf: conversation), isSet: isSet)
    case .resume?: conversation.map { State(position: .listening($0), isSet: isSet) }
    case .end?, nil: nil
    }
  }

  private func successors(of state: State, following fact: OutputFact) -> [State] {
    func isSet(by outcome: Outcome, of node: NodeID) -> Bool {
      state.isSet || fact.node == node && graph[node].outputs[fact.output.index].setBy.contains(outcome.name)
    }
    switch state.position {
    case .entered(let id, let conversation?) where graph[id].waits:
      return [State(position: .listening(conversation), isSet: state.isSet)]
    case .entered(let id, nil) where graph[id].type == .startConversation:
      let node = graph[id]
      return node.outcomes.compactMap { outcome in
        switch outcome.class {
        case .intermediate where outcome == ConversationOutcome.success:
          return next(
            target(of: outcome, of: node, inBranch: false), branchOf: id, isSet: isSet(by: outcome, of: id))
        case .timeout, .failure:
          let taken = redirected(outcome, of: node)
          return next(
            target(of: taken, of: node, inBranch: false), branchOf: nil, isSet: isSet(by: taken, of: id))
        case .main, .closing, .intermediate: return nil
        }
      }
    case .entered(let id, let conversation):
      return graph[id].outcomes.compactMap { outcome in
        let taken = graph[id].serviceOutcomes == nil ? outcome : redirected(outcome, of: graph[id])
        return next(
          target(of: taken, of: graph[id], inBranch: conversation != nil), branchOf: conversation,
          isSet: isSet(by: taken, of: id))
      }
    case .listening(let id):
      return graph[id].outcomes.compactMap { outcome in
        guard outcome.followsSuccess else { return nil }
        return next(
          target(of: outcome, of: graph[id], inBranch: outcome.class == .intermediate),
          branchOf: outcome.class == .intermediate ? id : nil, isSet: isSet(by: outcome, of: id))
      }
    }
  }

  /// The pointers of the references in messages that some run renders before their output is set.
  func unsetReferences() -> Set<String> {
    var pointers: Set<String> = []
    for (id, node) in zip(graph.nodeIDs, graph.nodes) {
      for reference in (node.message?.text ?? node.question?.message)?.template.references ?? [] {
        guard case .output(let output, of: let owner, path: _) = graph.references[reference.index].subject
        else { continue }
        if mayBeUnset(OutputFact(node: owner, output: output), in: id) {
          pointers.insert("/nodes/\(node.id)/message")
        }
      }
    }
    return pointers
  }

  private func mayBeUnset(_ fact: OutputFact, in node: NodeID) -> Bool {
    let first = graph.starts.map { State(position: .entered($0, branchOf: nil), isSet: false) }
    var seen = Set(first)
    var pending = first
    while let state = pending.popLast() {
      if case .entered(node, let conversation) = state.position, !state.isSet,
        conversation == nil || !graph[node].waits
      {
        return true
      }
      pending += successors(of: state, following: fact).filter { seen.insert($0).inserted }
    }
    return false
  }

  /// What the branches meet: waiting nodes, as the conversation, the event, the node and the length of the shortest
  /// path; and the pointers of final ends.
  func branches() -> (waiting: Set<[String]>, ends: Set<String>) {
    // Behind the end of a conversation that is listed nothing of it is lost.
    (branches(goOnBehindEnds: true).waiting, branches(goOnBehindEnds: false).ends)
  }

  private func branches(goOnBehindEnds: Bool) -> (waiting: Set<[String]>, ends: Set<String>) {
    var waiting: Set<[String]> = []
    var ends: Set<String> = []
    for conversation in graph.nodes where conversation.type == .startConversation {
      for event in conversation.edges where event.isIntermediate {
        var seen: Set<NodeID> = []
        var ways: [(edge: Edge, from: FlowNode)] = [(event, conversation)]
        var length = 3
        while !ways.isEmpty {
          var further: [(edge: Edge, from: FlowNode)] = []
          for way in ways {
            if case .end = way.edge.target { ends.insert("/nodes/\(way.from.id)/on/\(way.edge.name)") }
            guard let id = way.edge.node, seen.insert(id).inserted else { continue }
            if graph[id].waits {
              waiting.insert([conversation.id.text, event.name, graph[id].id.text, "\(length)"])
            } else {
              further += graph[id].edges.filter { edge in
                goOnBehindEnds || edge.name != EndConversationOutcome.success.name
              }.map { ($0, graph[id]) }
            }
          }
          ways = further
          length += 2
        }
      }
    }
    return (waiting, ends)
  }

  /// The pointers of `@resume` to which a way leads that begins at the Start and goes over no intermediate outcome.
  func strayResumes() -> Set<String> {
    var pointers: Set<String> = []
    var seen = Set(graph.starts)
    var pending = graph.starts
    while let id = pending.popLast() {
      for edge in graph[id].edges where !edge.isIntermediate {
        if edge.target == .resume { pointers.insert("/nodes/\(graph[id].id)/on/\(edge.name)") }
        if let node = edge.node, seen.insert(node).inserted { pending.append(node) }
      }
    }
    return pointers
  }
}
