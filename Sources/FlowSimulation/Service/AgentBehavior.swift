/// What the agents of a simulated service do in a conversation, and how often.
///
///     var agents = AgentBehavior()
///     agents.weights[.transfer] = 0
///     agents.pause = 1_000...5_000
public struct AgentBehavior: Sendable, Hashable {
  /// What an agent can do next.
  public enum Activity: String, Sendable, Hashable, CaseIterable {
    /// Writes plain text.
    case message
    /// Writes HTML.
    case richMessage
    /// Begins to write and stops, and writes nothing.
    case typing
    /// Pushes a page.
    case pagePush
    /// Transfers the conversation to another agent, who is assigned.
    case transfer
    /// Asks for an attachment and accepts it.
    case acceptAttachment
    /// Asks for an attachment and rejects it.
    case rejectAttachment
    /// Uploads an attachment.
    case uploadAttachment
  }

  /// How often an agent does each, relative to the others.
  public var weights: [Activity: Int] = [
    .message: 10, .richMessage: 2, .typing: 3, .pagePush: 1, .transfer: 1, .acceptAttachment: 1,
    .rejectAttachment: 1, .uploadAttachment: 1,
  ]
  /// How much an agent does before the conversation ends.
  public var activities: ClosedRange<Int64> = 0...5
  /// How many milliseconds pass before the agent is assigned, and between two activities.
  public var pause: ClosedRange<Int64> = 500...45_000
  /// How probable it is that an agent answers what the customer wrote.
  public var answerProbability = 0.6
  /// How probable it is that an agent ends the conversation at all.
  public var completionProbability = 0.92

  /// Agents who do everything now and then.
  public init() {}

  /// What an agent does next.
  func activity(from generator: inout SeededGenerator) -> Activity {
    let total = Activity.allCases.reduce(0) { $0 + max(0, weights[$1] ?? 0) }
    guard total > 0 else { return .message }
    var rest = generator.index(below: total)
    for activity in Activity.allCases {
      rest -= max(0, weights[activity] ?? 0)
      if rest < 0 { return activity }
    }
    return .message
  }
}
