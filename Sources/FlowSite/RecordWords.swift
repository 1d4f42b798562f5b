import FlowInterpreter
import FlowModel
import FlowReporting
import JSONSyntax

extension Transcript {
  /// What a record tells, in words: as the transcript says it, and what the transcript leaves out too.
  func words(of happening: Happening) -> String {
    if let description = description(of: happening) { return description }
    return switch happening {
    case .nodeEntered(let node, let type): "\(node), a \(type.name)"
    case .variableSet(let name, let value): "\(name) is \(value.string.map { "“\($0)”" } ?? value.compact)"
    case .referenceEmpty(let node, let reference): "$(\(reference)) has no value at \(node)"
    case .messageSent(let node, let message, _): "\(node) to \(message.to): \(message.text)"
    case .eventReceived(let event, let id): "\(event), \(id.text)"
    case .outcome(let node, let outcome, let target): "\(node): \(outcome) → \(target)"
    case .branchEnded(let node, let outcome): "the branch \(outcome) of \(node) is over"
    case .waiting(let node, let reason, let until):
      "\(node) waits for \(reason.noun)" + (until.map { ", until \(self.until($0))" } ?? "")
    // The transcript tells all others.
    default: ""
    }
  }
}

extension WaitReason {
  fileprivate var noun: String {
    switch self {
    case .conversationAnswer: "the conversation's answer"
    case .conversationEvent: "the conversation's next event"
    case .message: "a message"
    case .delay: "a time"
    case .deliveryReport: "the delivery report"
    case .httpAnswer: "the web service's answer"
    case .gatewayAnswer: "the gateway's answer"
    case .serviceAnswer: "ECE's answer"
    }
  }
}

extension RecordType {
  /// The type's name as words: `nodeEntered` as `node entered`.
  var inWords: String {
    let words = rawValue.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
    return words.replacing("http ", with: "HTTP ")
  }
}
