import Diagnostics

/// RF001: every suppression suppresses something. It is judged after the rules, on what they found.
enum UnusedSuppression {
  static var page: RulePage {
    RulePage(.unusedSuppression, markdown: PackageResources.RF001_md)
  }
}
