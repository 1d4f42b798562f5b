public import Diagnostics
public import JSONSyntax

/// The settings of a live service as they are written, with their places.
public struct LiveSettings: Sendable {
  /// The members. What has an error is left out, so that no error is reported twice.
  public let fields: FieldValues
  /// Where they stand.
  public let place: SourcePlace
  /// Where `live` itself is written.
  public let namePlace: SourcePlace
  /// What a start tells of a customer, where the settings say.
  public let contacts: [Channel: JSON]

  /// Creates settings.
  package init(fields: FieldValues, place: SourcePlace, namePlace: SourcePlace, contacts: [Channel: JSON]) {
    self.fields = fields
    self.place = place
    self.namePlace = namePlace
    self.contacts = contacts
  }

  /// What the service runs by; nil where something is missing or has an error, which the 1xx rules and RF807 report.
  public var configuration: LiveConfiguration? { LiveConfiguration(fields, contacts: contacts) }

  /// The flows by which customers opt out, or come back, as paths from the project's folder, in file order.
  public var consents: [(flow: Project.PlacedText, consent: Consent)] {
    Consent.allCases.flatMap { consent in
      (fields[consent.rawValue]?.list ?? []).compactMap { element in
        element.text.map { (Project.PlacedText($0, at: element.place), consent) }
      }
    }
  }

  /// The secrets that `$(secret.NAME)` may name.
  public var secrets: [String] { (fields["http"]?.object?["secrets"]?.object?.entries ?? []).map(\.name) }
}
