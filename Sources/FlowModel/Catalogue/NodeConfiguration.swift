/// How a node of a flow that may run is configured: nothing that its type needs is missing or has an error.
///
/// The payloads stand in the files of their types, beside the fields that they are made of.
public enum NodeConfiguration: Sendable {
  case start(Start)
  case startConversation(StartConversation)
  case endConversation(EndConversation)
  case sendMessage(SendMessage)
  case entrypointConfiguration(EntrypointConfiguration)
  case agentAvailability(AgentAvailability)
  case sendSMS(SendSMS)
  case delay(Delay)
  case receive(Receive)
  case httpRequest(HTTPRequest)
  case branch(Branch)
  case sendMessenger(SendMessenger)

  /// The configuration of a node; nil where the node has an error.
  package init?(_ node: FlowNode) {
    guard let type = node.type else { return nil }
    let configuration: NodeConfiguration? =
      switch type {
      case .start: Start(node.fields).map(Self.start)
      case .startConversation: StartConversation(node.fields).map(Self.startConversation)
      case .endConversation: EndConversation(node.fields).map(Self.endConversation)
      case .sendMessage: SendMessage(node.fields).map(Self.sendMessage)
      case .entrypointConfiguration: EntrypointConfiguration(node.fields).map(Self.entrypointConfiguration)
      case .agentAvailability: AgentAvailability(node.fields).map(Self.agentAvailability)
      case .sendSMS: SendSMS(node.fields).map(Self.sendSMS)
      case .delay: Delay(node.fields).map(Self.delay)
      case .receive: Receive(node.fields).map(Self.receive)
      case .httpRequest: HTTPRequest(node.fields).map(Self.httpRequest)
      case .branch: Branch(node.fields).map(Self.branch)
      case .sendMessenger: SendMessenger(node.fields).map(Self.sendMessenger)
      }
    guard let configuration else { return nil }
    self = configuration
  }

  /// The node's type.
  public var type: NodeType {
    switch self {
    case .start: .start
    case .startConversation: .startConversation
    case .endConversation: .endConversation
    case .sendMessage: .sendMessage
    case .entrypointConfiguration: .entrypointConfiguration
    case .agentAvailability: .agentAvailability
    case .sendSMS: .sendSMS
    case .delay: .delay
    case .receive: .receive
    case .httpRequest: .httpRequest
    case .branch: .branch
    case .sendMessenger: .sendMessenger
    }
  }
}
