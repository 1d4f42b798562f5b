import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// What an exploration lets people and services say. A flow can ask for anything; these are the values that are tried.
///
/// Where the flow refers to a text from outside, a plain text and an empty one are tried, and the literal texts with
/// which the flow's conditions compare such a text (for a comparison of numbers the number and its two neighbours). A
/// text that no template refers to makes no difference, so that one is enough.
public struct ExploredValues: Sendable {
  /// When sessions begin.
  public let start: Timestamp
  /// Whether a Delay of the flow waits until a date, so that it makes a difference when a session begins.
  public let hasDates: Bool
  /// Whether a template tells by which keyword a message was taken, so that each makes a difference.
  let tellsKeywords: Bool
  /// What customers write, behind the keyword where there is one.
  public private(set) var customerTexts = [Self.plainText]
  /// The customer's name on Messenger; nil for none.
  public private(set) var customerNames: [String?] = [Self.plainName]
  /// What an event holds; nil for no content. One without a branch is tried with the first and the last of these.
  public private(set) var eventContents: [String?] = [Self.plainText]
  /// The webhook events. Where no template tells events apart by more than their content, all those that no
  /// StartConversation lists do the same, so that one of them is enough.
  public let events: [Outcome]
  /// Those of them that lead anywhere.
  private let eventsWithTarget: Set<Outcome>
  /// The statuses with which a conversation request is refused; none where the flow makes none.
  public private(set) var refusals = ConversationOutcome.statuses.map(\.status) + [409]
  /// Whether refusals are tried with a code and a message, and without.
  public private(set) var refusalDetails = [false]
  /// The statuses with which a web service answers; none where the flow asks none.
  public private(set) var httpStatuses = [200]
  /// The bodies with which a web service answers.
  public private(set) var httpBodies: [JSON] = [.null]

  static let plainText = "Hello"
  static let plainName = "Ana"

  /// The values to try with a flow.
  init(for graph: FlowGraph, startingAt start: Timestamp) {
    self.start = start
    hasDates = graph.nodes.contains { $0.type == .delay && $0.fields["until"] != nil }
    tellsKeywords = graph.references.contains { graph.name(of: $0.subject) == "sms.keyword" }
    let texts = ComparedTexts(in: graph)
    let types = Set(graph.nodes.compactMap(\.type))
    events = graph.distinctEvents
    eventsWithTarget = Set(events.filter(graph.hasTarget))
    if !types.contains(.startConversation) { (refusals, eventContents) = ([], []) }
    if !types.contains(.httpRequest) { (httpStatuses, httpBodies) = ([], []) }
    let read = Set(graph.references.compactMap { graph.source(of: $0.subject) })
    if read.contains(.customer) {
      customerTexts = (texts.candidates(for: .customer) + [""]).withoutRepetition
    }
    if read.contains(.customerName) { customerNames = [Self.plainName, nil] }
    if read.contains(.event) { eventContents = texts.candidates(for: .event) + [nil] }
    if read.contains(.refusal) { refusalDetails = [true, false] }
    if read.contains(.httpStatus) {
      let compared = texts.candidates(for: .httpStatus).compactMap { Int($0) }
      httpStatuses = ([200, 404, 500] + compared.filter { 100...599 ~= $0 }).withoutRepetition
    }
    let paths = graph.references.compactMap { graph.httpBodyPath(of: $0.subject) }.withoutRepetition
    if !paths.isEmpty {
      httpBodies = texts.candidates(for: .httpBody).map { JSON(with: .string($0), at: paths) } + [.null]
    }
  }

  /// What a web service's answers are: every status with every body, since a flow's conditions may ask for any two.
  var httpAnswers: [HTTPAnswer] {
    httpStatuses.flatMap { status in
      httpBodies.map { .response(.simulated(status: status, headers: JSONObject(), body: $0)) }
    } + HTTPFailure.allCases.map(HTTPAnswer.failed)
  }

  /// The webhook events with their contents.
  var eventInputs: [ExplorationInput] {
    events.flatMap { outcome in
      let contents =
        eventsWithTarget.contains(outcome) || eventContents.count < 3
        ? eventContents : [eventContents[0], eventContents[eventContents.count - 1]]
      return contents.map { content in
        ExplorationInput.event(
          WebhookEvent(
            id: "event-1", conversationID: StartedConversation.explored.id, type: outcome.name,
            content: content,
            sender: "user", timeStamp: JSONNumber(start.milliseconds)))
      }
    }
  }
}

extension StartedConversation {
  /// The conversation that an explored session has, however often it asks for one.
  static let explored = simulated(number: 1, id: nil, caseID: nil, activityID: nil)
}

/// Where a text from outside comes from.
private enum TextSource: Hashable {
  case customer, customerName, event, refusal, httpStatus, httpBody
}

extension FlowGraph {
  /// The webhook events that can make a difference.
  fileprivate var distinctEvents: [Outcome] {
    let isTold = references.contains { reference in
      guard case .output(let output, let node, _) = reference.subject else { return false }
      return ["event.type", "response"].contains(self[node].outputs[output.index].name)
    }
    guard nodes.contains(where: { $0.type == .startConversation }) else { return [] }
    var unlisted = 0
    return ConversationOutcome.events.filter { outcome in
      if isTold || hasTarget(outcome) { return true }
      unlisted += 1
      return unlisted == 1
    }
  }

  /// Whether an event leads anywhere: some StartConversation lists it, or none need, since it is the closing one.
  fileprivate func hasTarget(_ event: Outcome) -> Bool {
    event.class == .closing
      || nodes.contains { $0.type == .startConversation && $0.listing(of: event) != nil }
  }

