package import FlowModel
package import JSONSyntax

/// Reads an object of a snapshot: what is missing, or is not what it should be, makes the snapshot unreadable.
package struct SnapshotReader {
  private let members: JSONObject

  /// Reads a whole snapshot, up to its kind and its version.
  package init(_ snapshot: [UInt8], kind: SnapshotFormat.Kind) throws(SnapshotError) {
    let document: JSONDocument
    do {
      // A value that an input brought may be as deep as a text can be, and lies a few levels deeper here.
      document = try JSONDocument(parsing: snapshot, depthLimit: 2 * JSONDocument.depthLimit)
    } catch {
      throw .unreadable(error.message)
    }
    try self.init(document.root.value)
    guard try text("refrain") == kind.rawValue else {
      throw .unreadable("it is no snapshot of a \(kind.rawValue)")
    }
    let version = try integer("version")
    guard version == SnapshotFormat.version else { throw .otherVersion(version) }
  }

  package init(_ json: JSON?) throws(SnapshotError) {
    guard let members = json?.object else { throw .unreadable("it lacks an object") }
    self.members = members
  }

  package subscript(name: String) -> JSON? { members[name] }

  package func object(_ name: String) throws(SnapshotError) -> SnapshotReader {
    guard let value = members[name] else { throw .unreadable("it lacks `\(name)`") }
    return try SnapshotReader(value)
  }

  /// The elements of an array; none where it is left out.
  package func list(_ name: String) throws(SnapshotError) -> [JSON] {
    guard let value = members[name] else { return [] }
    guard let list = value.array else { throw .unreadable("`\(name)` is no array") }
    return list
  }

  package func text(_ name: String) throws(SnapshotError) -> String {
    guard let text = members[name]?.string else { throw .unreadable("it lacks the text `\(name)`") }
    return text
  }

  package func number(_ name: String) throws(SnapshotError) -> Double {
    guard let number = members[name]?.number?.double else {
      throw .unreadable("it lacks the number `\(name)`")
    }
    return number
  }

  package func integer(_ name: String) throws(SnapshotError) -> Int {
    guard let integer = members[name]?.naturalNumber else {
      throw .unreadable("it lacks the number `\(name)`")
    }
    return integer
  }

  /// An integer that a limit proves to be no greater.
  package func integer(_ name: String, upTo highest: Int) throws(SnapshotError) -> Int {
    let integer = try integer(name)
    guard integer <= highest else { throw .unreadable("`\(name)` is more than \(highest)") }
    return integer
  }

  package func timer(_ name: String) throws(SnapshotError) -> TimerID {
    TimerID(try integer(name, upTo: TimerID.highest))
  }

  package func time(_ name: String) throws(SnapshotError) -> Timestamp {
    Timestamp(milliseconds: Int64(try integer(name)))
  }

  /// One of the names of an enumeration.
  package func choice<Choice: RawRepresentable<String>>(_ name: String) throws(SnapshotError) -> Choice {
    guard let choice = Choice(rawValue: try text(name)) else { throw .unreadable("`\(name)` is unknown") }
    return choice
  }
}

extension JSON {
  /// The number as an integer that is not negative, if it is one. No number of a session comes near the largest that
  /// JSON can tell from its neighbours.
  package var naturalNumber: Int? {
    number?.integer.flatMap { (0...1 << 53).contains($0) ? $0 : nil }
  }
}
