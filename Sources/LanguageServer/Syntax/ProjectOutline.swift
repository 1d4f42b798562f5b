import FlowModel

/// What a project's text names, whatever else is wrong with it: the values of its environments.
struct ProjectOutline: Sendable {
  /// The keys of the values, in file order.
  let occurrences: [Occurrence]

  /// Reads a text. Linear in its length.
  init(_ source: [UInt8]) {
    let tree = SyntaxTree(source)
    occurrences = tree.keys(ofObject: tree.member("environments", of: tree.root)).flatMap { environment in
      tree.keys(ofObject: tree.member("values", of: tree.value(of: environment))).map { key in
        Occurrence(
          symbol: Symbol(.environmentValue, tree.text(of: key)), role: .declaration, element: key,
          range: tree[key].content, extent: tree[key].range)
      }
    }
  }
}
