import RefrainKit

/// What a finding of `explore` means, for people.
struct ExplorationExplanation {
  /// What was found.
  let what: String
  /// Why it matters, and what to do.
  let advice: String
  /// The rule by which `lint` tells the like without trying anything, where there is one.
  var rule: RuleCode?
}

extension ExplorationFinding.Name {
  /// What such a finding means.
  var explanation: ExplorationExplanation {
    switch self {
    case .waitingNodeSkipped:
      ExplorationExplanation(
        what: "An order of inputs leads an intermediate branch to a node that waits.",
        advice: """
          The platform does not process a waiting node on an intermediate branch: the branch ends there, and nothing tells. \
          End the branch with `@resume` before it, or wait on the branch of `Complete`.
          """, rule: .waitingNodeOnIntermediateBranch)
    case .nodeExecutionLimit:
      ExplorationExplanation(
        what:
          "An order of inputs makes a session execute as many nodes as it may, and so ends it with an error.",
        advice: """
          Nodes lead to one another without waiting, or the session goes on for longer than `settings.nodeExecutionLimit` \
          allows. Break the cycle, wait in it, or raise the limit.
          """, rule: .loopWithoutWait)
    case .resumeOutsideBranch:
      ExplorationExplanation(
        what:
          "An outcome leads to `@resume` where no intermediate branch runs: the session ends with an error.",
        advice: "`@resume` goes back to a conversation that is open. Lead to a node or to `@end` here.",
        rule: .resumeOutsideIntermediateBranch)
    case .outcomeWithoutTarget:
      ExplorationExplanation(
        what: "A session takes an outcome that leads nowhere, and ends there with an error.",
        advice: "Give the outcome a target in `on`, or give the node an `otherwise`.",
        rule: .unassignedOutcome)
    case .endlessCycle:
      ExplorationExplanation(
        what: """
          A session goes from node to node for ever, with timers and the gateway's answers alone: neither customer nor agent \
          is needed.
          """,
        advice: """
          Where no time passes it is an error, since the session uses up its executions at once; where timers drive it, a \
          warning, since it may be meant: it costs a message or a request each time round. Count the rounds in a variable, or \
          set `settings.expiresAfterSeconds`.
          """, rule: .loopWithoutWait)
    case .noEnd:
      ExplorationExplanation(
        what: "A session waits at a node in a state from which no input whatever leads to an end.",
        advice: """
          It stays for ever, and with `onlyWithoutLiveSession` its customer can begin no other one. Give a way out: a timeout's \
          target, `Complete`, or `settings.expiresAfterSeconds`.
          """)
    case .endInError:
      ExplorationExplanation(
        what:
          "A session ends with the status error, at a target that the flow has or at an outcome's default.",
        advice: """
          That may well be meant. Where the customer should hear of it, lead the outcome to a message first; where it is an \
          outcome that `on` does not list, list it or give the node an `otherwise`.
          """)
    case .nodeNeverEntered:
      ExplorationExplanation(
        what:
          "Every order was tried with the values that the report names, and no session has entered the node.",
        advice: """
          Either it is not needed, or what leads to it asks for a value that was not tried: give it with `--text`, `--http` or \
          `--scenarios`.
          """, rule: .unreachableNode)
    case .outcomeNeverTaken:
      ExplorationExplanation(
        what:
          "Every order was tried with the values that the report names, and no session has taken the outcome.",
        advice: """
          Either its target is not needed, or it asks for a value that was not tried: give it with `--text`, `--http` or \
          `--scenarios`.
          """, rule: .branchNeverTaken)
    case .nodeNotSeen:
      ExplorationExplanation(
        what:
          "No session was seen to enter the node, but not everything was tried: the report's first line says what not.",
        advice: """
          It may be entered all the same. Give the values that lead to it with `--text`, `--http` or `--scenarios`, or raise \
          `--depth` or `--max-states`.
          """)
    case .outcomeNotSeen:
      ExplorationExplanation(
        what: """
          No session was seen to take the outcome, but not everything was tried: the report's first line says what not.
          """,
        advice: """
          It may be taken all the same. Give the values that lead to it with `--text`, `--http` or `--scenarios`, or raise \
          `--depth` or `--max-states`.
          """)
    case .endNotSeen:
      ExplorationExplanation(
        what: """
          No session that waits at the node like this was seen to end, but not everything was tried: the report's first line \
          says what not.
          """,
        advice: """
          Look whether a value that the node asks for lets it go on, and give it with `--text`, `--http` or `--scenarios`, or \
          raise `--depth` or `--max-states`.
          """)
    }
  }
}
