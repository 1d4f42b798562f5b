import Diagnostics

/// A rule's page as SARIF's viewers show it.
struct RuleHelp {
  let page: RulePage

  /// What the rule finds, in its first sentence.
  var headline: String {
    var end = page.what.startIndex
    while end < page.what.endIndex {
      let next = page.what.index(after: end)
      if page.what[end] == ".", next == page.what.endIndex || page.what[next].isWhitespace {
        return String(page.what[..<next])
      }
      end = next
    }
    return page.what
  }

  /// The page as plain text.
  var text: String {
    """
    \(page.what)

    Why: \(page.why)

    Bad:
    \(page.bad.shown)

    Good:
    \(page.good.shown)

    \(page.code.fix.map { "Fix: \($0.text)\n\n" } ?? "")\(page.suppression)
    """
  }

  /// The page as Markdown.
  var markdown: String {
    """
    \(page.what)

    **Why.** \(page.why)

    **Bad**

    ```json
    \(page.bad.shown)
    ```

    **Good**

    ```json
    \(page.good.shown)
    ```

    \(page.code.fix.map { "**Fix.** \($0.text)\n\n" } ?? "")\(page.suppression)
    """
  }
}
