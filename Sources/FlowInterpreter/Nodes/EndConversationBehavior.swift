import FlowModel
import JSONSyntax

/// What an EndConversation does: it asks ECE to end a conversation. A success changes nothing in the session.
struct EndConversationBehavior: ServiceBehavior {
  let caller: ServiceCaller
  private let conversationID: Template

  init(_ configuration: NodeConfiguration.EndConversation, of node: FlowNode) {
    caller = ServiceCaller(configuration.call, EndConversationOutcome.all, of: node)
    conversationID = configuration.conversationID
  }

  func question(in execution: inout Execution) -> ServiceRequest.Question? {
    let id = execution.render(conversationID)
    return id.isEmpty ? nil : .endConversation(ConversationID(id))
  }

  func reading(of result: ServiceResult) -> ServiceReading? {
    ServiceReading(outcome: EndConversationOutcome.success)
  }
}
