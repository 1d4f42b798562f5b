import FlowInterpreter
import FlowModel

/// What ECE is let answer to the nodes that ask it one thing: what differs for the flow.
struct ServiceAnswerValues {
  let dates: [String]
  let policies: [String]
  let slots: [Int]
  private let refusals: [Int]
  private let details: [RefusalDetails]

  /// - Parameters:
  ///   - refusals: Statuses to try besides those that a node has outcomes for.
  ///   - details: What refusals say besides.
  init(
    read: Distinct<TextSource>, _ compared: ComparedTexts, _ extras: ExploredExtras, refusals: [Int],
    details: [RefusalDetails]
  ) {
    func texts(_ source: TextSource, plain: String, _ extra: [String]) -> [String] {
      read.contains(source)
        ? DistinctTexts(compared.candidates(for: source, plain: plain) + extra).inOrder : [plain]
    }
    dates = texts(
      .entryPointDate, plain: Simulation.defaultStart.rfc3339, extras.successes.compactMap(\.lastModifiedDate)
    )
    policies = texts(
      .attachmentPolicies, plain: "allow_all", extras.successes.compactMap(\.attachmentPolicies))
    let asked =
      read.contains(.availableSlots) ? compared.texts(of: .availableSlots).compactMap { Int($0) } : []
    var slots = Distinct<Int>()
    for count in [0, 1] + asked.flatMap({ [$0 - 1, $0, $0 + 1] })
      + extras.successes.compactMap(\.availableSlots)
    where 0...Limits.availableSlots ~= count {
      slots.insert(count)
    }
    self.slots = slots.inOrder
    self.refusals = refusals
    self.details = details
  }

  /// What is answered to a node that has asked something, always in the same order.
  func inputs(for question: ServiceRequest.Question, of node: FlowNode) -> [ExplorationInput] {
    successes(to: question).map { .serviceSucceeded($0) }
      + statuses(of: node).flatMap { status in details.map { .serviceRefused(status: status, $0) } }
      + RequestFailure.allCases.map { .serviceFailed($0) }
  }

  private func successes(to question: ServiceRequest.Question) -> [AnswerDetails] {
    switch question.kind {
    case .endConversation, .sendMessage: [AnswerDetails()]
    case .entrypointConfiguration:
      dates.flatMap { date in
        policies.map { AnswerDetails(lastModifiedDate: date, attachmentPolicies: $0) }
      }
    case .agentAvailability: [true, false].map { AnswerDetails(isAvailable: $0) }
    case .agentCapacity: slots.map { AnswerDetails(availableSlots: $0) }
    }
  }

  /// The statuses that the node has outcomes for, and one for which it has none.
  private func statuses(of node: FlowNode) -> [Int] {
    let known = node.serviceOutcomes?.statuses.map(\.status) ?? []
    var statuses = Distinct<Int>()
    for status in known + [known.contains(409) ? 429 : 409] + refusals { statuses.insert(status) }
    return statuses.inOrder
  }
}
