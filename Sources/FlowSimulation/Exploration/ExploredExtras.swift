public import FlowInterpreter
import FlowModel
public import JSONSyntax

/// What an exploration tries besides what the flow asks for: what its user says, and what scenarios say.
public struct ExploredExtras: Sendable {
  /// Texts of customers and contents of events.
  public private(set) var texts: [String] = []
  /// What web services answer.
  public private(set) var httpAnswers: [HTTPAnswer] = []
  private(set) var payloads: [JSON] = []
  private(set) var customers: [CustomerAddress] = []
  private(set) var customerNames: [String] = []
  private(set) var eventContents: [String?] = []
  private(set) var eventSenders: [String] = []
  private(set) var refusals: [Int] = []
  private(set) var refusalDetails: [RefusalDetails] = []
  /// What ECE's answers 2xx say.
  private(set) var successes: [AnswerDetails] = []

  /// Nothing besides.
  public init() {}

  /// Also tries a text.
  public mutating func add(text: String) { texts.append(text) }

  /// Also tries an answer of a web service: an object with a `status` or a `fail`, such as a scenario's `http` step, or the
  /// body of an answer with the status 200.
  public mutating func add(http json: JSON) {
    let status = json["status"]?.number?.integer.flatMap { Int($0) }
    if let failure = json["fail"]?.string.flatMap(HTTPFailure.init), json.object?.count == 1 {
      httpAnswers.append(.failed(failure))
    } else if let status, 100...599 ~= status, let members = json.object,
      members.allSatisfy({ ["status", "body", "headers"].contains($0.key) })
    {
      httpAnswers.append(
        .response(
          .simulated(
            status: status, headers: json["headers"]?.object ?? JSONObject(), body: json["body"] ?? .null)))
    } else {
      httpAnswers.append(.response(.simulated(status: 200, body: json)))
    }
  }

  /// Also tries what people and services say in a scenario.
  public mutating func add(_ scenario: Scenario) {
    for step in scenario.steps { add(step.action) }
  }

  private mutating func add(_ action: Scenario.Action) {
    switch action {
    case .message(let message):
      texts.append(message.text)
      customers.append(message.from)
      if let name = message.name { customerNames.append(name) }
    case .webhook(let webhook): payloads.append(webhook.payload)
    case .respond(.answered(let status, let details)) where 200..<300 ~= status: successes.append(details)
    case .respond(.answered(let status, let details)):
      refusals.append(status)
      refusalDetails.append(
        RefusalDetails(code: details.code ?? .null, message: details.developerMessage))
    case .event(let event):
      eventContents.append(event.content)
      eventSenders.append(event.sender)
    case .callback(let body, _):
      for message in body["message"]?.array ?? [] {
        guard let event = try? WebhookEvent(wire: message) else { continue }
        eventContents.append(event.content)
        if let sender = event.sender { eventSenders.append(sender) }
      }
    case .http(let answer): httpAnswers.append(answer)
    case .respond, .gateway, .deliveryReport, .advance, .advanceTo, .expect: break
    }
  }
}

/// What a refusal says besides its status.
public struct RefusalDetails: Sendable, Hashable {
  /// The code; null for none.
  public let code: JSON
  /// The message; nil for none.
  public let message: String?

  static let none = RefusalDetails(code: .null, message: nil)

  /// The refusal as a scenario says it.
  var answer: AnswerDetails {
    AnswerDetails(code: code.isNull ? nil : .some(code), developerMessage: message)
  }

  /// The refusal as the machine is told of it.
  var refusal: Refusal { Refusal(answer) }
}
