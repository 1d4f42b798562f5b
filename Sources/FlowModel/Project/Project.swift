public import Diagnostics

/// A project as it was loaded: what flows belong together, where they run and how they are judged.
///
/// What had an error in the file is left out, so that no error is reported twice.
public struct Project: Sendable {
  /// The name of a project's file.
  public static let fileName = "refrain.json"

  /// A text of the file, with its place.
  public struct PlacedText: Sendable {
    /// The text as it is written.
    public let text: String
    /// Where it stands.
    public let place: SourcePlace

    /// Creates a text.
    public init(_ text: String, at place: SourcePlace) {
      self.text = text
      self.place = place
    }
  }

  /// Flows of which one decides by itself which of them a message reaches.
  public struct Service: Sendable {
    /// The service's name.
    public let name: String
    /// Its flows, as paths from the project's folder.
    public let flows: [PlacedText]

    /// Creates a service.
    package init(name: String, flows: [PlacedText]) {
      self.name = name
      self.flows = flows
    }
  }

  /// The project's name; nil where it has none that can be used.
  public let name: String?
  /// Where the name stands; the whole file where there is none.
  public let namePlace: SourcePlace
  /// The files and folders of its flows, from the project's own folder; nil for every flow in that folder and below.
  public let flows: [PlacedText]?
  /// Where `flows` stands.
  public let flowsPlace: SourcePlace?
  /// The services. A flow that none of them names is one of its own.
  public let services: [Service]
  /// How much the rules' findings are to matter, in file order.
  public let rules: [(code: RuleCode, level: RuleLevel)]
  /// How many percent of the outcomes that the flows list their scenarios must reach.
  public let minimumCoverage: Double?
  /// The authorizations that flows may use; nil where any may be.
  public let authorizations: [String]?
  /// The environments, in file order; the first one counts unless another is chosen.
  public let environments: [ProjectEnvironment]
  /// Earlier paths of flows, by the paths that they have now.
  public let formerPaths: [(path: String, former: [String])]

  /// Creates a project.
  package init(
    name: String?, namePlace: SourcePlace, flows: [PlacedText]?, flowsPlace: SourcePlace?,
    services: [Service], rules: [(code: RuleCode, level: RuleLevel)], minimumCoverage: Double?,
    authorizations: [String]?, environments: [ProjectEnvironment],
    formerPaths: [(path: String, former: [String])]
  ) {
    self.name = name
    self.namePlace = namePlace
    self.flows = flows
    self.flowsPlace = flowsPlace
    self.services = services
    self.rules = rules
    self.minimumCoverage = minimumCoverage
    self.authorizations = authorizations
    self.environments = environments
    self.formerPaths = formerPaths
  }

  /// The environment of a name; nil where there is none.
  public func environment(named name: String) -> ProjectEnvironment? {
    environments.first { ExactText($0.name) == ExactText(name) }
  }
}
