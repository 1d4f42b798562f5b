import Testing

@testable import Diagnostics

@Suite("Pages of rules")
struct RulePageTests {
  @Test(
    "An edit replaces each of its pieces in the one place where it fits",
    arguments: [
      ("a\nb\nc", "-b\n+x\n+y", "a\nx\ny\nc"),
      ("a\nb\na\nc", " b\n-a\n a", nil),
      ("a\nb\na\nc", " b\n-a\n c", "a\nb\nc"),
      ("a\nb\na\nc", "-a\n+x", nil),
      ("a\nb\nc", "-a\n@@\n c\n+d", "b\nc\nd"),
      ("a\nb", "-x\n+y", nil),
      ("a\nb", "+y", nil),
      ("a", " a\n b\n+c", nil),
    ])
  func edits(text: String, edit: String, edited: String?) {
    #expect(text.applying(edit: edit.split(separator: "\n")) == edited)
  }

  @Test(
    "A page's file gives its paragraphs in one line, its bad example, and the good one as an edit of that")
  func page() {
    let markdown = """
      # RF205 target-is-start

      Finds targets
      that are a Start node.

      ## Why

      A Start is entered
      by a message.

      ## Bad

      ```json
      {
        "on": "start"
      }
      ```

      ## Good

      ```diff
      -  "on": "start"
      +  "on": "@end"
      ```
      """
    let page = RulePage(.targetIsStart, markdown: Array(markdown.utf8))
    #expect(page.what == "Finds targets that are a Start node.")
    #expect(page.why == "A Start is entered by a message.")
    #expect(page.bad.shown == "{\n  \"on\": \"start\"\n}")
    #expect(page.good.shown == "{\n  \"on\": \"@end\"\n}")
  }
}
