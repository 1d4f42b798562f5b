public import Diagnostics
public import FlowModel

/// How far an exploration goes.
public struct ExplorationBounds: Sendable {
  /// How many inputs an order has at most.
  public var depth: Int
  /// How many states are kept at most: the bound of its memory.
  public var states: Int
  /// How many events are held at once at most.
  public var heldEvents: Int
  /// How much is tried at most: inputs, and what sessions do of them, counted one by one. It is the bound of its time.
  public var work: Int

  /// Creates bounds.
  public init(depth: Int = 50, states: Int = 100_000, heldEvents: Int = 2, work: Int = 4_000_000) {
    self.depth = depth
    self.states = states
    self.heldEvents = heldEvents
    self.work = work
  }
}

/// What exploring a flow has shown.
public struct Exploration: Sendable {
  /// Why an exploration ends.
  public enum Ending: Sendable, Hashable {
    /// There are no other states: every order of however many inputs leads to one of these.
    case exhausted
    /// Orders may have no more inputs.
    case depth
    /// No more states may be kept.
    case states
    /// The texts in them have become too large (`Limits.exploredTextBytes`).
    case texts
    /// No more may be tried.
    case work
  }

  /// How many states of a session were met; equal ones are one.
  public let states: Int
  /// How many inputs were tried, over all states.
  public let inputs: Int
  /// Up to how many inputs every order was tried; where there are no other states, how many the farthest one takes.
  public let depth: Int
  /// Why it has ended.
  public let ending: Ending
  /// What went wrong or may be worth knowing: first what matters most, then what takes the fewest inputs.
  public let findings: [ExplorationFinding]
  /// How far it was to go.
  public let bounds: ExplorationBounds
  /// What people and services were let say.
  public let values: ExploredValues
  /// What was not tried: values that the flow asks for, and orders beyond the bounds. Where there is any, nothing is told
  /// to never happen.
  public let leftOut: [String]

  /// Whether every order of however many inputs was tried with these values, and no values are known that were not.
  public var isExhausted: Bool { leftOut.isEmpty }
}

/// Something that some order of inputs leads to, or that none does.
public struct ExplorationFinding: Sendable {
  /// What was found. Nodes and outcomes are named as the flow names them.
  public enum Kind: Sendable, Hashable {
    /// A waiting node is met on an intermediate branch, and so is not processed.
    case waitingNodeSkipped(node: NodeName, branch: NodeName, outcome: String)
    /// A session ends because its node executions are used up.
    case nodeExecutionLimit(node: NodeName)
    /// A session ends at `@resume` where no branch runs.
    case resumeOutsideBranch(node: NodeName, outcome: String)
    /// A session ends at an outcome that leads nowhere.
    case outcomeWithoutTarget(node: NodeName, outcome: String)
    /// A session goes from node to node for ever, with timers and the gateway's answers alone; `needsTime` says
    /// whether time passes.
    case endlessCycle(nodes: [NodeName], needsTime: Bool)
    /// A session waits at a node, and whatever happens it will not end.
    case noEnd(node: NodeName)
    /// A session ends with an error at a target that the author has set, or that is the default.
    case endInError(node: NodeName, outcome: String, result: String)
    /// No session enters a node.
    case nodeNeverEntered(node: NodeName)
    /// No session takes an outcome that is listed, `otherwise` included.
    case outcomeNeverTaken(node: NodeName, outcome: String)
    /// No session was seen to enter a node, but not everything was tried.
    case nodeNotSeen(node: NodeName)
    /// No session was seen to take a listed outcome, but not everything was tried.
    case outcomeNotSeen(node: NodeName, outcome: String)
    /// No session that waits at a node was seen to end, but not everything was tried.
    case endNotSeen(node: NodeName)
  }

