import FlowModel
import JSONSyntax

/// What a SendMessage does: it tells the agent of a conversation something.
struct SendMessageBehavior: ServiceBehavior {
  let caller: ServiceCaller
  private let conversationID: Template
  private let message: Template
  private let format: NodeConfiguration.SendMessage.Format

  init(_ configuration: NodeConfiguration.SendMessage, of node: FlowNode) {
    caller = ServiceCaller(configuration.call, SendMessageOutcome.all, of: node)
    conversationID = configuration.conversationID
    message = configuration.message
    format = configuration.format
  }

  func question(in execution: inout Execution) -> ServiceRequest.Question? {
    let id = execution.render(conversationID)
    let text =
      switch format {
      case .plain: execution.render(message)
      case .html: execution.renderHTML(message)
      }
    guard !id.isEmpty, !text.isEmpty else { return nil }
    return .sendMessage(ConversationID(id), text: text, format: format)
  }

  func reading(of result: ServiceResult) -> ServiceReading? {
    ServiceReading(outcome: SendMessageOutcome.success)
  }
}
