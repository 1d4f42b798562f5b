public import Diagnostics
import FlowLoading
import FlowValidation

/// The pages of all rules.
public enum RulePages {
  /// The pages, in the order of the rules' codes.
  public static var all: [RulePage] {
    (FileRules.pages + RuleRegistry.pages).sorted { $0.code < $1.code }
  }
}
