import FlowInterpreter
import FlowModel
import JSONSyntax

/// A way through the states gone once more: its inputs by name, and as the steps of a scenario.
struct ExplorationPlayback {
  private let world: ExploredWorld
  private var session: ExploredSession
  private var inputs: [ExplorationInput] = []
  private var actions: [Scenario.Action] = []
  /// Where the latest step that the session went on with is among the actions.
  private var latestStep = 0
  private var startedConversations = 0

  private init(_ world: ExploredWorld) {
    self.world = world
    session = ExploredSession(now: world.values.start)
  }

  /// Something that has been found, with the shortest way to it.
  /// - Parameters:
  ///   - way: Which of the inputs of each state led on, from the beginning.
  ///   - cycle: The same for a way around after it.
  static func finding(
    _ kind: ExplorationFinding.Kind, way: [Int], cycle: [Int] = [], in world: ExploredWorld
  ) -> ExplorationFinding {
    var playback = ExplorationPlayback(world)
    playback.go(way)
    let isCycleSeen = if case .endlessCycle(_, needsTime: true) = kind { true } else { false }
    if isCycleSeen { playback.expectWait() }
    playback.go(cycle)
    if isCycleSeen { playback.expectWait() }
    playback.expect(kind)
    let isShown = playback.session.isPlayable && playback.passes
    return ExplorationFinding(
      kind: kind, inputs: playback.inputs, actions: isShown ? playback.actions : nil)
  }

  /// Whether a session that goes around for ever uses up its node executions before it expires, if it does.
  static func usesUpExecutions(way: [Int], cycle: [Int], in world: ExploredWorld) -> Bool {
    var playback = ExplorationPlayback(world)
    playback.go(way)
    let before = playback.session
    playback.go(cycle)
    guard let expiry = before.state?.expiry?.time, let executions = before.state?.executions else {
      return true
    }
    let time = playback.session.now - before.now
    let rounds = time > 0 ? (expiry - before.now) / time : .max
    let perRound = (playback.session.state?.executions ?? executions) - executions
    let limit = world.machine.program.graph.settings.nodeExecutionLimit
    return perRound > 0 && rounds >= Int64((limit - executions) / perRound)
  }

  /// Whether a scenario of the steps passes. It always should, unless the flow asks for ids or times, which an
  /// exploration makes up.
  private var passes: Bool {
    let scenario = Scenario(
      name: "", playing: .flows([""]), respondsByItself: false, start: world.values.start, actions: actions)
    return ScenarioRunner.run(scenario, with: world.machine.program).failure == nil
  }

  private mutating func go(_ way: [Int]) {
    for index in way {
      let input = world.inputs(for: session)[index]
      inputs.append(input)
      add(input)
      world.apply(input, to: &session)
    }
  }

  /// Adds the step that does what an input does to the session as it is.
  private mutating func add(_ input: ExplorationInput) {
    let step: Scenario.Action
    switch input {
    case .gateway(let behavior):
      // How a submission is answered is said before the step that leads to it.
      if session.gateway == .first, behavior != .accepted {
        actions.insert(.gateway([behavior]), at: latestStep)
        latestStep += 1
      }
      return
    case .message(let message): step = .message(message)
    case .webhook(let webhook): step = .webhook(webhook)
    case .begins(let time): step = .advance(milliseconds: time - session.now)
    case .conversationStarted:
      startedConversations += 1
      let conversation = startedConversations > 1 ? StartedConversation.explored : nil
      step = .respond(
        .answered(
          status: 200,
          AnswerDetails(
            conversationID: conversation?.id, caseID: conversation?.caseID,
            activityID: conversation?.activityID)))
    case .serviceSucceeded(let details): step = .respond(.answered(status: 200, details))
    case .conversationRefused(let status, let details), .serviceRefused(let status, let details):
      step = .respond(.answered(status: status, details.answer))
    case .conversationFailed(let failure), .serviceFailed(let failure): step = .respond(.failed(failure))
    case .event(let event):
      let type = event.contentType == "text/html" ? event.contentType : event.kind.name
      step = .event(
        Scenario.EventStep(type: type, content: event.content, sender: event.sender ?? "user"))
    case .deliveryReport(let report): step = .deliveryReport(report)
    case .http(let answer): step = .http(answer)
    case .timer:
      step = .advance(milliseconds: world.nextTimer(of: session).map { $0 - session.now } ?? 0)
    }
    latestStep = actions.count
    actions.append(step)
  }
}

/// What must come of the steps.
extension ExplorationPlayback {
  private mutating func expectWait() {
    guard let node = session.state?.node else { return }
    actions.append(.expect(.waitingAt(world.machine.program.graph[node].id)))
  }

  private mutating func expect(_ kind: ExplorationFinding.Kind) {
    switch kind {
    case .waitingNodeSkipped(let node, let branch, let outcome):
      expect(
        .waitingNodeSkipped,
        ["node": .string(node.text), "branch": .string(branch.text), "outcome": .string(outcome)])
    case .nodeExecutionLimit, .endlessCycle(_, needsTime: false): expectEnd(.nodeExecutionLimit)
    case .resumeOutsideBranch(let node, let outcome):
      expect(.outcome, ["node": .string(node.text), "outcome": .string(outcome)])
      expectEnd(.resumeOutsideBranch)
    case .outcomeWithoutTarget(let node, let outcome):
      expect(.outcome, ["node": .string(node.text), "outcome": .string(outcome)])
      expectEnd(.noTarget)
    case .endInError(let node, let outcome, let result):
      expect(.outcome, ["node": .string(node.text), "outcome": .string(outcome)])
      expect(.ended, ["result": .string(result)])
    case .endlessCycle(_, needsTime: true): break
    case .noEnd: expectWait()
    case .nodeNeverEntered, .nodeNotSeen, .outcomeNeverTaken, .outcomeNotSeen, .endNotSeen:
      preconditionFailure("what does not happen has no scenario")
    }
  }

  private mutating func expectEnd(_ reason: EndReason) {
    expect(.ended, ["result": .string(FlowResult.error.name), "reason": .string(reason.rawValue)])
  }

  private mutating func expect(_ type: RecordType, _ members: JSON) {
    actions.append(.expect(.record(type: type, members: members)))
  }
}
