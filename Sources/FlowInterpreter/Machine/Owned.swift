/// A value that is moved from one owner to the next, where a plain one would be copied with each of its parts.
package struct Owned<Value>: ~Copyable {
  /// The value.
  package var value: Value

  /// Takes a value.
  @inlinable package init(_ value: consuming Value) { self.value = value }

  /// Gives the value away.
  @inlinable package consuming func take() -> Value { value }
}
