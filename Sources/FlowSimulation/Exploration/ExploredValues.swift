import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// What an exploration lets people and services say. A flow can ask for anything; these are the values that are tried.
///
/// Where the flow refers to a text from outside, a plain text and an empty one are tried, and what the flow compares such a
/// text with or reads it as (`ComparedTexts`); besides, what the exploration's user adds. A text that no template refers to
/// makes no difference, so that one is enough.
public struct ExploredValues: Sendable {
  /// When sessions begin.
  public let start: Timestamp
  /// When they begin besides, in order: shortly before and after each date that the flow waits for.
  public let laterStarts: [Timestamp]
  /// Whether a Delay of the flow waits until a date, so that it makes a difference when a session begins.
  public let hasDates: Bool
  /// What customers write, behind the keyword where there is one.
  public var customerTexts: [String] { DistinctTexts(messages.flatMap(\.texts)).inOrder }
  /// The keywords as customers write them.
  public var keywords: [String] { DistinctTexts(messages.flatMap(\.keywords)).inOrder }
  /// Who writes; the first is who does where it makes no difference.
  public let customers: [CustomerAddress]
  /// The customer's name on Messenger; nil for none.
  public let customerNames: [String?]
  /// What an event holds; nil for no content. One without a branch is tried with the first and the last of these.
  public let eventContents: [String?]
  /// From whom events are.
  public let eventSenders: [String]
  /// The webhook events. Where no template tells events apart by more than their content, all those that no
  /// StartConversation lists do the same, so that one of them is enough.
  public let events: [Outcome]
  /// The statuses with which a conversation request is refused; none where the flow makes none.
  public let refusals: [Int]
  /// What refusals say besides.
  public let refusalDetails: [RefusalDetails]
  /// The free slots that ECE tells of an entry point.
  public var availableSlots: [Int] { serviceAnswers.slots }
  /// The dates that ECE tells of an entry point.
  public var entryPointDates: [String] { serviceAnswers.dates }
  /// The attachment policies that ECE tells of an entry point.
  public var attachmentPolicies: [String] { serviceAnswers.policies }
  /// The statuses with which a web service answers; none where the flow asks none.
  public var httpStatuses: [Int] { httpAnswers.flatMap(\.values.statuses).withoutRepetition }
  /// What the webhook that begins a session brings; nothing where a message begins it.
  public var payloads: [JSON] { webhook.payloads }
  /// The bodies with which a web service answers.
  public var httpBodies: [JSON] { httpAnswers.flatMap(\.values.bodies).withoutRepetition }
  /// Which values of those that the flow asks for are not tried.
  let leftOut: [String]
  /// The nodes that ask for what need not be among the values.
  let unsettled: UnsettledNodes

  private let messages: [(node: NodeID, texts: [String], keywords: [String])]
  private let serviceAnswers: ServiceAnswerValues
  private let httpAnswers: [(node: NodeID, values: HTTPAnswerValues)]
  private let webhook: PayloadValues
  /// Those of the events that lead anywhere.
  private let eventsWithTarget: Set<Outcome>
  private let htmlIsTold: Bool

  static let plainText = "Hello"
  static let plainName = "Ana"

