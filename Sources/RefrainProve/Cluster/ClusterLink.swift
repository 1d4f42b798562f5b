#if Service
/// What is between one of the processes and all others: the server, and the world.
protocol ClusterLink: Sendable {
  /// Has the link do something else from now on.
  func set(_ condition: LinkCondition) throws

  /// Where a process finds the server behind the link.
  func address(of database: ProofDatabase) -> String

  /// Where a process runs that has no other link; nil where it runs beside the others.
  var namespace: NamespaceLink? { get }

  /// What it is, to be told.
  var summary: String { get }
}

/// What a link does with what it carries.
enum LinkCondition: String, Sendable {
  case good
  /// All comes some milliseconds late.
  case slow
  /// Some of it is lost, and has to be sent again.
  case lossy
  /// Nothing gets through, and nobody is told.
  case held
  /// There is no link.
  case cut
}
#endif
