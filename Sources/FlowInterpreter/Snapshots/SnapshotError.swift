/// Why a snapshot cannot be restored. The snapshot itself stays as it is.
public enum SnapshotError: Error, Sendable, Hashable {
  /// It is damaged, or no such snapshot at all: what is wrong with it.
  case unreadable(String)
  /// Its format is of another version than this one knows.
  case otherVersion(Int)
  /// It belongs to a flow, or to another definition of a flow, that is not at hand: the hash that it names.
  case otherFlow(hash: String)
}

extension SnapshotError: CustomStringConvertible {
  /// The error in a sentence without a full stop.
  public var description: String {
    switch self {
    case .unreadable(let problem): "the snapshot cannot be read: \(problem)"
    case .otherVersion(let version):
      "the snapshot has version \(version) of its format, not \(SnapshotFormat.version)"
    case .otherFlow(let hash): "the snapshot belongs to another definition of the flow, \(hash)"
    }
  }
}

/// What all snapshots have in common: a line of JSON that names its kind, its format's version and its flow's hash.
package enum SnapshotFormat {
  /// Raised whenever a snapshot of before would be read as something else.
  package static let version = 2

  /// What a snapshot is of.
  package enum Kind: String {
    case session, host
  }
}
