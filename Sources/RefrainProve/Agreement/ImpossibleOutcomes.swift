import FlowModel
import RefrainKit

/// Which outcomes of a flow's nodes no input can cause, and why.
struct ImpossibleOutcomes {
  /// Why no input can cause an outcome.
  enum Reason: String, CaseIterable {
    case receiveError = "`onError` of a Receive: a wait does not fail"
    case readableTime = "`onError` of a Delay whose time can be read"
    case unreadableTime = "`onTimeout` of a Delay whose time can not be read"
    case emptyMessage = "any outcome but `onError` of a send without a text or a destination"
    case emptyInput = "any outcome but `onInvalidData` of a request to ECE with an empty input"
    case filledInput = "`onInvalidData` of a request to ECE whose inputs are all filled in"
    case endedSession = "an event where every branch of `onStartConversationSuccess` ends the session"
    case invalidChoice = "a failure that is not listed where `onInvalidChoice` is, which stands for it"
  }

  private let graph: FlowGraph
  private let setVariables: Set<VariableID>

  init(of graph: FlowGraph) {
    self.graph = graph
    setVariables = Set(graph.nodes.flatMap { ($0.onEnter + $0.onLeave).compactMap(\.variable) })
  }

  /// Why no input can cause an outcome of a node; nil where one can.
  func reason(for outcome: Outcome, of node: FlowNode) -> Reason? {
    switch node.written {
    case .receive?: outcome == ReceiveOutcome.error ? .receiveError : nil
    case .delay(let delay)?:
      switch (canBeRead(delay), outcome == DelayOutcome.error) {
      case (true, true): .readableTime
      case (false, false): .unreadableTime
      case (true, false), (false, true): nil
      }
    case .message(let message)?:
      outcome != SendOutcome.error && (isEmpty(message.text) || isEmpty(message.destination))
        ? .emptyMessage : nil
    case .conversation(let conversation)?: reason(for: outcome, of: node, requesting: conversation)
    case .question(let question)?:
      reasonInRequest(for: outcome, of: node, inputs: question.inputs.map(\.value))
    case .trigger?, .request?, .branches?, nil: nil
    }
  }

  private func reason(
    for outcome: Outcome, of node: FlowNode, requesting conversation: WrittenConversation
  ) -> Reason? {
    let inputs = conversation.inputs.filter {
      WrittenConversation.InputName(rawValue: $0.name) != .conversationID
    }.map(\.value)
    if let reason = reasonInRequest(for: outcome, of: node, inputs: inputs) { return reason }
    return ConversationOutcome.events.contains(outcome) && !comesBack(to: node) ? .endedSession : nil
  }

  /// Why no input can cause an outcome of a node that asks ECE something, as far as that depends on its own fields.
  private func reasonInRequest(
    for outcome: Outcome, of node: FlowNode, inputs: [PlacedTemplate]
  ) -> Reason? {
    let invalidChoice = RequestOutcome.invalidChoice
    let standsForOthers = node.listing(of: invalidChoice) != nil
    let isReplaced = standsForOthers && outcome != invalidChoice && node.listing(of: outcome) == nil
    let isInvalid = inputs.contains(where: isEmpty)
    switch outcome.class {
    case .failure where isReplaced, .timeout where isReplaced: return .invalidChoice
    default: break
    }
    if outcome == RequestOutcome.invalidData { return isInvalid ? nil : .filledInput }
    let standsForInvalidData =
      outcome == invalidChoice && node.listing(of: RequestOutcome.invalidData) == nil
    return isInvalid && !(standsForInvalidData && standsForOthers) ? .emptyInput : nil
  }

  /// Whether a StartConversation comes to wait for events: its branch of `onStartConversationSuccess` can come back.
  private func comesBack(to conversation: FlowNode) -> Bool {
    guard let target = conversation.listing(of: ConversationOutcome.success)?.target else { return true }
    var pending = [target]
    var seen: Set<NodeID> = []
    while let target = pending.popLast() {
      switch target {
      case .resume: return true
      case .end: continue
      case .node(let id):
        guard seen.insert(id).inserted else { continue }
        let node = graph[id]
        // At a waiting node the branch is over.
        if node.waits { return true }
        for outcome in node.outcomes where reason(for: outcome, of: node) == nil {
          let listing = node.listing(of: outcome) ?? node.otherwise
          // What is not listed resumes, but for what is main.
          pending.append(listing?.target ?? .resume)
        }
      }
    }
    return false
  }

  /// Whether a Delay's time, which these flows write out, can be read.
  private func canBeRead(_ delay: WrittenDelay) -> Bool {
    if delay.isNumber { return true }
    if let seconds = delay.seconds?.template.literal { return Double(seconds) != nil }
    return delay.until?.template.literal.flatMap { Timestamp(rfc3339: $0) } != nil
  }

  /// Whether a template renders empty whatever happens.
  private func isEmpty(_ template: PlacedTemplate?) -> Bool {
    guard let template = template?.template else { return false }
    return template.parts.allSatisfy { part in
      switch part {
      case .literal(let text): return text.isEmpty
      case .reference(let reference):
        let reference = graph.references[reference.index]
        guard case .variable(let variable) = reference.subject, !reference.hasDefault else { return false }
        return graph.variables[variable.index].initialValue == .null && !setVariables.contains(variable)
      }
    }
  }
}
