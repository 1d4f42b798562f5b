/// An immutable value that is kept elsewhere: what holds it is one word long, and copying it counts one reference.
///
/// What a session holds is copied into inputs, queues and outputs; an event alone has six parts that count references.
struct Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
  private final class Storage: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private let storage: Storage

  /// Keeps a value.
  init(_ value: Value) { storage = Storage(value) }

  /// The value.
  var value: Value { storage.value }

  static func == (left: Boxed, right: Boxed) -> Bool {
    left.storage === right.storage || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
