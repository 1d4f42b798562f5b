import Diagnostics

/// What a value is called in a message. It is put into words only where there is something to say.
package enum ValueSubject: Sendable, CustomStringConvertible, ExpressibleByStringInterpolation {
  /// What has a name in the format.
  case named(String)
  /// A member whose name is the author's.
  case member(String)
  /// An element of an array.
  indirect case element(of: ValueSubject)
  /// An element of an array within some value.
  indirect case elementWithin(ValueSubject)

  package init(stringLiteral words: String) { self = .named(words) }

  package var description: String {
    switch self {
    case .named(let words): words
    case .member(let name): name.quoted
    case .element(of: let array): "an element of \(array)"
    case .elementWithin(let value): "an element in \(value)"
    }
  }
}
