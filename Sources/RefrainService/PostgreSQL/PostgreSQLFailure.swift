#if Service
import ServiceCore

/// Why a server did not do what it was asked.
struct PostgreSQLFailure: Sendable, Hashable {
  /// The code of five characters that the SQL standard has for it; nil where the connection is gone.
  let state: String?
  /// What the server or the library says. It may name tables and columns, and holds no value of any.
  let words: String

  /// Whether another transaction was in the way, so that this one is to be begun anew.
  var isConflict: Bool { state == "40001" || state == "40P01" }

  /// The failure as whoever uses the store is told.
  var storeFailure: StoreFailure {
    guard let state else { return .unavailable(words) }
    if isConflict { return .conflict }
    switch state.prefix(2) {
    case "42" where state != "42501": return .damaged("it has other tables than it should: \(words)")
    case "22", "23", "21", "54": return .damaged(words)
    default: break
    }
    switch state {
    case "XX001", "XX002": return .damaged(words)
    case "53100": return .unavailable("the disk is full")
    default: return .unavailable(words)
    }
  }
}
#endif