  /// What a kind is called, in small letters and hyphens.
  public enum Name: String, Sendable, CaseIterable {
    case waitingNodeSkipped = "waiting-node-skipped"
    case nodeExecutionLimit = "node-execution-limit"
    case resumeOutsideBranch = "resume-outside-branch"
    case outcomeWithoutTarget = "outcome-without-target"
    case endlessCycle = "endless-cycle"
    case noEnd = "no-end"
    case endInError = "end-in-error"
    case nodeNeverEntered = "node-never-entered"
    case outcomeNeverTaken = "outcome-never-taken"
    case nodeNotSeen = "node-not-seen"
    case outcomeNotSeen = "outcome-not-seen"
    case endNotSeen = "end-not-seen"
  }

  /// What was found.
  public let kind: Kind
  /// The shortest order of inputs that shows it; none for what never happens.
  public let inputs: [ExplorationInput]
  /// The steps of a scenario that shows it and passes, without a respond of its own; nil for what never happens, and
  /// where no scenario can: its steps choose the gateway's answer to one submission each.
  public let actions: [Scenario.Action]?
}

extension ExplorationFinding.Kind {
  /// How much it matters.
  public var severity: Severity {
    switch self {
    case .waitingNodeSkipped, .nodeExecutionLimit, .resumeOutsideBranch, .outcomeWithoutTarget, .noEnd,
      .endlessCycle(_, needsTime: false):
      .error
    case .endlessCycle(_, needsTime: true): .warning
    case .endInError, .nodeNeverEntered, .outcomeNeverTaken, .nodeNotSeen, .outcomeNotSeen, .endNotSeen:
      .info
    }
  }

  /// The kind's name.
  public var name: ExplorationFinding.Name {
    switch self {
    case .waitingNodeSkipped: .waitingNodeSkipped
    case .nodeExecutionLimit: .nodeExecutionLimit
    case .resumeOutsideBranch: .resumeOutsideBranch
    case .outcomeWithoutTarget: .outcomeWithoutTarget
    case .endlessCycle: .endlessCycle
    case .noEnd: .noEnd
    case .endInError: .endInError
    case .nodeNeverEntered: .nodeNeverEntered
    case .outcomeNeverTaken: .outcomeNeverTaken
    case .nodeNotSeen: .nodeNotSeen
    case .outcomeNotSeen: .outcomeNotSeen
    case .endNotSeen: .endNotSeen
    }
  }

  /// What was found, as a sentence without its full stop.
  public var message: String {
    switch self {
    case .waitingNodeSkipped(let node, let branch, let outcome):
      "\(node.quoted) waits, so it is not processed on the branch of \(outcome.quoted) of \(branch.quoted)"
    case .nodeExecutionLimit(let node): "the node executions are used up, after \(node.quoted)"
    case .resumeOutsideBranch(let node, let outcome):
      "\(outcome.quoted) of \(node.quoted) resumes where no branch runs"
    case .outcomeWithoutTarget(let node, let outcome): "\(outcome.quoted) of \(node.quoted) leads nowhere"
    case .endlessCycle(let nodes, let needsTime):
      "the session goes on for ever\(needsTime ? "" : ", and at once,") without customer or agent: "
        + nodes.prefix(8).map(\.quoted).joined(separator: ", ")
        + (nodes.count > 8 ? " and \(nodes.count - 8) more" : "")
    case .noEnd(let node): "a session that waits at \(node.quoted) like this can not end any more"
    case .endInError(let node, let outcome, let result):
      "\(outcome.quoted) of \(node.quoted) ends the session: \(result.shortened)"
    case .nodeNeverEntered(let node): "\(node.quoted) is never entered"
    case .outcomeNeverTaken(let node, let outcome): "\(outcome.quoted) of \(node.quoted) is never taken"
    case .nodeNotSeen(let node): "\(node.quoted) was not seen to be entered"
    case .outcomeNotSeen(let node, let outcome):
      "\(outcome.quoted) of \(node.quoted) was not seen to be taken"
    case .endNotSeen(let node): "no end was seen of a session that waits at \(node.quoted) like this"
    }
  }
}
