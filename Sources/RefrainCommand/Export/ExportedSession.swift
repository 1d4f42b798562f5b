import FlowModel
import RefrainKit
import ServiceCore

/// A live service's session as a scenario: what came to it, in virtual time, and what must come of it.
///
/// It is played before it is given away: where another way is taken than the session took, there is none. That may be where an
/// answer came while something else was awaited, or where a masked text decides.
struct ExportedSession {
  /// A session that is no scenario: why.
  struct Unplayable: Error {
    let reason: String
  }

  private let program: FlowProgram
  private let recording: SessionRecording
  /// What takes the place of texts; nil where these stay.
  private let mask: TextMask?
  private var names = ExportedNames()
  private var now: Timestamp
  private var actions: [Scenario.Action] = []

  /// The scenario of a session, beside the flow's file.
  /// - Parameter isPlain: Whether numbers and texts stay as they were.
  static func scenario(of recording: SessionRecording, isPlain: Bool) throws(Unplayable) -> Scenario {
    guard let program = recording.program, recording.problem == nil else {
      throw Unplayable(reason: recording.problem ?? "its definition is not kept")
    }
    var session = ExportedSession(program, recording, isPlain: isPlain)
    return try session.scenario()
  }

  private init(_ program: FlowProgram, _ recording: SessionRecording, isPlain: Bool) {
    self.program = program
    self.recording = recording
    mask = isPlain ? nil : TextMask(for: program.graph, of: recording.customer)
    now = recording.start
  }

  private mutating func scenario() throws(Unplayable) -> Scenario {
    if let behaviors = gatewayBehaviors { actions.append(.gateway(behaviors)) }
    for (time, input) in recording.inputs { try add(input, at: time) }
    let played = try play()
    let scenario = scenario(of: played)
    if let failure = ScenarioRunner.run(scenario, with: program).failure {
      throw Unplayable(reason: "step \(failure.step): \(failure.reason)")
    }
    return scenario
  }

  private func scenario(of actions: [Scenario.Action]) -> Scenario {
    let file = recording.flow.split(separator: "/").last.map(String.init) ?? recording.flow
    return Scenario(
      name: "a session of \(program.name)", playing: .flows([file]), respondsByItself: false,
      start: recording.start, actions: actions)
  }

  /// Plays the steps.
  /// - Returns: Them, each with what must come of it.
  private func play() throws(Unplayable) -> [Scenario.Action] {
    var player = StepPlayer(program, startingAt: recording.start)
    var steps: [Scenario.Action] = []
    var outcomes: [PassedOutcome] = []
    for action in actions {
      do {
        try player.perform(action)
      } catch {
        throw Unplayable(reason: error.reason)
      }
      let records = player.takeLog().compactMap(\.record)
      outcomes += records.compactMap(PassedOutcome.init)
      steps.append(action)
      steps += records.compactMap {
        .expectation(of: $0, startedAt: recording.start, namingSession: false)
      }
    }
    let passed = recording.log.compactMap(\.record).compactMap(PassedOutcome.init)
    if let index = passed.indices.prefix(outcomes.count).first(where: { passed[$0] != outcomes[$0] }) {
      throw Unplayable(
        reason: "\(passed[index].node.text.quoted) took \(passed[index].outcome.quoted), and takes "
          + "\(outcomes[index].outcome.quoted) of \(outcomes[index].node.text.quoted)")
    }
    guard passed.count == outcomes.count else {
      throw Unplayable(reason: "\(passed.count) outcomes were taken, and \(outcomes.count) are")
    }
    return steps
  }
}

/// An outcome that was taken.
private struct PassedOutcome: Equatable {
  let node: NodeName
  let outcome: String

  init?(_ record: TraceRecord) {
    guard case .outcome(let node, let outcome, _) = record.happening else { return nil }
    (self.node, self.outcome) = (node, outcome)
  }
}

/// Steps.
extension ExportedSession {
  /// How the session's submissions were answered, in order, up to the last that was not accepted; nil where all were, as they are
  /// without a word. Where no answer is known, none came.
  private var gatewayBehaviors: [Simulation.GatewayBehavior]? {
    var answers: [Int: Simulation.GatewayBehavior] = [:]
    for (_, input) in recording.inputs {
      guard case .resumed(.gatewayAnswered(let answer, let effect)) = input else { continue }
      answers[effect.number] =
        switch answer {
        case .accepted: .accepted
        case .refusedByPolicy: .policyFail
        case .failed: .error
        }
    }
    let behaviors = recording.log.compactMap(\.record).compactMap { record in
      if case .messageSent = record.happening { answers[record.sequence] ?? .timeout } else { nil }
    }
    return behaviors.lastIndex { $0 != .accepted }.map { Array(behaviors[...$0]) }
  }

