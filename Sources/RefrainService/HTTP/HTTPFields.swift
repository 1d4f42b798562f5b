#if Service
import FlowModel

/// The header fields of a message, in the order in which they are sent. A name may occur more than once.
public struct HTTPFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// A field.
  public struct Field: Sendable, Hashable {
    public let name: String
    public let value: String
  }

  /// All of them.
  public private(set) var all: [Field] = []

  /// Creates the fields of an empty header.
  public init() {}

  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }

  /// Adds a field behind the others.
  public mutating func append(_ name: String, _ value: String) {
    all.append(Field(name: name, value: value))
  }

  /// The value of the first field of a name, in whatever case it is written.
  public subscript(_ name: String) -> String? {
    all.first { HTTPHeader.areSame($0.name, name) }?.value
  }

  /// The values of all fields of a name, in whatever case it is written.
  public func values(of name: String) -> [String] {
    all.compactMap { HTTPHeader.areSame($0.name, name) ? $0.value : nil }
  }
}
#endif
