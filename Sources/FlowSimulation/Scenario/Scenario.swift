public import Diagnostics
public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// A scripted conversation with a flow, and what must come of it.
public struct Scenario: Sendable {
  /// What the scenario shows.
  public let name: String
  /// The flow's file, relative to the scenario's.
  public let flow: String
  /// Whether a conversation request with no `respond` as the next input step is answered 200.
  public let respondsByItself: Bool
  /// Virtual time 0.
  public let start: Timestamp
  /// What is done, in order.
  public let steps: [Step]

  /// One step, with its place in the file.
  public struct Step: Sendable {
    /// What is done.
    public let action: Action
    /// Where the step stands.
    public let place: SourcePlace
  }

  /// What a step does.
  public enum Action: Sendable {
    /// The customer writes. `to` is the flow's own number where it is nil.
    case customerWrites(text: String, channel: Channel, from: String, to: String?, name: String?)
    /// The outstanding conversation request is answered.
    case respond(Response)
    /// A webhook event is posted.
    case event(EventStep)
    /// A raw callback body is posted.
    case callback(JSON)
    /// How the next message submission is answered.
    case gateway(Simulation.GatewayBehavior)
    /// The wait for a delivery receipt is answered.
    case deliveryReport(isDelivered: Bool)
    /// The outstanding HTTP request is answered.
    case http
    /// Milliseconds of virtual time pass.
    case advance(milliseconds: Int64)
    /// Something must have come of it.
    case expect(Expectation)
  }

  /// How a conversation request is answered.
  public enum Response: Sendable {
    /// With a status 2xx. Ids that are nil are made up.
    case started(status: Int, conversationID: String?, caseID: String?, activityID: String?)
    /// With another status.
    case refused(status: Int, code: JSON?, developerMessage: String?)
    /// Not at all.
    case failed(RequestFailure)
  }

  /// A webhook event as a step describes it. What is nil has a default.
  public struct EventStep: Sendable {
    let type: String
    let id: String?
    let content: String?
    let sender: String
    let conversationID: String?
  }

  /// What must have come of the steps before.
  public enum Expectation: Sendable {
    /// A record that has such members.
    case record(type: String, members: JSON)
    /// No record, of those not passed over yet, that has such members.
    case noRecord(type: String, members: JSON)
    /// The latest session's variables have such values.
    case variables(JSON)
    /// The latest session waits at a node.
    case waitingAt(String)
    /// The latest session has not ended, or has.
    case live(Bool)
  }
}
