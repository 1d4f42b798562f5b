import Diagnostics
import FlowModel

extension PictureModel {
  /// Draws findings in: each where it marks something, and the way that it tells.
  mutating func mark(_ findings: [Finding], in graph: FlowGraph) {
    guard !findings.isEmpty else { return }
    let places = MarkedPlaces(of: self, graph)
    for finding in findings.sorted(by: Finding.areInReportOrder) {
      let badge = Badge(code: finding.code, severity: finding.severity, message: finding.message)
      switch places.place(of: finding.place) {
      case .node(let node): nodes[node].marks.badges.append(badge)
      case .edge(let edge): edges[edge].marks.badges.append(badge)
      case nil: badges.append(badge)
      }
      if let path = finding.path { number(path, places) }
    }
  }

  /// Numbers the steps of a way; what is on several has the number that it had first.
  private mutating func number(_ path: [String], _ places: MarkedPlaces) {
    var step = 0
    var index = 0
    while index < path.count {
      // Alone it stands for steps that are left out.
      guard path[index] != "…" else {
        index += 1
        continue
      }
      step += 1
      if index + 1 < path.count {
        if let edge = places.edge(path[index + 1], of: path[index]), edges[edge].marks.step == nil {
          edges[edge].marks.step = step
        }
      } else if let node = places.node(path[index]), nodes[node].marks.step == nil {
        nodes[node].marks.step = step
      }
      index += 2
    }
  }
}

/// Finds what is drawn for a place in the source, and for the names in a finding's path.
private struct MarkedPlaces {
  enum Place {
    case node(Int)
    case edge(Int)
  }

  private struct EdgeName: Hashable {
    let node: Int
    let key: ExactText
  }

  private let graph: FlowGraph
  private var nodes: [NodeName: Int] = [:]
  private var edges: [EdgeName: Int] = [:]

  init(of model: PictureModel, _ graph: FlowGraph) {
    self.graph = graph
    for (index, node) in graph.nodes.enumerated() where nodes[node.id] == nil {
      nodes[node.id] = index
    }
    for (index, edge) in model.edges.enumerated() {
      for key in edge.keys { edges[EdgeName(node: edge.source, key: ExactText(key))] = index }
    }
  }

  func node(_ id: String) -> Int? { nodes[NodeName(id)] }

  func edge(_ key: String, of id: String) -> Int? {
    node(id).flatMap { edges[EdgeName(node: $0, key: ExactText(key))] }
  }

  /// The member of `on` that holds what is marked.
  private func listing(around range: Range<Int>, of node: FlowNode) -> Listing? {
    let index = Self.first(in: node.listings) { $0.targetPlace.range.upperBound >= range.upperBound }
    guard index < node.listings.count, node.listings[index].keyPlace.range.lowerBound <= range.lowerBound
    else {
      return nil
    }
    return node.listings[index]
  }

  /// The first of which something holds that holds of all after it; by halving.
  private static func first<Element>(in elements: [Element], where holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if holds(elements[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The way whose key or target is marked, else the node that is marked or in which something is.
  func place(of marked: SourcePlace) -> Place? {
    let range = marked.range
    // The nodes stand in the file one after the other.
    let low = Self.first(in: graph.nodes) { $0.place.range.upperBound >= range.upperBound }
    guard low < graph.nodes.count, graph.nodes[low].idPlace.range.lowerBound <= range.lowerBound else {
      return nil
    }
    guard let listing = listing(around: range, of: graph.nodes[low]),
      let edge = edges[EdgeName(node: low, key: ExactText(listing.key))]
    else { return .node(low) }
    return .edge(edge)
  }
}
