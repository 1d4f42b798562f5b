import Diagnostics
import FlowModel

/// RF805: messages are sent from, and awaited on, the numbers that begin the project's flows.
struct ForeignNumber: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.membership?.index != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project else { return [] }
    let written =
      context.lists.senders.map { (id: $0.id, number: $0.written.sender) }
      + context.lists.receivers.map { (id: $0.id, number: $0.written.smsNumber) }
    return .merging(
      zip(context.inEnvironments, project.numbers).map { flow, numbers in
        // A trigger with an error may have the number.
        guard let numbers else { return (flow.name, []) }
        // Most messages of a flow come from the same number.
        var known: String?
        let findings = written.compactMap { id, number -> Finding? in
          guard let used = flow.node(id).map(Self.number) ?? number,
            case let put = flow.putting(into: used), let text = put.template.literal, text != known
          else { return nil }
          guard numbers.contains(text) else { return Self.finding(text, at: put.place) }
          known = text
          return nil
        }
        return (flow.name, findings)
      })
  }

  /// The number of the business that a node sends from or receives at.
  private static func number(of node: FlowNode) -> PlacedTemplate? {
    node.message?.sender ?? node.receive?.smsNumber
  }

  private static func finding(_ number: String, at place: SourcePlace) -> Finding {
    Finding(
      .foreignNumber, "\(number.quoted) is the number of no flow of the project", at: place,
      help: """
        No flow of the project begins with a message to it, so an answer may reach nobody. Write the number of a \
        trigger, best by one `$(env.NAME)` for both.
        """)
  }

  let code = RuleCode.foreignNumber

  var page: RulePage { RulePage(.foreignNumber, markdown: PackageResources.RF805_md) }
}