  /// The name of the output that a reference refers to; nil where that is none.
  fileprivate func name(of subject: Reference.Subject) -> String? {
    guard case .output(let output, let node, _) = subject else { return nil }
    return self[node].outputs[output.index].name
  }

  /// Where what a reference refers to comes from; nil where that is the flow itself, or of no account.
  fileprivate func source(of subject: Reference.Subject) -> TextSource? {
    guard case .output(let output, let node, let path) = subject else { return nil }
    switch self[node].outputs[output.index].name {
    case "sms.message", "messenger.message", "receive.message", "receive.payload": return .customer
    case "messenger.name": return .customerName
    case "event.content": return .event
    case "response": return path.first == .key("message") || path.isEmpty ? .event : .refusal
    case "code", "developerMessage": return .refusal
    case "http.statusCode", "http.statusText": return .httpStatus
    case "http.responseBody": return .httpBody
    default: return nil
    }
  }

  /// The way into a web service's body that a reference goes; nil for another reference, and for a way so long that
  /// nothing is tried there.
  fileprivate func httpBodyPath(of subject: Reference.Subject) -> [Reference.Step]? {
    guard case .output(_, _, let path) = subject, source(of: subject) == .httpBody,
      path.count <= Limits.exploredPathSteps
    else { return nil }
    let isNear = path.allSatisfy { step in
      if case .index(let index) = step { index <= Limits.exploredPathSteps } else { true }
    }
    return isNear ? path : nil
  }
}

/// The literal texts with which a flow's conditions compare texts from outside.
private struct ComparedTexts {
  private var texts: [TextSource: [String]] = [:]
  private let graph: FlowGraph
  /// Where the values of variables come from, all of them together.
  private let variableSources: Set<TextSource>

  init(in graph: FlowGraph) {
    self.graph = graph
    let assigned = graph.nodes.flatMap { ($0.onEnter + $0.onLeave).compactMap(\.template) }
    let subjects = assigned.flatMap(\.references).map { graph.references[$0.index].subject }
    variableSources = Set(subjects.compactMap { graph.source(of: $0) })
    for branch in graph.nodes.lazy.compactMap({ $0.fields["branches"]?.list }).joined() {
      for condition in (branch.object?["all"] ?? branch.object?["any"])?.list ?? [] {
        if let fields = condition.object { note(fields) }
      }
    }
  }

  /// The plain text and those that the conditions compare with a text of a source, as many as are tried.
  func candidates(for source: TextSource) -> [String] {
    Array(
      ([ExploredValues.plainText] + (texts[source] ?? [])).withoutRepetition.prefix(Limits.exploredTexts))
  }

  private mutating func note(_ condition: FieldValues) {
    guard let value = condition["value"]?.template, let operand = condition["operand"] else { return }
    let operands = operand.list?.compactMap(\.template) ?? operand.template.map { [$0] } ?? []
    for operand in operands {
      note(operand, for: value)
      note(value, for: operand)
    }
  }

  /// Notes what a template is compared with, if that is a literal text.
  private mutating func note(_ literal: Template, for template: Template) {
    guard let text = literal.literal else { return }
    for reference in template.references {
      note(graph.references[reference.index].filters.source(of: text), for: sources(of: reference))
    }
  }

  private mutating func note(_ text: String, for sources: Set<TextSource>) {
    let number = ExactDecimal(writtenByPeople: text).map(\.double).flatMap { $0.isFinite ? $0 : nil }
    let neighbours = number.map { [JSON.numberText($0 - 1), JSON.numberText($0 + 1)] } ?? []
    for source in sources { texts[source, default: []] += [text] + neighbours }
  }

  private func sources(of reference: ReferenceID) -> Set<TextSource> {
    let subject = graph.references[reference.index].subject
    if case .variable = subject { return variableSources }
    return Set([graph.source(of: subject)].compactMap { $0 })
  }
}

extension [TextFilter] {
  /// A text for which the filters give a wanted one; the wanted one itself where none is known.
  ///
  /// Most filters leave alone what they give. A country code comes of a number that has it alone.
  fileprivate func source(of wanted: String) -> String {
    for text in [wanted, "+\(wanted)5550100", wanted.escapedForHTML] where text.filtered(by: self) == wanted {
      return text
    }
    return wanted
  }
}

extension JSON {
  /// A value that has `leaf` at the end of every path; where one path ends within another the longer one counts.
  fileprivate init(with leaf: JSON, at paths: [[Reference.Step]]) {
    let longer = paths.filter { !$0.isEmpty }
    guard let first = longer.first?.first else {
      self = leaf
      return
    }
    // The recursion is as deep as the longest path, which has a limit.
    switch first {
    case .key:
      var object = JSONObject()
      for path in longer {
        guard case .key(let key) = path[0], object[key] == nil else { continue }
        object[key] = JSON(with: leaf, at: longer.filter { $0[0] == path[0] }.map { Array($0.dropFirst()) })
      }
      self = .object(object)
    case .index:
      let indices = longer.compactMap { if case .index(let index) = $0[0] { index } else { nil } }
      self = .array(
        (0...(indices.max() ?? 0)).map { index in
          let inner = longer.filter { $0[0] == .index(index) }.map { Array($0.dropFirst()) }
          return inner.isEmpty ? .null : JSON(with: leaf, at: inner)
        })
    }
  }
}

extension Sequence where Element: Hashable {
  /// The elements, each where it stands first.
  fileprivate var withoutRepetition: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
