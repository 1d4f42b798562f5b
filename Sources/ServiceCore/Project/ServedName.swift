/// What a service is called where people look at it, so that nobody takes one for another.
public struct ServedName: Sendable, Hashable {
  /// The project's name.
  public let project: String
  /// The environment's; nil where the project has none.
  public let environment: String?

  /// Creates a name.
  public init(project: String, environment: String?) {
    self.project = project
    self.environment = environment
  }
}
