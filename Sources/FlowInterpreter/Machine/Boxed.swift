/// A value that is kept elsewhere: what holds it is one word long, and copying it counts one reference.
///
/// What a session holds is copied into inputs, queues and outputs; an event alone has six parts that count references.
struct Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
  /// Unchecked: the value is changed only where nobody else refers to it, see `value`.
  private final class Storage: @unchecked Sendable {
    /// Not checked for overlapping accesses as it runs, 750 instructions an event: whoever changes it has exclusive access
    /// to the one `Boxed` that refers to it.
    @exclusivity(unchecked) var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage

  /// Keeps a value.
  init(_ value: Value) { storage = Storage(value) }

  /// The value. To change it leaves what others hold as it is.
  var value: Value {
    get { storage.value }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
      yield &storage.value
    }
  }

  static func == (left: Boxed, right: Boxed) -> Bool {
    left.storage === right.storage || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