  /// The values to try with a flow.
  init(for program: FlowProgram, startingAt start: Timestamp, besides extras: ExploredExtras) {
    let graph = program.graph
    self.start = start
    laterStarts = graph.laterStarts(than: start)
    hasDates = graph.nodes.contains { $0.delay?.until != nil }
    let compared = ComparedTexts(in: graph, startingAt: start)
    unsettled = UnsettledNodes(in: graph, compared)
    let read = graph.readSources
    messages = graph.nodeIDs.filter { program.takesMessages(at: $0) }.map { node in
      let asked =
        read.contains(.message(node))
        ? compared.candidates(for: .message(node), plain: Self.plainText) + [""] : [Self.plainText]
      return (
        node, DistinctTexts(asked + extras.texts).inOrder,
        graph.spellings(of: node, read, compared)
      )
    }
    customers = Self.customers(of: program, read, compared, extras)
    var names: [String?] = compared.candidates(for: .customerName, plain: Self.plainName)
    if read.contains(.customerName) { names = names.filter { $0 != "" } + [nil] + extras.customerNames }
    customerNames = read.contains(.customerName) ? names.withoutRepetition : [Self.plainName]
    let talks = graph.nodes.contains { $0.conversation != nil }
    events = graph.distinctEvents
    eventsWithTarget = Set(events.filter(graph.hasTarget))
    let contents: [String?] = DistinctTexts(
      compared.candidates(for: .eventContent, plain: Self.plainText) + extras.texts
        + extras.eventContents.compactMap { $0 }
    ).inOrder
    eventContents = !talks ? [] : read.contains(.eventContent) ? contents + [nil] : [Self.plainText]
    let senders = ["user", "system"] + extras.eventSenders
    eventSenders = read.contains(.eventSender) ? DistinctTexts(senders).inOrder : ["user"]
    htmlIsTold = read.contains(.eventContentType) || graph.readsPlainText
    refusals =
      talks ? (ConversationOutcome.statuses.map(\.status) + [409] + extras.refusals).withoutRepetition : []
    var leftOut: [String] = []
    refusalDetails = Self.refusalDetails(compared, extras, leavingOut: &leftOut)
    serviceAnswers = ServiceAnswerValues(
      read: read, compared, extras, refusals: extras.refusals, details: refusalDetails)
    httpAnswers = graph.nodeIDs.filter { graph[$0].request != nil }.map { node in
      (node, HTTPAnswerValues(of: node, read: read, compared, extras.httpAnswers))
    }
    for (node, values) in httpAnswers where values.leavesCombinationsOut {
      leftOut.append("combinations of what \(graph[node].id.quoted) is answered")
    }
    if case .webhook(let trigger)? = program.trigger?.trigger {
      webhook = PayloadValues(of: trigger, customers: customers, read: read, compared, extras.payloads)
    } else {
      webhook = PayloadValues()
    }
    if webhook.leavesCombinationsOut { leftOut.append("combinations of what the webhook brings") }
    self.leftOut = leftOut
  }

  /// What customers write to a node.
  func texts(at node: NodeID) -> [String] {
    messages.first { $0.node == node }?.texts ?? [Self.plainText]
  }

  /// The spellings of the keywords of a node that make a difference.
  func spellings(at node: NodeID) -> [String] { messages.first { $0.node == node }?.keywords ?? [] }

  /// What a web service answers to a node.
  func httpAnswers(at node: NodeID) -> [HTTPAnswer] {
    httpAnswers.first { $0.node == node }?.values.answers ?? []
  }

  /// What ECE answers to a node that has asked it something.
  func serviceAnswers(to question: ServiceRequest.Question, of node: FlowNode) -> [ExplorationInput] {
    serviceAnswers.inputs(for: question, of: node)
  }

  /// The webhook events with their contents and senders.
  var eventInputs: [ExplorationInput] {
    events.flatMap { outcome in
      let isFew = eventsWithTarget.contains(outcome) || eventContents.count < 3
      let contents = isFew ? eventContents : [eventContents[0], eventContents[eventContents.count - 1]]
      let types =
        htmlIsTold && outcome == ConversationOutcome.message ? [outcome.name, "text/html"] : [outcome.name]
      return types.flatMap { type in
        contents.flatMap { content in
          eventSenders.map { sender in
            ExplorationInput.event(
              WebhookEvent(
                id: "event-1", conversationID: StartedConversation.explored.id, type: type, content: content,
                sender: sender, timeStamp: JSONNumber(start.milliseconds)))
          }
        }
      }
    }
  }

  /// Who writes: a number that the flow can take, one whose country code is none, and those that it compares with.
  private static func customers(
    of program: FlowProgram, _ read: Distinct<TextSource>, _ compared: ComparedTexts,
    _ extras: ExploredExtras
  ) -> [CustomerAddress] {
    let isSMS = program.customerChannel == .sms
    let usual: CustomerAddress = isSMS ? "+15555550142" : "5555550142"
    guard read.contains(.sender) else { return [usual] }
    // A part of a number is made a whole one.
    let asked = compared.texts(of: .sender).flatMap { [$0, "\($0)5550142", "+15555\($0)"] }.filter {
      !isSMS || $0.isInternationalNumber
    }
    let unassigned: [CustomerAddress] = isSMS && program.graph.filtersNumbers ? ["+99955550142"] : []
    return ([usual] + unassigned + asked.map { CustomerAddress($0) } + extras.customers).withoutRepetition
  }

