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
}

extension FlowNode {
  /// How the node is configured; nil where it has an error.
  package var configuration: NodeConfiguration? { type?.description.configuration(fields) }
}
