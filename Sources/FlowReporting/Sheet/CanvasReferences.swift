import FlowModel

// References as they are written on the platform: `$(node.output)`, where the node's number stands for its id.

extension CanvasText {
  /// The text as it is typed. A filter, which the platform does not have, stays in it.
  func text(in graph: FlowGraph) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .reference(let id): graph.references[id.index].onPlatform(in: graph)
      }
    }.joined()
  }

  /// What is to be known of the filters in it: a sentence for each reference that has some.
  func filterNotes(in graph: FlowGraph) -> [String] {
    var notes: [String] = []
    for case .reference(let id) in parts {
      let filters = graph.references[id.index].filters
      guard !filters.isEmpty else { continue }
      let names = filters.map { "`\($0.written)`" }.joined(separator: ", ")
      let note = "The canvas has no filters: what \(names) gives must come from a variable."
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }
}

extension Reference {
  /// The output that is referred to, with its node.
  private func output(in graph: FlowGraph) -> (node: FlowNode, output: Output)? {
    guard case .output(let output, let node, _) = subject else { return nil }
    return (graph[node], graph[node].outputs[output.index])
  }

  /// The reference as it is typed, with the node's id for its number.
  fileprivate func onPlatform(in graph: FlowGraph) -> String {
    guard let (node, output) = output(in: graph), let way = node.wayOnPlatform(to: output) else {
      return "$(\(written))"
    }
    return filters.reduce("$(\(node.id.text).\(way)") { "\($0) | \($1.written)" } + ")"
  }

  /// What the reference uses that the platform does not have.
  func gaps(in graph: FlowGraph) -> [CanvasGap] {
    var gaps: [CanvasGap] = []
    if let (node, output) = output(in: graph), let way = output.wayOnPlatform {
      gaps.append(
        CanvasGap(
          field: "\(node.id.text).\(output.name)",
          instead: "`$(\(node.id.text).\(way))`, which stands in the table: a way into the whole message."))
    }
    for filter in filters {
      let instead =
        if case .defaultText(let text) = filter {
          "Give a custom variable the default value `\(text)`, and set it where there is a text."
        } else {
          "Work it out before, in a node that runs a script (Evaluate), and put it in a custom variable."
        }
      gaps.append(CanvasGap(field: "filter \(filter.written)", instead: instead))
    }
    if name == "secret" {
      gaps.append(
        CanvasGap(field: "$(\(text))", instead: "Type the secret into the canvas; it stands in no file."))
    }
    return gaps
  }
}

extension FlowNode {
  /// The way to what one of the node's outputs tells, where the platform has no such output; nil where it has.
  fileprivate func wayOnPlatform(to output: Output) -> String? {
    if let way = output.wayOnPlatform { return way }
    // A webhook tells of its customer what its payload holds, and nothing else.
    guard let trigger, trigger.channel == .webhook, let member = trigger.addressMember else { return nil }
    switch output.origin {
    case .customer(.phoneNumber), .customer(.pageScopedID): return "webhook.payload.\(member)"
    default: return nil
    }
  }
}