  /// Every code with every message, and none.
  private static func refusalDetails(
    _ compared: ComparedTexts, _ extras: ExploredExtras, leavingOut leftOut: inout [String]
  ) -> [RefusalDetails] {
    let codes = compared.candidates(for: .refusalCode, plain: "code-1").map { JSON.string($0) }
    let messages = compared.candidates(for: .refusalMessage, plain: "It is refused.")
    var details: [RefusalDetails]
    if codes.count * messages.count <= Limits.exploredAnswers {
      details = codes.flatMap { code in messages.map { RefusalDetails(code: code, message: $0) } }
    } else {
      leftOut.append("combinations of a refusal's code and message")
      details =
        codes.map { RefusalDetails(code: $0, message: messages[0]) }
        + messages.map { RefusalDetails(code: codes[0], message: $0) }
    }
    return ([.none] + details + extras.refusalDetails).withoutRepetition
  }
}

extension StartedConversation {
  /// The conversation that an explored session has, however often it asks for one.
  static let explored = simulated(number: 1)
}

extension FlowProgram {
  /// Whether a customer's message may come to a node: to a Receive, or to a Start that no webhook triggers.
  fileprivate func takesMessages(at node: NodeID) -> Bool {
    graph[node].receive != nil || graph[node].trigger != nil && triggerKeywords != nil
  }
}

extension FlowGraph {
  /// Where the texts come from that templates refer to.
  fileprivate var readSources: Distinct<TextSource> {
    var sources = Distinct<TextSource>()
    for case .output(let output, let node, let path) in references.lazy.map(\.subject) {
      if let source = source(of: output, of: node, path: path) { sources.insert(source) }
      // A whole that is told holds its parts.
      guard path.isEmpty else { continue }
      switch self[node].outputs[output.index].origin {
      case .answer:
        for part in [
          TextSource.eventContent, .eventSender, .eventContentType, .refusalCode, .refusalMessage,
          .entryPointDate,
          .attachmentPolicies, .availableSlots,
        ] {
          sources.insert(part)
        }
      case .customer(.message):
        for part in [TextSource.message(node), .sender, .customerName] { sources.insert(part) }
      default: break
      }
    }
    return sources
  }

  /// Whether a number's country code is asked for, which some numbers do not have.
  fileprivate var filtersNumbers: Bool {
    references.contains { $0.filters.contains(.countryCode) || $0.filters.contains(.nationalNumber) }
  }

  /// Whether HTML is told from a plain text.
  fileprivate var readsPlainText: Bool { references.contains { $0.filters.contains(.plainText) } }

  /// The keywords of a node as customers write them. Which of several words it is, and how it is written, makes a
  /// difference only where a template tells.
  fileprivate func spellings(
    of node: NodeID, _ read: Distinct<TextSource>, _ compared: ComparedTexts
  ) -> [String] {
    guard case .words(let words) = keywords(of: node) else { return [] }
    // A whole message may be compared, and begins with its keyword.
    let asked =
      compared.texts(of: .keyword(node)) + compared.texts(of: .message(node)).map(\.firstWord)
    let isTold = read.contains(.keyword(node)) || read.contains(.message(node))
    guard isTold else { return Array(words.prefix(1)) }
    let cases = words.flatMap { [$0.lowercased(), $0.prefix(1).uppercased() + $0.dropFirst().lowercased()] }
    return DistinctTexts(words + cases + asked).inOrder.filter { text in
      words.contains { $0.isSameKeyword(as: text) }
    }
  }

  /// The webhook events that can make a difference.
  fileprivate var distinctEvents: [Outcome] {
    let isTold = references.contains { reference in
      switch origin(of: reference.subject) {
      case .event(.type)?, .event(.contentType)?, .answer?: true
      default: false
      }
    }
    guard nodes.contains(where: { $0.conversation != nil }) else { return [] }
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
      || nodes.contains { $0.conversation != nil && $0.listing(of: event) != nil }
  }
}

extension String {
  /// Whether it is a number as customers have them (E.164).
  fileprivate var isInternationalNumber: Bool {
    let digits = utf8.dropFirst()
    return utf8.first == UInt8(ascii: "+") && 7...15 ~= digits.count && digits.first != UInt8(ascii: "0")
      && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}

extension Sequence where Element: Hashable {
  /// The elements, each where it stands first.
  fileprivate var withoutRepetition: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
