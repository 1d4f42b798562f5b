import Diagnostics
import FlowModel

/// RF702: the numbers of a scenario are such as a phone has.
struct ScenarioAddress: ScenarioRule {
  func isJudged(in context: ScenarioContext) -> Bool {
    if case .read = context.flows { true } else { false }
  }

  func findings(in context: inout ScenarioContext) -> [Finding] {
    context.scenario.addresses.filter { address in
      !address.text.isE164 && !(address.isOfBusiness && address.text.isShortCode)
    }.map { address in
      let shortCode = address.isOfBusiness ? ", or a short code of 3 to 8 digits" : ""
      return Finding(
        .scenarioAddress, "\(address.text.quoted) is no phone number", at: address.place,
        help: """
          No message comes from or goes to it, and what the flow makes of it shows nothing of what it makes of a number. \
          Write one such as `+14155550123` (E.164)\(shortCode).
          """)
    }
  }

  let code = RuleCode.scenarioAddress

  var page: RulePage {
    RulePage(.scenarioAddress, markdown: PackageResources.RF702_md)
  }
}
