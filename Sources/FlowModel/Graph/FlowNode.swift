public import Diagnostics
public import JSONSyntax

/// A node of a flow, as it was loaded.
///
/// It never changes, and is a class: the rules pass nodes on a hundred times for each that there is.
public final class FlowNode: Sendable {
  /// The node's id, the key in `nodes`.
  public let id: NodeName
  /// Where the id stands.
  public let idPlace: SourcePlace
  /// Where the node itself stands, its braces included.
  public let place: SourcePlace
  /// The node's type, or nil where that has an error: such a node is not judged, has no edges and does not wait.
  public let type: NodeType?
  /// The node's description and the fields of its type, which the catalogue reads.
  let fields: FieldValues
  /// What they say, typed; nil where the type has an error.
  public let written: WrittenConfiguration?
  /// The outcomes that the node has as it is configured.
  public let outcomes: [Outcome]
  /// The same as a list that nodes which are configured alike share; nil where the type has an error.
  package let outcomeList: OutcomeList?
  /// The outputs that the node has as it is configured.
  public var outputs: [Output] { outputList.outputs }
  /// The same as a list that nodes which are configured alike share.
  package let outputList: OutputList
  /// Whether an error in the configuration hides which outcomes or outputs the node has.
  public let isUncertain: Bool
  /// Whether the node is known to wait, and so is not processed on an intermediate branch.
  public let waits: Bool
  /// Whether the node is known not to wait, so that a branch goes on through it.
  package let passesBranches: Bool
  /// What is set each time the node is entered, in order.
  public let onEnter: [Assignment]
  /// What is set each time the node is left through an outcome, in order.
  public let onLeave: [Assignment]
  /// Where `onLeave` stands, if the node has one.
  package let onLeavePlace: SourcePlace?
  /// The members of `on`, in file order.
  public let listings: [Listing]
  /// Where `on` stands, if the node has one.
  package let targetsPlace: SourcePlace?
  /// What is suppressed in this node.
  public let suppressions: [Suppression]
  /// The references of the node's templates: indices into `FlowGraph.references`.
  public let references: Range<Int>

  /// Creates a node.
  /// - Parameters:
  ///   - outcomes: The outcomes that the node has as it is configured; none where its type has an error.
  package init(
    id: NodeName, idPlace: SourcePlace, place: SourcePlace, type: NodeType? = nil,
    fields: FieldValues = FieldValues(), outcomes: OutcomeList? = nil,
    onEnter: [Assignment] = [], onLeave: [Assignment] = [], onLeavePlace: SourcePlace? = nil,
    listings: [Listing] = [], targetsPlace: SourcePlace? = nil,
    suppressions: [Suppression] = [], references: Range<Int> = 0..<0
  ) {
    self.id = id
    self.idPlace = idPlace
    self.place = place
    self.type = type
    self.fields = fields
    self.outcomes = outcomes?.outcomes ?? []
    outcomeList = outcomes
    let description = type?.description
    outputList = description?.outputs(fields) ?? .none
    isUncertain = outcomes?.isUncertain ?? true
    written = description?.written(fields)
    let isWaiting = description?.waits(fields)
    waits = isWaiting ?? false
    passesBranches = isWaiting == false
    self.onEnter = onEnter
    self.onLeave = onLeave
    self.onLeavePlace = onLeavePlace
    self.listings = listings
    self.targetsPlace = targetsPlace
    self.suppressions = suppressions
    self.references = references
  }

  /// A node that differs from another in what its templates say: it is configured as that one is, and leads to the same nodes.
  init(_ node: FlowNode, fields: FieldValues?, onEnter: [Assignment], onLeave: [Assignment]) {
    id = node.id
    idPlace = node.idPlace
    place = node.place
    type = node.type
    self.fields = fields ?? node.fields
    written = if let fields { node.type?.description.written(fields) } else { node.written }
    outcomes = node.outcomes
    outcomeList = node.outcomeList
    outputList = node.outputList
    isUncertain = node.isUncertain
    waits = node.waits
    passesBranches = node.passesBranches
    self.onEnter = onEnter
    self.onLeave = onLeave
    onLeavePlace = node.onLeavePlace
    listings = node.listings
    targetsPlace = node.targetsPlace
    suppressions = node.suppressions
    references = node.references
  }

  /// The outcomes that are neither listed nor intermediate: what `otherwise` stands for.
  public var outcomesLeft: [Outcome] { outcomeIndicesLeft.map { outcomes[$0] } }

  /// The indices of `outcomesLeft` among the outcomes.
  package var outcomeIndicesLeft: [Int] {
    var isLeft = outcomes.map { $0.class != .intermediate }
    for index in listings.indices {
      if let outcome = listings[index].outcomeIndex { isLeft[outcome] = false }
    }
    return isLeft.indices.filter { isLeft[$0] }
  }

