import RefrainKit

/// Writing a chat down.
extension Chat {
  /// What was done, as a scenario that passes: after each step it expects what the customer got, what was requested
  /// and sent on, and how a session ended.
  /// - Parameters:
  ///   - name: What the scenario shows.
  ///   - subject: What is played, by paths relative to the scenario's file.
  ///   - environment: The environment of the project; nil for the one that counts anyway.
  func scenario(
    named name: String, playing subject: Scenario.Subject, in environment: String? = nil
  ) -> Scenario {
    var actions: [Scenario.Action] = []
    var begin = 0
    for step in steps {
      // The usual answer comes by itself there too, unless the scenario says that none does.
      if !step.isAutomatic || !respondsByItself { actions.append(step.action) }
      actions += log[begin..<step.logEnd].compactMap(\.record).compactMap {
        .expectation(
          of: $0, startedAt: simulation.host.start, namingSession: simulation.host.startCount > 1)
      }
      begin = step.logEnd
    }
    if let session = simulation.latestSession, let node = session.state.node {
      actions.append(.expect(.waitingAt(program(of: session).graph[node].id)))
    }
    return Scenario(
      name: name, playing: subject, in: environment, respondsByItself: respondsByItself, actions: actions)
  }
}
