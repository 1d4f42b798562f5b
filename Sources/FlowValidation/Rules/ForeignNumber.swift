import Diagnostics
import FlowModel

/// RF805: messages are sent from, and awaited on, the numbers that begin the project's flows.
struct ForeignNumber: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.membership?.index != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project else { return [] }
    return .merging(
      zip(context.inEnvironments, project.numbers).map { flow, numbers in
        // A trigger with an error may have the number.
        guard let numbers else { return (flow.name, []) }
        let findings = flow.nodes.compactMap { node in
          (node.message.flatMap(flow.sender) ?? node.receive?.smsNumber).flatMap { number in
            number.template.literal.flatMap {
              numbers.contains($0) ? nil : Self.finding($0, at: number.place)
            }
          }
        }
        return (flow.name, findings)
      })
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
