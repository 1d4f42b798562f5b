public import Diagnostics

/// What a scenario names, with its places: all that the rules of scenarios (7xx) judge.
///
/// A file with errors has one too: what had an error is left out, so that no error is reported twice.
public struct ScenarioNames: Sendable {
  /// A text that names something which the flow has, or does not.
  public struct Name: Sendable {
    /// The name as it is written.
    public let text: String
    /// What it names.
    public let meaning: Meaning
    /// Where it stands.
    public let place: SourcePlace

    /// Creates a name.
    public init(_ text: String, _ meaning: Meaning, at place: SourcePlace) {
      self.text = text
      self.meaning = meaning
      self.place = place
    }
  }

  /// What a name in a scenario is the name of.
  public enum Meaning: Sendable, Hashable {
    case node
    /// An outcome of a node, or of any where none is told.
    case outcome(of: NodeName?)
    case nodeType
    case result
    case variable
    /// What stands between `$(` and `)` somewhere in the flow.
    case reference
    case target
    /// A webhook event that a session takes.
    case event
    /// An environment of the project.
    case environment
    /// One of a few words that the member of a record may be.
    case word(of: [String], member: String)
  }

  /// A number in a step.
  public struct Address: Sendable {
    /// The number as it is written.
    public let text: String
    /// Whether it is the business's, which may be a short code.
    public let isOfBusiness: Bool
    /// Where it stands.
    public let place: SourcePlace

    /// Creates an address.
    public init(_ text: String, isOfBusiness: Bool, at place: SourcePlace) {
      self.text = text
      self.isOfBusiness = isOfBusiness
      self.place = place
    }
  }

  /// A file that is played.
  public struct File: Sendable {
    /// The path as it is written.
    public let path: String
    /// Where it stands.
    public let place: SourcePlace

    /// Creates a file.
    package init(_ path: String, at place: SourcePlace) {
      self.path = path
      self.place = place
    }
  }

  /// The flows' files, in file order; none where there is none that can be used.
  public let flows: [File]
  /// The project's file; nil where it plays none.
  public let project: File?
  /// The environment that it plays in, which is among the names too; nil where it says none.
  public let environment: Name?
  /// The names, in file order.
  public let names: [Name]
  /// The numbers of `sms` steps, in file order.
  public let addresses: [Address]
  /// What is suppressed in the file.
  public let suppressions: [Suppression]
  /// How many more unknown names are worth a suggestion.
  public let suggester: NameSuggester
  /// The file's bytes, for findings that mend it.
  package let source: [UInt8]

  /// Creates the names of a scenario.
  package init(
    flows: [File], project: File? = nil, environment: Name? = nil, names: [Name], addresses: [Address],
    suppressions: [Suppression],
    suggester: NameSuggester, source: [UInt8]
  ) {
    self.flows = flows
    self.project = project
    self.environment = environment
    self.names = names
    self.addresses = addresses
    self.suppressions = suppressions
    self.suggester = suggester
    self.source = source
  }
}
