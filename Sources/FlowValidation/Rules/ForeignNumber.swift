import Diagnostics
import FlowModel

/// RF805: messages are sent from, and awaited on, the numbers that begin the project's flows.
struct ForeignNumber: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.membership?.index != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let numbers = context.membership?.project.numbers else { return [] }
    return .merging(
      zip(context.graphs, numbers).map { named, numbers in
        let findings = named.graph.nodes.compactMap { node in
          node.businessNumber.flatMap {
            numbers.contains($0.text) ? nil : Self.finding($0.text, at: $0.place)
          }
        }
        return (named.name, findings)
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

extension FlowNode {
  /// The number that a SendSMS sends from, or that a Receive is written to, where it is told.
  fileprivate var businessNumber: (text: String, place: SourcePlace)? {
    switch type {
    case .sendSMS?:
      guard let from = fields["from"], let text = from.template?.literal else { return nil }
      return (text, from.place)
    case .receive?:
      guard let number = fields["channels"]?.object?["sms"]?.object?["number"], let text = number.text else {
        return nil
      }
      return (text, number.place)
    default: return nil
    }
  }
}
