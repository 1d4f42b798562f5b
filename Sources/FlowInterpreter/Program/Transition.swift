import FlowModel

/// Where an outcome leads. It never changes; it is a class, like its targets, so that each step passes it on as one reference.
final class Transition: Sendable {
  /// A target, and how it is written: a default as the language reference's tables have it.
  final class WrittenWay: Sendable {
    let way: Way
    let written: String

    init(way: Way, written: String) {
      self.way = way
      self.written = written
    }
  }

  /// Where a session goes on.
  enum Way: Sendable {
    case node(NodeID)
    case end(FlowResult)
    case resume
    /// There is no target that a session can go to.
    case nowhere
  }

  let outcome: Outcome
  /// Whether the author has listed the outcome itself.
  let isListed: Bool
  /// Where it leads outside of an intermediate branch.
  let target: WrittenWay
  /// Where it leads on an intermediate branch.
  let targetOnBranch: WrittenWay

  /// Creates a transition from what is written for an outcome, in its own name or under `otherwise`, or from its default.
  init(_ outcome: Outcome, listing: Listing?, isListed: Bool) {
    self.outcome = outcome
    self.isListed = isListed
    let listed = listing.map { WrittenWay(way: Way($0.target), written: $0.written) }
    target = listed ?? Self.defaultTarget(of: outcome, onBranch: false)
    targetOnBranch = listed ?? Self.defaultTarget(of: outcome, onBranch: true)
  }

  /// Where an outcome that is not listed leads (`Schemas/README.md`, "Classes and defaults").
  private static func defaultTarget(of outcome: Outcome, onBranch: Bool) -> WrittenWay {
    switch outcome.class {
    case .main, .closing: WrittenWay(way: .nowhere, written: "")
    case .intermediate: WrittenWay(way: .resume, written: "@resume")
    case .timeout where onBranch, .failure where onBranch: WrittenWay(way: .resume, written: "@resume")
    case .timeout: WrittenWay(way: .end(.incomplete), written: "@end:incomplete")
    case .failure: WrittenWay(way: .end(.error), written: "@end:error")
    }
  }
}

extension Transition.Way {
  fileprivate init(_ target: Target?) {
    switch target {
    case .node(let node)?: self = .node(node)
    case .end(let result)?: self = .end(result)
    case .resume?: self = .resume
    case nil: self = .nowhere
    }
  }
}
