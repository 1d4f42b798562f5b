extension NodeTypeDescription {
  /// Asks whether an agent is free.
  static let agentAvailability = NodeTypeDescription(
    .agentAvailability, article: "an",
    "Asks ECE whether an entry point has an agent to spare, or how many conversations it can take, and awaits the answer.",
    fields: [
      .authorization, .requestTimeout, .required("entryPointId", .template, "The entry point's id."),
      .optional(
        "method", .choice(NodeConfiguration.AgentAvailability.Method.allCases.map(\.rawValue)),
        "What is asked: `availability`, the default, or `capacity`, the number of free slots."),
    ],
    service: ServiceDescription(about: .entryPoint) { fields in
      NodeConfiguration.AgentAvailability.Method(fields).map(AgentAvailabilityOutcome.outcomes)
    },
    written: { .question(WrittenQuestion($0)) },
    configuration: { NodeConfiguration.AgentAvailability($0).map { .agentAvailability($0) } },
    outcomes: { fields in
      NodeConfiguration.AgentAvailability.Method(fields).map(AgentAvailabilityOutcome.outcomes)?.list
        ?? AgentAvailabilityOutcome.either
    },
    outputs: { fields in
      switch NodeConfiguration.AgentAvailability.Method(fields) {
      case .availability?: availabilityOutputs
      case .capacity?: capacityOutputs
      case nil: eitherOutputs
      }
    },
    waits: { _ in false },
    glyph: "M8 2a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M3 13.5a5 5 0 0 1 10 0z",
    gist: { words in
      let question = words.text("method") == "capacity" ? "free slots" : "an agent"
      return "\(question) of entry point \(words.text("entryPointId"))?"
    },
    canvas: { fields in
      CanvasNode(
        "Agent Availability", in: "Contact Center Enterprise",
        [
          fields.canvas("Node Authorization", "authorization"),
          CanvasField(
            "Method", fields["method"]?.text == "capacity" ? "Agent capacity" : "Agent availability"),
          fields.canvas("Entry Point ID", "entryPointId"),
        ],
        gaps: [
          fields.canvasGap("timeoutSeconds", "The node has no field for it: the platform's own limit counts.")
        ])
    })

  private static let available = Output(
    "available", from: .flow, setBy: AgentAvailabilityOutcome.availability.mainNames,
    "whether an agent is available")
  private static let availableSlots = Output(
    "availableSlots", from: .entryPoint(.availableSlots), setBy: AgentAvailabilityOutcome.capacity.mainNames,
    "how many conversations agents can take")

  private static let availabilityOutputs = OutputList(
    [available] + AgentAvailabilityOutcome.availability.answerOutputs)
  private static let capacityOutputs = OutputList(
    [availableSlots] + AgentAvailabilityOutcome.capacity.answerOutputs)
  private static let eitherOutputs = OutputList(
    [available, availableSlots] + AgentAvailabilityOutcome.availability.answerOutputs)
}

/// The outcomes of an AgentAvailability.
public enum AgentAvailabilityOutcome {
  /// An agent is available.
  public static let agentAvailable = Outcome("AgentAvailable", .main, "an agent is available")
  /// No agent is available.
  public static let noAgentAvailable = Outcome("NoAgentAvailable", .main, "no agent is available")
  /// Agents can take a conversation.
  public static let slotAvailable = Outcome("SlotAvailable", .main, "agents can take a conversation")
  /// Agents can take no conversation.
  public static let noSlot = Outcome("MaximumLoad/NoAgent", .main, "agents can take no conversation")

  /// Those of a node that asks for an agent.
  public static let availability = ServiceOutcomes(
    main: [agentAvailable, noAgentAvailable],
    otherStatus: Outcome("GetAgentAvailabilityFailure", .failure, "the answer has any other status"))
  /// Those of a node that asks for slots.
  public static let capacity = ServiceOutcomes(
    main: [slotAvailable, noSlot],
    otherStatus: Outcome("GetAgentCapacityFailure", .failure, "the answer has any other status"))
  /// Those of a node, by what it asks for.
  public static func outcomes(of method: NodeConfiguration.AgentAvailability.Method) -> ServiceOutcomes {
    switch method {
    case .availability: availability
    case .capacity: capacity
    }
  }
  /// Those of a node that asks for the one or the other: an error hides for which.
  static let either: OutcomeList = {
    let own = availability.list.outcomes
    return OutcomeList(
      own + capacity.list.outcomes.filter { !own.contains($0) }, isUncertain: true)
  }()
}

extension NodeConfiguration {
  /// An AgentAvailability's.
  public struct AgentAvailability: Sendable {
    /// What such a node asks.
    public enum Method: String, Sendable, Hashable, CaseIterable {
      case availability, capacity

      /// What a node with such fields asks; nil where an error hides it.
      init?(_ fields: FieldValues) {
        guard let method = fields["method"] else {
          self = .availability
          return
        }
        guard let known = method.text.flatMap(Self.init(rawValue:)) else { return nil }
        self = known
      }
    }

    /// With what ECE is asked.
    public let call: ServiceCall
    /// The entry point.
    public let entryPointID: Template
    /// What is asked.
    public let method: Method

    init?(_ fields: FieldValues) {
      guard let call = ServiceCall(fields), let entryPointID = fields["entryPointId"]?.template,
        let method = Method(fields)
      else { return nil }
      self.call = call
      self.entryPointID = entryPointID
      self.method = method
    }
  }
}
