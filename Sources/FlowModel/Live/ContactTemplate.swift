public import JSONSyntax

/// What a start of a conversation tells ECE of the customer: JSON in whose strings the start's inputs stand as
/// `$(firstName)`.
public struct ContactTemplate: Sendable {
  private let json: JSON
  private let names: [String]

  /// Creates a template of a channel's customers.
  public init(_ json: JSON, of channel: Channel) {
    self.json = json
    names = Self.inputs(of: channel)
  }

  /// The inputs that may stand in it.
  public static func inputs(of channel: Channel) -> [String] {
    switch channel {
    case .sms: ["firstName", "phoneNumber", "countryCode", "clusterId", "transactionId"]
    case .messenger: ["firstName", "facebookPsid", "clusterId", "transactionId"]
    }
  }

  /// What is wrong with it, each in a sentence without a full stop.
  public var problems: [String] {
    var problems: [String] = []
    forEachText { text in
      do throws(MalformedReference) {
        for case .reference(let reference) in try TemplateParser.parse(text)
        where !names.contains(reference.text) || !reference.filters.isEmpty {
          problems.append("the contact cannot tell `$(\(reference.text))`")
        }
      } catch {
        problems.append("the contact has a `$(` that begins no reference")
      }
    }
    return problems
  }

  /// The contact of a customer, of whom a start has some inputs. A value that is one input alone is that input as it is.
  ///
  /// The recursion is as deep as the template, which its file's parser limits.
  public func filled(with inputs: JSONObject) -> JSON { Self.filled(json, with: inputs) }

  private static func filled(_ json: JSON, with inputs: JSONObject) -> JSON {
    switch json {
    case .null, .boolean, .number: return json
    case .array(let elements): return .array(elements.map { filled($0, with: inputs) })
    case .object(let members):
      return .object(
        JSONObject(members.map { JSONField(key: $0.key, value: filled($0.value, with: inputs)) }))
    case .string(let text):
      let pieces = (try? TemplateParser.parse(text)) ?? [.literal(text)]
      if pieces.count == 1, case .reference(let reference) = pieces[0] {
        return inputs[reference.text] ?? ""
      }
      return .string(
        pieces.map { piece in
          switch piece {
          case .literal(let literal): literal
          case .reference(let reference): inputs[reference.text]?.string ?? ""
          }
        }.joined())
    }
  }

  private func forEachText(_ body: (String) -> Void) {
    var pending = [json]
    while let value = pending.popLast() {
      switch value {
      case .null, .boolean, .number: break
      case .string(let text): body(text)
      case .array(let elements): pending += elements
      case .object(let members): pending += members.map(\.value)
      }
    }
  }
}
