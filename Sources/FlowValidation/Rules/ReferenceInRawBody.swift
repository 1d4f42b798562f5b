import Diagnostics
import FlowModel

/// RF506: what is put into JSON is written as JSON.
///
/// Complexity: linear in the bodies' length.
struct ReferenceInRawBody: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var findings: [Finding] = []
    for request in context.lists.requests {
      guard let body = request.written.body, !body.value.template.references.isEmpty,
        body.value.template.isJSONAroundReferences
      else { continue }
      let fix = body.value.template.writtenAsJSON(in: graph).map { json in
        Fix(
          "Write the body as `json`",
          [.string("json", at: body.keyPlace.range), SourceEdit(body.value.place.range, with: json)])
      }
      for reference in body.value.template.references.map({ graph.references[$0.index] }) {
        findings.append(
          Finding(
            .referenceInRawBody, "the text of `$(\(reference.written))` is put into JSON as it is",
            at: reference.place,
            help: """
              A quotation mark or a line break in it breaks the body, and who writes it can change what the body says. \
              Write the body as `json`, in which texts stay texts.
              """, fix: fix))
      }
    }
    return findings
  }

  let code = RuleCode.referenceInRawBody

  var page: RulePage {
    RulePage(.referenceInRawBody, markdown: PackageResources.RF506_md)
  }
}

extension Template {
  /// The text as a JSON value whose strings are templates: references that stand alone become strings.
  ///
  /// Nil where a reference stands in the name of a member, which `json` takes as it is.
  fileprivate func writtenAsJSON(in graph: FlowGraph) -> String? {
    var json = ""
    var isInString = false
    var isEscaped = false
    // Whether the string that is read, or was read last, has a reference in it.
    var hasReference = false
    for part in parts {
      switch part {
      case .reference(let reference):
        let written = "$(\(graph.references[reference.index].written))"
        json += isInString ? written : "\"\(written)\""
        hasReference = true
      case .literal(let text):
        for scalar in text.replacing("$(", with: "$$(").unicodeScalars {
          if isInString {
            if !isEscaped, scalar == "\"" { isInString = false }
            isEscaped = !isEscaped && scalar == "\\"
          } else if scalar == "\"" {
            isInString = true
            hasReference = false
          } else if scalar == ":", hasReference {
            return nil
          } else if !scalar.properties.isWhitespace {
            hasReference = false
          }
          json.unicodeScalars.append(scalar)
        }
      }
    }
    return json
  }
}
