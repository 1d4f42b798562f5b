#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import RefrainService
import ServiceProtocols

/// A scenario that is being played.
struct PlayedScenario: Sendable {
  let performance: ScenarioPerformance
  /// When it began, by the emulators' clock.
  let start: Timestamp
  var calls = ScriptedCalls()
  var seen: OutsideRecords
  var ids: PerformedIDs
  var result = PerformedScenario()
  /// The step under way, by its place.
  var step = 0
  /// How many events were posted: an event's id is made of its number.
  var events = 0
  /// The call that the emulators have refused by themselves, and what they answered, where they have not taken it since.
  var refusal: (call: String, told: String)?
  /// Milliseconds that the scenario has let pass.
  var passed: Int64 = 0

  init(_ performance: ScenarioPerformance, at start: Timestamp) {
    self.performance = performance
    self.start = start
    seen = OutsideRecords(startingAt: performance.scenario.start)
    ids = PerformedIDs(suffix: performance.drawsIDs ? "\(start.milliseconds)" : "")
  }

  /// The failure of the step under way.
  func failure(_ reason: String, actual: JSON? = nil) -> ScenarioFailure {
    let step = performance.scenario.steps[step]
    let unmatched = seen.unmatched
    let told =
      refusal.map { "\(reason); a call was refused, \($0.told)" }
      ?? (calls.waitingCount > 0
        ? "\(reason); a call of the client waits for an answer of the scenario" : reason)
    return ScenarioFailure(
      step: self.step + 1, place: step.place, reason: told, expected: step.action.json["expect"],
      actual: actual, unmatched: unmatched, unmatchedCount: unmatched.count, log: seen.unmatchedLog,
      start: performance.scenario.start)
  }

  /// Whether calls of ECE wait for a step after one: unless the scenario lets them be answered by themselves, and the next
  /// step that does something answers none.
  func holdsRequests(after step: Int) -> Bool {
    guard performance.scenario.respondsByItself else { return true }
    let next = performance.scenario.steps[(step + 1)...].first {
      if case .expect = $0.action { false } else { true }
    }
    if case .respond? = next?.action { return true }
    return false
  }

  /// What the next answer that begins a conversation says of its id.
  func nextConversation(after step: Int) -> ConversationID? {
    for case .respond(.answered(200..<300, let details)) in performance.scenario.steps[step...].map(\.action)
    {
      if let id = details.conversationID { return id }
    }
    return nil
  }
}

/// Why a step could not be played, or does not hold.
struct Impossible: Error {
  /// In a sentence without a full stop.
  let reason: String
  /// What there is instead, in the shape of what was expected.
  var actual: JSON?
}

extension Emulators {
  /// Plays a scenario to the program, to its end or to the first step that fails. Nothing else is to be played meanwhile.
  public func play(_ performance: ScenarioPerformance) async -> PerformedScenario {
    let steps = performance.scenario.steps
    played = PlayedScenario(performance, at: now)
    note("scenario", ["name": .string(performance.scenario.name), "steps": .number(steps.count)])
    var failure: ScenarioFailure?
    if let (step, reason) = performance.obstacle(settings, hasOwnTime: stage != nil) {
      played?.step = step
      failure = played?.failure("this cannot be played: \(reason)")
    } else {
      do throws(Impossible) {
        try await awaitProgram()
        for index in steps.indices { try await perform(steps[index].action, at: index) }
      } catch {
        failure = played?.failure(error.reason, actual: error.actual)
      }
    }
    played?.calls.end()
    var result = played?.result ?? PerformedScenario()
    result.failure = failure
    played = nil
    note(
      "scenarioEnded",
      [
        "result": failure == nil ? "passed" : "failed", "step": failure.map { .number($0.step) } ?? .null,
        "why": failure.map { .string($0.reason) } ?? .null, "checked": .number(result.checkedCount),
        "notChecked": .number(result.unchecked.count),
      ])
    return result
  }

  private func perform(_ action: Scenario.Action, at step: Int) async throws(Impossible) {
    played?.step = step
    if case .expect(let expectation) = action {
      try await check(expectation)
      return
    }
    await rest()
    note("step", ["step": .number(step + 1), "does": .string(action.json.object?.first?.key ?? "")])
    played?.seen.beginStep()
    let conversation = played?.nextConversation(after: step)
    played?.calls.nextConversation = conversation
    let isAnswer = if case .respond = action { true } else { false }
    let holds = played?.holdsRequests(after: step) ?? false
    // An answer that the scenario gives is for what has waited.
    if !isAnswer { holdRequests(holds) }
    try await perform(action)
    if isAnswer { holdRequests(holds) }
  }

  private func holdRequests(_ holds: Bool) {
    played?.calls.holdsRequests = holds
    guard !holds else { return }
    while played?.calls.answer(.ece, .ece(.answered(status: 200))) == true {}
  }

  private func perform(_ action: Scenario.Action) async throws(Impossible) {
    switch action {
    case .message(let message): try await write(message)
    case .webhook(let webhook): try await post(webhook)
    case .respond(let response): try await respond(response)
    case .event(let event): try await post(event)
    case .callback(let body, _):
      guard let wire = played?.ids.wire(callback: body) else { return }
      try await post(callback: wire)
    case .gateway(let behaviors): played?.calls.gatewayBehaviors = behaviors
    case .deliveryReport(let report): try await self.report(isDelivered: report.isDelivered)
    case .http(let answer): try await self.answer(answer)
    case .advance(let milliseconds): await letPass(milliseconds)
    case .advanceTo(let time):
      guard let played else { return }
      let milliseconds = time - played.performance.scenario.start - virtualTime
      guard milliseconds >= 0 else { throw Impossible(reason: "\(time.rfc3339) is past") }
      await letPass(milliseconds)
    case .expect: break
    }
  }
}

/// What the program is expected to ask for.
extension Emulators {
  private func check(_ expectation: Scenario.Expectation) async throws(Impossible) {
    switch OutsideExpectation(expectation) {
    case .asked(let type, let members, let isCertain):
      guard await match(type, members, isCertain: isCertain) else {
        throw Impossible(
          reason: "nothing that the client has asked for since the last match fits",
          actual: played?.seen.nearest(type, members).map { [type.rawValue: $0] })
      }
      noteHeld()
    case .notAsked(let type, let members):
      await rest()
      guard played?.seen.canJudgeAbsence == true else {
        return leave("nobody outside knows since when: what was expected before it happens within the client")
      }
      if let (number, record) = played?.seen.first(type, members) {
        throw Impossible(
          reason: "record \(number) fits what was not to happen",
          actual: ["not": [type.rawValue: record]])
      }
      noteHeld()
    case .inside(let reason, let passesOver):
      if passesOver { played?.seen.passOver() }
      leave(reason)
    }
  }

  private func match(_ type: RecordType, _ members: JSON, isCertain: Bool) async -> Bool {
    let end = ContinuousClock.now + (played?.performance.patience ?? .zero)
    while played?.seen.match(type, members, isCertain: isCertain) == false {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return played != nil
  }

  private func noteHeld() {
    played?.result.checkedCount += 1
    note("expectation", ["step": .number((played?.step ?? 0) + 1), "result": "held"])
  }

  /// Something cannot be judged from outside.
  func leave(_ reason: String) {
    let step = (played?.step ?? 0) + 1
    played?.result.unchecked.append(.init(step: step, reason: reason))
    note("expectation", ["step": .number(step), "result": "notChecked", "why": .string(reason)])
  }
}
#endif
