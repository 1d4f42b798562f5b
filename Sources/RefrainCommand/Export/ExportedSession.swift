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

  /// What a session tells that no step of a scenario can.
  enum Omission: Hashable {
    /// What a customer wrote did not reach the agent.
    case forwardGivenUp
    /// A customer's message had attachments.
    case media
  }

  /// The scenario.
  let scenario: Scenario
  /// How often there is something that it leaves out.
  let omissions: [Omission: Int]

  /// The scenario of a session, beside the flow's file.
  /// - Parameter isPlain: Whether numbers and texts stay as they were.
  init(_ recording: SessionRecording, isPlain: Bool) throws(Unplayable) {
    guard let program = recording.program, recording.problem == nil else {
      throw Unplayable(reason: recording.problem ?? "its definition is not kept")
    }
    var session = SessionExport(program, recording, isPlain: isPlain)
    scenario = try session.scenario()
    omissions = session.omissions
  }
}

/// A session that is made a scenario.
private struct SessionExport {
  private let program: FlowProgram
  private let recording: SessionRecording
  /// What takes the place of texts; nil where these stay.
  private let mask: TextMask?
  private var names = ExportedNames()
  private var now: Timestamp
  private var actions: [Scenario.Action] = []
  private(set) var omissions: [ExportedSession.Omission: Int] = [:]

  init(_ program: FlowProgram, _ recording: SessionRecording, isPlain: Bool) {
    self.program = program
    self.recording = recording
    mask = isPlain ? nil : TextMask(for: program.graph, of: recording.customer)
    now = recording.startedAt
  }

  mutating func scenario() throws(ExportedSession.Unplayable) -> Scenario {
    if let behaviors = gatewayBehaviors { actions.append(.gateway(behaviors)) }
    for (time, input) in recording.inputs { add(input, at: time) }
    let played = try play()
    let scenario = scenario(of: played)
    if let failure = ScenarioRunner.run(scenario, with: program).failure {
      throw ExportedSession.Unplayable(reason: "step \(failure.step): \(failure.reason)")
    }
    return scenario
  }

  private func scenario(of actions: [Scenario.Action]) -> Scenario {
    let file = recording.flow.split(separator: "/").last.map(String.init) ?? recording.flow
    return Scenario(
      name: "a session of \(program.name)", playing: .flows([file]), respondsByItself: false,
      start: recording.startedAt, actions: actions)
  }

  /// Plays the steps.
  /// - Returns: Them, each with what must come of it.
  private func play() throws(ExportedSession.Unplayable) -> [Scenario.Action] {
    var player = StepPlayer(program, startingAt: recording.startedAt)
    var steps: [Scenario.Action] = []
    var outcomes: [PassedOutcome] = []
    for action in actions {
      do {
        try player.perform(action)
      } catch {
        throw ExportedSession.Unplayable(reason: error.reason)
      }
      let records = player.takeLog().compactMap(\.record)
      outcomes += records.compactMap(PassedOutcome.init)
      steps.append(action)
      steps += records.compactMap {
        .expectation(of: $0, startedAt: recording.startedAt, namingSession: false)
      }
    }
    let passed = recording.log.compactMap(\.record).compactMap(PassedOutcome.init)
    if let index = passed.indices.prefix(outcomes.count).first(where: { passed[$0] != outcomes[$0] }) {
      throw ExportedSession.Unplayable(
        reason: "\(passed[index].node.text.quoted) took \(passed[index].outcome.quoted), and takes "
          + "\(outcomes[index].outcome.quoted) of \(outcomes[index].node.text.quoted)")
    }
    guard passed.count == outcomes.count else {
      throw ExportedSession.Unplayable(
        reason: "\(passed.count) outcomes were taken, and \(outcomes.count) are")
    }
    return steps
  }
}

extension WebhookEvent {
  /// Whether it tells more than a step that describes an event can: attachments, say.
  fileprivate var hasMore: Bool {
    let described = ["id", "conversation", "type", "content", "sender", "timeStamp"]
    return wire.object?.contains { !described.contains($0.key) } ?? false
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
extension SessionExport {
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
    // An effect has the number of its record among the machine's; a trace counts the service's own too.
    let records = recording.log.compactMap(\.record)
    let behaviors = records.enumerated().compactMap { index, record in
      if case .messageSent = record.happening { answers[index + 1] ?? .timeout } else { nil }
    }
    return behaviors.lastIndex { $0 != .accepted }.map { Array(behaviors[...$0]) }
  }

  private mutating func add(_ input: SessionRecording.Input, at time: Timestamp) {
    guard let steps = steps(of: input) else { return }
    if time > now {
      actions.append(.advance(milliseconds: time - now))
      now = time
    }
    actions += steps
  }

  /// What does once more what came; nil where that comes by itself, and at once, or no step does it.
  private mutating func steps(of input: SessionRecording.Input) -> [Scenario.Action]? {
    switch input {
    case .begun(.message(let message)), .resumed(.messageArrived(let message)):
      if message.media > 0 { omissions[.media, default: 0] += 1 }
      return [.message(masked(message))]
    case .begun(.webhook(let webhook)):
      return [
        .webhook(
          InboundWebhook(event: webhook.event, payload: masked(webhook.payload), transactionID: ""))
      ]
    case .resumed(.conversationAnswered(let answer, _, let held)):
      return held.map { step(of: $0) } + [.respond(response(answer))]
    case .resumed(.serviceAnswered(let answer, _)): return [.respond(response(answer))]
    case .resumed(.httpAnswered(let answer, _)): return [.http(masked(answer))]
    case .resumed(.deliveryReported(let report, _)): return [.deliveryReport(report)]
    case .resumed(.eventArrived(let event)): return [step(of: event)]
    case .resumed(.timerFired): return []
    case .resumed(.gatewayAnswered), .resumed(.forwardSettled(.delivered, _)): return nil
    case .resumed(.forwardSettled(.givenUp, _)):
      omissions[.forwardGivenUp, default: 0] += 1
      return nil
    }
  }

  private mutating func step(of event: WebhookEvent) -> Scenario.Action {
    let id = mask == nil ? event.id : names.event(event.id)
    let conversation = event.conversationID.map { named($0) }
    if let conversation, let members = event.wire.object, event.hasMore {
      return .callback(["message": [masked(members, id: id, of: conversation)]])
    }
    return .event(
      Scenario.EventStep(
        type: event.contentType == "text/html" ? event.contentType : event.kind.name, id: id,
        content: event.content.map(masked), sender: event.sender ?? "user", conversationID: conversation))
  }

  /// A message of a callback as it stood on the wire, with other ids and texts.
  private func masked(_ members: JSONObject, id: EventID, of conversation: ConversationID) -> JSON {
    guard let mask else { return .object(members) }
    let fields = members.map { member -> JSONField in
      switch member.key {
      case "id": JSONField(key: member.key, value: .string(id.text))
      case "conversation": JSONField(key: member.key, value: ["id": .string(conversation.text)])
      case "type", "timeStamp": JSONField(key: member.key, value: member.value)
      case "sender":
        JSONField(
          key: member.key, value: member.value["type"].map { ["type": $0] } ?? mask.json(member.value))
      default: JSONField(key: member.key, value: mask.json(member.value))
      }
    }
    return .object(JSONObject(fields))
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
        status: response.status, statusText: response.statusText,
        headers: JSONObject(
          response.headers.map { header in
            // What a body is read by.
            header.key == "content-type"
              ? header : JSONField(key: header.key, value: masked(header.value))
          }),
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