  /// How many outcomes `otherwise` stands for.
  package var countOfOutcomesLeft: Int {
    // No two listings are of one outcome. By indices: nothing is copied, for every node is asked.
    outcomes.indices.count { outcomes[$0].class != .intermediate }
      - listings.indices.count { index in
        listings[index].outcomeClass.map { $0 != .intermediate } ?? false
      }
  }

  /// The listing of an outcome, if it has one of its own.
  public func listing(of outcome: Outcome) -> Listing? {
    outcomes.firstIndex(of: outcome).flatMap { index in listings.first { $0.outcomeIndex == index } }
  }

  /// The outcome that a member of `on` is about; nil for `otherwise`, and for a name that is no outcome of the node.
  public func outcome(of listing: Listing) -> Outcome? { listing.outcomeIndex.map { outcomes[$0] } }

  /// The listing of `otherwise`, if there is one.
  public var otherwise: Listing? {
    listings.first { $0.isOtherwise }
  }

  /// The ways to other nodes and ends that are written in the file, in file order.
  ///
  /// A target with an error is none, nor is an `otherwise` for which no outcome is left. They are made when they are asked
  /// for, in time linear in the number of outcomes; see `edge(at:)`.
  public var edges: [Edge] { listings.indices.compactMap(edge) }

  /// The way that a member of `on` says, if it is one, by its index among `listings`.
  public func edge(at index: Int) -> Edge? {
    let listing = listings[index]
    guard let target = listing.target else { return nil }
    let taken = listing.isOtherwise ? outcomesLeft : outcome(of: listing).map { [$0] } ?? []
    return taken.isEmpty ? nil : Edge(listing: listing, outcomes: taken, target: target)
  }
}

/// One member of `on`.
public struct Listing: Sendable {
  /// The key: an outcome's name or `otherwise`.
  public let key: String
  /// Where the key stands.
  public let keyPlace: SourcePlace
  /// The index of the outcome among those of its node; nil for `otherwise`, and for a name that is no outcome of the node.
  public let outcomeIndex: Int?
  /// What the outcome is to its node; nil where there is none.
  public let outcomeClass: Outcome.Class?
  /// Whether this is the target of the outcomes that are not listed.
  public let isOtherwise: Bool
  /// The target as it is written; `@`, which is none, where it is no string.
  public let written: String
  /// Where the target stands.
  public let targetPlace: SourcePlace
  /// The target, or nil where it has an error.
  public let target: Target?

  /// Creates a member of `on`.
  package init(
    key: String, keyPlace: SourcePlace, outcome: (index: Int, class: Outcome.Class)?, written: String,
    targetPlace: SourcePlace, target: Target?
  ) {
    self.key = key
    self.keyPlace = keyPlace
    outcomeIndex = outcome?.index
    outcomeClass = outcome?.class
    isOtherwise = outcome == nil && key == "otherwise"
    self.written = written
    self.targetPlace = targetPlace
    self.target = target
  }
}

/// A way from a node that is written in the file.
public struct Edge: Sendable {
  /// The member of `on` that says it.
  public let listing: Listing
  /// The outcomes that take it: one, or those that are left to `otherwise`.
  public let outcomes: [Outcome]
  /// Where it leads.
  public let target: Target
  /// The node it leads to, if it leads to one.
  public let node: NodeID?

  init(listing: Listing, outcomes: [Outcome], target: Target) {
    self.listing = listing
    self.outcomes = outcomes
    self.target = target
    node = if case .node(let node) = target { node } else { nil }
  }

  /// The key in `on`: an outcome's name or `otherwise`.
  public var name: String { listing.key }
  /// Where the target stands.
  public var place: SourcePlace { listing.targetPlace }
  /// Whether it begins an intermediate branch.
  public var isIntermediate: Bool { outcomes.contains { $0.class == .intermediate } }
}

/// One member of `set`: a variable that gets a value.
public struct Assignment: Sendable {
  /// What a variable is set to.
  public enum Value: Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case template(Template)
  }

  /// The variable's name.
  public let name: String
  /// Where the name stands.
  public let namePlace: SourcePlace
  /// The variable, or nil where no such one is declared (RF401).
  public let variable: VariableID?
  /// The value.
  public let value: Value
  /// Where the value stands.
  public let valuePlace: SourcePlace

  /// Creates an assignment.
  public init(
    name: String, namePlace: SourcePlace, variable: VariableID?, value: Value, valuePlace: SourcePlace
  ) {
    self.name = name
    self.namePlace = namePlace
    self.variable = variable
    self.value = value
    self.valuePlace = valuePlace
  }

  /// The template, if the value is one.
  public var template: Template? { if case .template(let template) = value { template } else { nil } }
}
