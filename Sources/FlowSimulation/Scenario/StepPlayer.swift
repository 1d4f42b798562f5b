public import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Carries out the steps of a scenario on a simulation, one after the other. Expectations are not its business.
public struct StepPlayer: Sendable {
  /// A step could not be done.
  public struct Impossible: Error, Sendable, Hashable {
    /// Why, in a sentence without a full stop.
    public let reason: String
  }

  /// The simulation after the steps so far.
  public internal(set) var simulation: Simulation
  private let project: FlowProject
  /// How many events have been posted: an event's id is made of its number.
  private var events = 0

  /// A player that has carried out nothing.
  /// - Parameter start: Virtual time 0.
  public init(_ program: FlowProgram, startingAt start: Timestamp = Simulation.defaultStart) {
    self.init(FlowProject(program), startingAt: start)
  }

  /// A player that keeps no more of what is said and done than the beginning, of so many bytes of trace, and the end; for a
  /// conversation without end.
  package init(_ project: FlowProject, keeping limit: Int) {
    self.init(project, startingAt: Simulation.defaultStart, keeping: limit, expecting: nil)
  }

  init(
    _ project: FlowProject, startingAt start: Timestamp, keeping limit: Int,
    expecting expected: ExpectedRecords?
  ) {
    self.project = project
    simulation = Simulation(project, startingAt: start, keeping: limit, expecting: expected)
  }

  /// A player, with the flows of a project, that has carried out nothing.
  public init(_ project: FlowProject, startingAt start: Timestamp = Simulation.defaultStart) {
    self.project = project
    simulation = Simulation(project, startingAt: start)
  }

  /// Carries out a step; an expectation does nothing.
  /// - Parameter isAnswering: Whether a request to ECE that comes while time passes is answered 200 just before its timer
  ///   would fire.
  /// - Throws: `Impossible`, with nothing done, where no session waits for what the step gives; and where a callback is
  ///   malformed otherwise than the step says, with the rest of it taken.
  public mutating func perform(
    _ action: Scenario.Action, answeringRequests isAnswering: Bool = false
  ) throws(Impossible) {
    switch action {
    case .message(let message):
      simulation.customerWrites(
        message.text, on: message.channel, from: message.from,
        to: message.to ?? project.address(on: message.channel), name: message.name)
    case .webhook(let webhook): simulation.webhookComes(webhook.event, payload: webhook.payload)
    case .respond(let response): try respond(response)
    case .event(let event): try post(event)
    case .callback(let body, let skipped): try post(callback: body, skipping: skipped)
    case .gateway(let behaviors): simulation.nextGatewayBehaviors = behaviors
    case .deliveryReport(let report):
      guard let session = simulation.sessionAwaitingReport else {
        throw Impossible(reason: "no session waits for a delivery report")
      }
      simulation.report(report, to: session)
    case .http(let answer): try self.answer(answer)
    case .advance(let milliseconds):
      guard milliseconds <= Timestamp.last - simulation.host.now else {
        throw Impossible(
          reason: "no time is after \(Timestamp.last.rfc3339), and it is \(simulation.host.now.rfc3339)")
      }
      simulation.advance(milliseconds: milliseconds, answeringRequests: isAnswering)
    case .advanceTo(let time):
      guard time >= simulation.host.now else {
        throw Impossible(reason: "\(time.rfc3339) is past: it is \(simulation.host.now.rfc3339)")
      }
      simulation.advance(milliseconds: time - simulation.host.now, answeringRequests: isAnswering)
    case .expect: break
    }
  }

  /// Answers 200 the latest request to ECE that has no answer yet; false where there is none.
  public mutating func respondByItself() -> Bool {
    guard let session = simulation.sessionAwaitingAnswer else { return false }
    simulation.answerRequest(of: session)
    return true
  }

  /// Hands over what was said and done since the last time, and forgets it.
  public mutating func takeLog() -> [LogEntry] { simulation.takeLog() }

  private mutating func respond(_ response: Scenario.Response) throws(Impossible) {
    guard let session = simulation.sessionAwaitingAnswer else {
      throw Impossible(reason: "no session waits for an answer of ECE")
    }
    switch response {
    case .answered(let status, let details): simulation.answerRequest(of: session, status: status, details)
    case .failed(let failure): simulation.failRequest(of: session, failure)
    }
  }

  private mutating func answer(_ answer: HTTPAnswer) throws(Impossible) {
    guard let session = simulation.sessionAwaitingHTTP else {
      throw Impossible(reason: "no session waits for an HTTP answer")
    }
    switch answer {
    case .response(let response):
      simulation.answerHTTP(
        of: session, status: response.status, headers: response.headers, body: response.body)
    case .failed(let failure): simulation.failHTTP(of: session, failure)
    }
  }

  /// Posts a callback body. What can be taken of it is taken, also where the step fails because something cannot.
  private mutating func post(callback body: JSON, skipping expected: [Int]) throws(Impossible) {
    let skipped: [Int]
    do {
      skipped = try simulation.post(callback: body)
    } catch {
      throw Impossible(reason: "the callback is skipped: \(error.reason)")
    }
    guard Set(skipped) != Set(expected) else { return }
    if let other = skipped.first(where: { !expected.contains($0) }) {
      throw Impossible(
        reason: "message \(other) of the callback is malformed, and `skipped` does not name it")
    }
    let taken = expected.first { !skipped.contains($0) } ?? 0
    throw Impossible(reason: "message \(taken) of the callback is not skipped, and `skipped` names it")
  }

  private mutating func post(_ step: Scenario.EventStep) throws(Impossible) {
    let session = step.conversationID == nil ? simulation.sessionWithConversation : nil
    if step.conversationID == nil, session == nil {
      throw Impossible(reason: "no session has or has requested a conversation")
    }
    events += 1
    let conversation = step.conversationID ?? session.flatMap { simulation[$0]?.state.conversation.id }
    let event = WebhookEvent(
      id: step.id ?? "event-\(events)", conversationID: conversation, type: step.type, content: step.content,
      sender: step.sender, timeStamp: JSONNumber(simulation.host.now.milliseconds))
    simulation.post(event, to: session)
  }
}
