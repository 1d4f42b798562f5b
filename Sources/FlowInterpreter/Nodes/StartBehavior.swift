import FlowModel
import JSONSyntax

/// What a Start does: it takes the message that began the session.
struct StartBehavior: NodeBehavior {
  private let keywords: Keywords
  private let outputs: [MessageOutput]

  init(_ configuration: NodeConfiguration.Start, of node: FlowNode) {
    keywords = configuration.keywords
    outputs = node.outputs(as: MessageOutput.self)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    guard let message = execution.trigger else {
      preconditionFailure("a Start is entered only in a session's first turn")
    }
    let now = execution.now
    execution.setOutputs(outputs) { $0.value(of: message, at: now, keywords: keywords) }
    return .leave(0)
  }
}

/// The outputs that a message from a customer has under Start and Receive.
enum MessageOutput: String {
  case smsKeyword = "sms.keyword"
  case smsMessage = "sms.message"
  case smsServiceNumber = "sms.serviceNumber"
  case smsSenderNumber = "sms.senderNumber"
  case smsTimestamp = "sms.timestamp"
  case smsTransactionID = "sms.transId"
  case messengerMessage = "messenger.message"
  case messengerPSID = "messenger.psId"
  case messengerName = "messenger.name"
  case messengerAppID = "messenger.appId"
  case messengerTimestamp = "messenger.timestamp"
  case messengerTransactionID = "messenger.transId"

  /// The output's value. A message of the other channel has none.
  func value(of message: InboundMessage, at time: Timestamp, keywords: Keywords) -> JSON? {
    guard message.channel == channel else { return nil }
    switch self {
    case .smsKeyword: return .string(keywords.split(message.text).keyword)
    case .smsMessage: return .string(keywords.split(message.text).text)
    case .messengerMessage: return .string(message.text)
    case .smsServiceNumber, .messengerAppID: return JSON(message.to)
    case .smsSenderNumber, .messengerPSID: return .string(message.from.text)
    case .messengerName: return JSON(message.name)
    case .smsTimestamp, .messengerTimestamp: return .string(time.rfc3339)
    case .smsTransactionID, .messengerTransactionID: return .string(message.transactionID)
    }
  }

  private var channel: Channel {
    switch self {
    case .smsKeyword, .smsMessage, .smsServiceNumber, .smsSenderNumber, .smsTimestamp, .smsTransactionID: .sms
    case .messengerMessage, .messengerPSID, .messengerName, .messengerAppID, .messengerTimestamp,
      .messengerTransactionID:
      .messenger
    }
  }
}
