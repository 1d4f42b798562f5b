import JSONSyntax

/// Elements in the order in which they came, each once.
struct Distinct<Element: Hashable> {
  private(set) var inOrder: [Element] = []
  private var seen: Set<Element> = []

  init() {}

  var isEmpty: Bool { inOrder.isEmpty }

  func contains(_ element: Element) -> Bool { seen.contains(element) }

  mutating func insert(_ element: Element) {
    if seen.insert(element).inserted { inOrder.append(element) }
  }
}

/// Texts in the order in which they came, each once. Texts that differ in their bytes are two, whatever their normal forms.
struct DistinctTexts {
  // JSON values are compared byte for byte.
  private var values = Distinct<JSON>()

  init(_ texts: some Sequence<String> = []) { insert(texts) }

  var inOrder: [String] { values.inOrder.compactMap(\.string) }
  var count: Int { values.inOrder.count }

  mutating func insert(_ text: String) { values.insert(.string(text)) }

  mutating func insert(_ texts: some Sequence<String>) {
    for text in texts { insert(text) }
  }
}
