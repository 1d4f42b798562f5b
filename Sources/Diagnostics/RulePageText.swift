extension RulePage {
  /// Reads a rule's page from its file, which must be ours: Markdown with the rule's code and name as its title, what the
  /// rule finds, and sections `Why`, `Bad` and `Good`; then `Flow`, where the examples are scenarios.
  ///
  /// The bad example is a block of JSON. The good one is an edit of it, so that both stay the same flow but for what the
  /// rule is about: a block of lines as a unified diff has them, without its headers. Each piece, parted by `@@`, must fit
  /// in one place. Where an example would fill screens, its section says in words what `bad` or `good` makes.
  /// - Parameters:
  ///   - markdown: The file's bytes.
  ///   - bad: Makes the bad example, of the good one's text.
  ///   - good: Makes the good example.
  package init(
    _ code: RuleCode, markdown: [UInt8], bad: (@Sendable (_ good: String) -> String)? = nil,
    good: (@Sendable () -> String)? = nil
  ) {
    let page = RulePageText(markdown)
    precondition(page.title == "\(code) \(code.name)", "a page's title is the code and the name of its rule")
    let goodExample: RuleExample
    switch page.good {
    case .json(let text): goodExample = RuleExample(stringLiteral: text)
    case .words(let words):
      guard let good else { preconditionFailure("\(code): what the good example's words mean is not said") }
      goodExample = RuleExample(good(), shown: words)
    case .edit(let lines):
      guard case .json(let text) = page.bad, let edited = text.applying(edit: lines) else {
        preconditionFailure("\(code): the good example is no edit of the bad one")
      }
      goodExample = RuleExample(stringLiteral: edited)
    }
    let badExample: RuleExample
    switch page.bad {
    case .json(let text): badExample = RuleExample(stringLiteral: text)
    case .words(let words):
      guard let bad else { preconditionFailure("\(code): what the bad example's words mean is not said") }
      badExample = RuleExample(bad(goodExample.text), shown: words)
    case .edit: preconditionFailure("\(code): a bad example is no edit")
    }
    let flow: RuleExample? =
      switch page.flow {
      case .json(let text)?: RuleExample(stringLiteral: text)
      case nil: nil
      case .edit?, .words?: preconditionFailure("\(code): a flow is shown whole")
      }
    self.init(code, what: page.what, why: page.why, bad: badExample, good: goodExample, flow: flow)
  }
}

/// The parts of a page's file.
private struct RulePageText {
  enum Example {
    case json(String)
    case edit([Substring])
    case words(String)

    /// What stands in a section: the lines of its only block, or else its words.
    init(_ section: [Substring]) {
      guard let opening = section.firstIndex(where: { $0.hasPrefix("```") }),
        let closing = section.lastIndex(of: "```"), opening < closing
      else {
        self = .words(section.prose)
        return
      }
      let lines = Array(section[(opening + 1)..<closing])
      self = section[opening] == "```diff" ? .edit(lines) : .json(lines.joined(separator: "\n"))
    }
  }

  let title: String
  let what: String
  let why: String
  let bad: Example
  let good: Example
  let flow: Example?

  init(_ markdown: [UInt8]) {
    var sections: [(title: Substring, lines: [Substring])] = [("", [])]
    for line in String(decoding: markdown, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("# ") || line.hasPrefix("## ") {
        sections.append((line.drop { $0 == "#" }.dropFirst(), []))
      } else {
        sections[sections.count - 1].lines.append(line)
      }
    }
    precondition(
      [["Why", "Bad", "Good"], ["Why", "Bad", "Good", "Flow"]].contains(sections.dropFirst(2).map(\.title)),
      "a page has the sections of a page")
    title = String(sections[1].title)
    what = sections[1].lines.prose
    why = sections[2].lines.prose
    bad = Example(sections[3].lines)
    good = Example(sections[4].lines)
    flow = sections.count > 5 ? Example(sections[5].lines) : nil
  }
}

extension [Substring] {
  /// A paragraph, in one line.
  fileprivate var prose: String { filter { !$0.isEmpty }.joined(separator: " ") }
}

extension String {
  /// The text with an edit made; nil where a piece of it fits nowhere, or in several places.
  /// - Parameter edit: The lines of a unified diff without headers: ` ` keeps, `-` removes and `+` adds a line.
  func applying(edit: [Substring]) -> String? {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    for piece in edit.split(whereSeparator: { $0.hasPrefix("@@") }) {
      let before = piece.filter { !$0.hasPrefix("+") }.map { $0.dropFirst() }
      let after = piece.filter { !$0.hasPrefix("-") }.map { $0.dropFirst() }
      guard !before.isEmpty, before.count <= lines.count else { return nil }
      let places = (0...(lines.count - before.count)).filter {
        lines[$0..<($0 + before.count)].elementsEqual(before)
      }
      guard let place = places.first, places.count == 1 else { return nil }
      lines.replaceSubrange(place..<(place + before.count), with: after)
    }
    return lines.joined(separator: "\n")
  }
}
