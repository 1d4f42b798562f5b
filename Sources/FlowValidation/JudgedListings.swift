import FlowModel

extension FlowNode {
  /// The members of `on` whose targets are judged: all but those under a key that is no outcome of the node (RF108).
  var judgedListings: [Listing] {
    isUncertain ? listings : listings.filter { $0.outcome != nil || $0.isOtherwise }
  }
}
