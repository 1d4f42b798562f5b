import FlowModel
import JSONSyntax

/// What a node does: when it is entered, and when what it waits for has come. One file per node type.
protocol NodeBehavior: Sendable {
  /// Acts after the node has been entered and `onEnter` carried out.
  func enter(_ execution: inout Execution) -> Execution.Step

  /// Goes on with an input. One that the node does not wait for gives `.stop`.
  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step

  /// Processes a webhook event; asked of a node that waits for events alone.
  func process(_ event: WebhookEvent, in execution: inout Execution) -> Execution.Step

  /// Whether the node, waiting for events, sends what the customer writes on a channel to the agent.
  func forwardsMessages(on channel: Channel) -> Bool

  /// Whether a session can wait so at the node; one that is read from a document must.
  func canWait(_ wait: Wait) -> Bool
}

/// What most nodes do.
extension NodeBehavior {
  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    .stop
  }

  func process(_ event: WebhookEvent, in execution: inout Execution) -> Execution.Step {
    preconditionFailure("events are processed only at a node that waits for them")
  }

  func forwardsMessages(on channel: Channel) -> Bool { false }

  func canWait(_ wait: Wait) -> Bool { false }
}

extension NodeConfiguration {
  /// What a node that is configured so does.
  func behavior(of node: FlowNode) -> any NodeBehavior {
    switch self {
    case .start(let start): StartBehavior(start, of: node)
    case .startConversation(let conversation): StartConversationBehavior(conversation, of: node)
    case .endConversation(let end): EndConversationBehavior(end, of: node)
    case .sendMessage(let message): SendMessageBehavior(message, of: node)
    case .entrypointConfiguration(let entryPoint): EntrypointConfigurationBehavior(entryPoint, of: node)
    case .agentAvailability(let availability): AgentAvailabilityBehavior(availability, of: node)
    case .sendSMS(let message): SendBehavior(message, of: node)
    case .sendMessenger(let message): SendBehavior(message, of: node)
    case .delay(let delay): DelayBehavior(delay)
    case .receive(let receive): ReceiveBehavior(receive, of: node)
    case .httpRequest(let request): HTTPRequestBehavior(request, of: node)
    case .branch(let branch): BranchBehavior(branch)
    }
  }
}

extension FlowNode {
  /// The node's outputs, each as one of the names that a behavior knows, in the order of their numbers.
  func outputs<Name: RawRepresentable<String>>(as name: Name.Type) -> [Name] {
    outputs.map { output in
      guard let name = Name(rawValue: output.name) else {
        preconditionFailure("a behavior knows the outputs that the catalogue gives its node")
      }
      return name
    }
  }
}

/// Outputs of a node that are set together, each as one of the names that a behavior knows. It never changes; it is a class so
/// that each step passes it on as one reference.
final class OutputGroup<Name: RawRepresentable<String> & Sendable>: Sendable {
  /// How many outputs the node has, others too.
  let nodeCount: Int
  /// The outputs, in the order of their numbers.
  let members: [(output: OutputID, name: Name)]

  /// The outputs of a node that have one of the names.
  init(of node: FlowNode) {
    nodeCount = node.outputs.count
    members = node.outputs.enumerated().compactMap { index, output in
      Name(rawValue: output.name).map { (OutputID(index), $0) }
    }
  }
}

extension JSON {
  /// A text, or null where there is none.
  init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }
}
