/// The types of nodes: the registry of the catalogue, in the order in which messages list them.
///
/// A new type is a case here, its file beside this one, and its file in the interpreter.
public enum NodeType: String, Sendable, Hashable, CaseIterable {
  case start = "Start"
  case startConversation = "StartConversation"
  case endConversation = "EndConversation"
  case sendMessage = "SendMessage"
  case entrypointConfiguration = "EntrypointConfiguration"
  case agentAvailability = "AgentAvailability"
  case sendSMS = "SendSMS"
  case delay = "Delay"
  case receive = "Receive"
  case httpRequest = "HTTPRequest"
  case branch = "Branch"
  case sendMessenger = "SendMessenger"

  /// The type's name in flow files.
  public var name: String { rawValue }

  /// What the type is.
  public var description: NodeTypeDescription {
    switch self {
    case .start: .start
    case .startConversation: .startConversation
    case .endConversation: .endConversation
    case .sendMessage: .sendMessage
    case .entrypointConfiguration: .entrypointConfiguration
    case .agentAvailability: .agentAvailability
    case .sendSMS: .sendSMS
    case .delay: .delay
    case .receive: .receive
    case .httpRequest: .httpRequest
    case .branch: .branch
    case .sendMessenger: .sendMessenger
    }
  }
}

/// What a node type is: its fields, outcomes and outputs, whether it waits, and its place in the platform's canvas. It never
/// changes.
public final class NodeTypeDescription: Sendable {
  /// What such a node does, in a sentence or two.
  public let summary: String
  /// The members that such a node may have, its own and those of every node.
  public let shape: ObjectShape
  /// The outcomes of a node with such fields.
  public let outcomes: @Sendable (FieldValues) -> OutcomeList
  /// The outputs of a node with such fields; where these have an error, every output that may be meant.
  public let outputs: @Sendable (FieldValues) -> OutputList
  /// What such a node asks ECE, where it asks one thing and awaits the answer; nil for every other node.
  public let service: ServiceDescription?
  /// Whether a node with such fields waits; nil where an error hides it.
  public let waits: @Sendable (FieldValues) -> Bool?
  /// What such fields say, typed.
  public let written: @Sendable (FieldValues) -> WrittenConfiguration
  /// How a node with such fields is configured; nil where one of them is missing or has an error.
  let configuration: @Sendable (FieldValues) -> NodeConfiguration?
  /// Whether such a node begins sessions, so that nothing may lead to it.
  public let beginsSessions: Bool
  /// Whether the author names the outcomes of such a node, as members of `branches`.
  public let namesOutcomes: Bool
  /// The outcome behind which the conversation that such a node is about has ended; nil where there is none.
  public let endOfConversation: Outcome?
  /// What such a node is called in a sentence: `a Delay`.
  public let noun: String
  /// What one that waits is called, where not all do.
  public let waitingNoun: String
  /// A small drawing of what such a node does, 16 pixels wide and high, as an SVG path of lines.
  public let glyph: String
  /// What a node does, in one line that may be long: the text that it sends, whom it asks, how long it waits.
  public let gist: @Sendable (NodeWords) -> String
  /// How a node with such fields is built in the platform's canvas.
  public let canvas: @Sendable (FieldValues) -> CanvasNode

  /// Creates a description.
  /// - Parameters:
  ///   - article: The article before the type's name.
  ///   - condition: The fields that make such a node wait, where not all do.
  ///   - exactlyOneOf: Names of fields of which exactly one must be there.
  ///   - atMostOneOf: Names of fields of which one at most may be there.
  ///   - service: What such a node asks ECE, where it asks one thing and awaits the answer.
  init(
    _ type: NodeType, article: String = "a", waitingWith condition: String? = nil, _ summary: String,
    fields: [Field], exactlyOneOf: [[String]] = [], atMostOneOf: [[String]] = [],
    beginsSessions: Bool = false, namesOutcomes: Bool = false, endOfConversation: Outcome? = nil,
    service: ServiceDescription? = nil, written: @escaping @Sendable (FieldValues) -> WrittenConfiguration,
    configuration: @escaping @Sendable (FieldValues) -> NodeConfiguration?,
    outcomes: @escaping @Sendable (FieldValues) -> OutcomeList,
    outputs: @escaping @Sendable (FieldValues) -> OutputList,
    waits: @escaping @Sendable (FieldValues) -> Bool?, glyph: String,
    gist: @escaping @Sendable (NodeWords) -> String,
    canvas: @escaping @Sendable (FieldValues) -> CanvasNode
  ) {
    self.summary = summary
    self.outcomes = outcomes
    self.outputs = outputs
    self.waits = waits
    self.service = service
    self.written = written
    self.configuration = configuration
    self.beginsSessions = beginsSessions
    self.namesOutcomes = namesOutcomes
    self.endOfConversation = endOfConversation
    noun = "\(article) \(type.name)"
    waitingNoun = condition.map { "\(article) \(type.name) with \($0)" } ?? noun
    self.glyph = glyph
    self.gist = gist
    self.canvas = canvas
    shape = ObjectShape(
      "a \(type.name) node", FlowFormat.leadingNodeFields + fields + FlowFormat.trailingNodeFields,
      exactlyOneOf: exactlyOneOf, atMostOneOf: atMostOneOf, takesExtensions: true, isNode: true)
  }
}

/// A channel on which a customer writes.
public enum Channel: String, Sendable, Hashable, CaseIterable {
  case sms
  case messenger
}

extension FieldValues {
  /// The channel that a field names, or nil where it has an error.
  func channel(_ name: String) -> Channel? {
    self[name]?.text.flatMap(Channel.init)
  }
}
