public import FlowModel

/// The project in force, and the definitions that sessions run.
public protocol ProjectStorage {
  /// The number of the project in force; nil where there is none yet.
  mutating func projectNumber() throws(StoreFailure) -> Int?

  /// The project in force; nil where there is none yet.
  mutating func project() throws(StoreFailure) -> ProjectRow?

  /// Puts a project in force in place of the one that is, with the definitions of its flows.
  /// - Returns: Its number: one more than that of the one before, from 1.
  mutating func put(
    _ content: [UInt8], definitions: [DefinitionRow]
  ) throws(StoreFailure) -> Int

  /// What a definition is, by its hash; nil where it is not kept.
  mutating func definition(_ hash: DefinitionHash) throws(StoreFailure) -> DefinitionRow?

  /// Forgets definitions that neither the project in force nor a session names.
  /// - Returns: How many were forgotten.
  mutating func deleteUnusedDefinitions() throws(StoreFailure) -> Int
}

/// The project in force.
public struct ProjectRow: Sendable, Hashable {
  /// Its number.
  public var number: Int
  /// The project, as the driver writes it.
  public var content: [UInt8]

  /// Creates a row.
  public init(number: Int, content: [UInt8]) {
    self.number = number
    self.content = content
  }
}

/// A flow's definition, the values of its environment put in.
public struct DefinitionRow: Sendable, Hashable {
  /// What it is known by.
  public var hash: DefinitionHash
  /// The definition, as the driver writes it.
  public var content: [UInt8]

  /// Creates a row.
  public init(hash: DefinitionHash, content: [UInt8]) {
    self.hash = hash
    self.content = content
  }
}