  private mutating func add(_ input: SessionRecording.Input, at time: Timestamp) throws(Unplayable) {
    guard let steps = try steps(of: input) else { return }
    if time > now {
      actions.append(.advance(milliseconds: time - now))
      now = time
    }
    actions += steps
  }

  /// What does once more what came; nil where that comes by itself, and at once.
  private mutating func steps(of input: SessionRecording.Input) throws(Unplayable) -> [Scenario.Action]? {
    switch input {
    case .begun(.message(let message)), .resumed(.messageArrived(let message)): [.message(masked(message))]
    case .begun(.webhook(let webhook)):
      [
        .webhook(
          InboundWebhook(event: webhook.event, payload: masked(webhook.payload), transactionID: ""))
      ]
    case .resumed(.conversationAnswered(let answer, _, let held)):
      held.map { step(of: $0) } + [.respond(response(answer))]
    case .resumed(.serviceAnswered(let answer, _)): [.respond(response(answer))]
    case .resumed(.httpAnswered(let answer, _)): [.http(masked(answer))]
    case .resumed(.deliveryReported(let report, _)): [.deliveryReport(report)]
    case .resumed(.eventArrived(let event)): [step(of: event)]
    case .resumed(.timerFired): []
    case .resumed(.gatewayAnswered), .resumed(.forwardSettled(.delivered, _)): nil
    case .resumed(.forwardSettled(.givenUp(let reason), _)):
      throw Unplayable(reason: "no step of a scenario gives a text for the agent up (\(reason))")
    }
  }

  private mutating func step(of event: WebhookEvent) -> Scenario.Action {
    .event(
      Scenario.EventStep(
        type: event.contentType == "text/html" ? event.contentType : event.kind.name,
        id: mask == nil ? event.id : names.event(event.id), content: event.content.map(masked),
        sender: event.sender ?? "user", conversationID: event.conversationID.map { named($0) }))
  }

  private func masked(_ text: String) -> String { mask?.text(text) ?? text }

  private func masked(_ value: JSON) -> JSON { mask?.json(value) ?? value }

  private mutating func named(_ id: ConversationID) -> ConversationID {
    mask == nil ? id : names.conversation(id)
  }

  private func masked(_ message: InboundMessage) -> InboundMessage {
    InboundMessage(
      channel: message.channel,
      from: mask == nil ? message.from : TextMask.address(on: message.channel), to: nil,
      text: masked(message.text), name: message.name.map(masked), transactionID: "")
  }

  private func masked(_ answer: HTTPAnswer) -> HTTPAnswer {
    guard case .response(let response) = answer else { return answer }
    return .response(
      HTTPResponse(
        status: response.status, statusText: response.statusText, headers: response.headers,
        body: masked(response.body)))
  }

  private mutating func response(_ answer: ConversationAnswer) -> Scenario.Response {
    switch answer {
    case .started(let status, let conversation):
      let isPlain = mask == nil
      return .answered(
        status: status,
        AnswerDetails(
          conversationID: named(conversation.id), caseID: isPlain ? conversation.caseID : nil,
          activityID: isPlain ? conversation.activityID : nil))
    case .refused(let status, let refusal):
      return Self.response(status, code: refusal.code, refusal.developerMessage)
    case .failed(let failure): return .failed(failure)
    }
  }

  private func response(_ answer: ServiceAnswer) -> Scenario.Response {
    switch answer {
    case .succeeded(let status, let result):
      .answered(
        status: status,
        AnswerDetails(
          lastModifiedDate: result.lastModifiedDate, attachmentPolicies: result.attachmentPolicies,
          isAvailable: result.isAvailable, availableSlots: result.availableSlots))
    case .refused(let status, let refusal):
      Self.response(status, code: refusal.code, refusal.developerMessage)
    case .failed(let failure): .failed(failure)
    }
  }

  private static func response(_ status: Int, code: JSON, _ message: String?) -> Scenario.Response {
    .answered(
      status: status,
      AnswerDetails(code: code == .null ? nil : code, developerMessage: message))
  }
}

/// Other ids in the place of ECE's, each always the same.
private struct ExportedNames {
  private var conversations: [ConversationID: Int] = [:]
  private var events: [EventID: Int] = [:]

  mutating func conversation(_ id: ConversationID) -> ConversationID {
    ConversationID("conversation-\(Self.number(of: id, in: &conversations))")
  }

  mutating func event(_ id: EventID) -> EventID { EventID("event-\(Self.number(of: id, in: &events))") }

  private static func number<ID: Hashable>(of id: ID, in numbers: inout [ID: Int]) -> Int {
    if let number = numbers[id] { return number }
    numbers[id] = numbers.count + 1
    return numbers.count
  }
}
