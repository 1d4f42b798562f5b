public import FlowPictures
public import FlowReporting

extension FlowCoverage {
  /// What was counted, as a picture of the flow shows it.
  public var activity: Activity {
    Activity(
      nodes: nodes.map { node in
        Activity.Node(
          entries: node.entries,
          outcomes: node.outcomes.map { Activity.Outcome(name: $0.name, count: $0.count) })
      })
  }
}
