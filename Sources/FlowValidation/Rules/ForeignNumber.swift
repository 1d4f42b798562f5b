import Diagnostics
import FlowModel

/// RF805: messages are sent from, and awaited on, the numbers that begin the project's flows.
struct ForeignNumber: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.membership?.index != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project else { return [] }
    // Most messages of a flow come from the same number, or from a value that is one in each environment.
    var written: [(id: NodeID, number: PlacedTemplate)] = []
    var values = KnownValues(context.graph.references, in: project.numberValues)
    var right: String?
    func ask(_ id: NodeID, _ number: PlacedTemplate?) {
      guard let number else { return }
      switch number.template {
      case .literal(let text):
        guard text != right else { return }
        if project.numbers.allSatisfy({ $0?.contains(text) ?? true }) {
          right = text
        } else {
          written.append((id, number))
        }
      case .lone(let reference): if !values.contains(reference) { written.append((id, number)) }
      case .composed: written.append((id, number))
      }
    }
    for listed in context.lists.senders { ask(listed.id, listed.written.sender) }
    for listed in context.lists.receivers { ask(listed.id, listed.written.smsNumber) }
    guard !written.isEmpty else { return [] }
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
