package import FlowModel
package import JSONSyntax

/// Reads an object of a session document: what is missing, or is not what it should be, makes the document unreadable.
package struct DocumentReader {
  /// The object's members.
  package let members: JSONObject

  package init(_ members: JSONObject) { self.members = members }

  package init(_ json: JSON?) throws(SessionDocumentError) {
    guard let members = json?.object else { throw .unreadable("it lacks an object") }
    self.members = members
  }

  package subscript(name: String) -> JSON? { members[name] }

  package func object(_ name: String) throws(SessionDocumentError) -> DocumentReader {
    guard let value = members[name] else { throw .unreadable("it lacks `\(name)`") }
    return try DocumentReader(value)
  }

  /// The elements of an array; none where it is left out.
  package func list(_ name: String) throws(SessionDocumentError) -> [JSON] {
    guard let value = members[name] else { return [] }
    guard let list = value.array else { throw .unreadable("`\(name)` is no array") }
    return list
  }

  package func text(_ name: String) throws(SessionDocumentError) -> String {
    guard let text = members[name]?.string else { throw .unreadable("it lacks the text `\(name)`") }
    return text
  }

  /// A text that names something.
  package func name<Value: Name>(_ name: String) throws(SessionDocumentError) -> Value {
    Value(try text(name))
  }

  package func number(_ name: String) throws(SessionDocumentError) -> Double {
    guard let number = members[name]?.number?.double else {
      throw .unreadable("it lacks the number `\(name)`")
    }
    return number
  }

  package func integer(_ name: String) throws(SessionDocumentError) -> Int {
    guard let integer = members[name]?.naturalNumber else {
      throw .unreadable("it lacks the number `\(name)`")
    }
    return integer
  }

  /// An integer that a limit proves to be no greater.
  package func integer(_ name: String, upTo highest: Int) throws(SessionDocumentError) -> Int {
    let integer = try integer(name)
    guard integer <= highest else { throw .unreadable("`\(name)` is more than \(highest)") }
    return integer
  }

  /// What has been set to end a wait, or the session.
  package func alarm(_ name: String) throws(SessionDocumentError) -> Alarm {
    let alarm = try object(name)
    return Alarm(timer: TimerID(try alarm.integer("timer")), time: try alarm.time("at"))
  }

  /// A node of the flow, by its id.
  package func node(_ name: String, of program: FlowProgram) throws(SessionDocumentError) -> NodeID {
    let id = try text(name)
    guard let node = program.node(named: id) else { throw .unreadable("the flow has no node `\(id)`") }
    return node
  }

  package func time(_ name: String) throws(SessionDocumentError) -> Timestamp {
    Timestamp(milliseconds: Int64(try integer(name)))
  }

  /// One of the names of an enumeration.
  package func choice<Choice: RawRepresentable<String>>(_ name: String) throws(SessionDocumentError) -> Choice
  {
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
