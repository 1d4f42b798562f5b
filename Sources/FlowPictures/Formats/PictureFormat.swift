/// A form that a picture can be written in.
public enum PictureFormat: String, Sendable, CaseIterable {
  /// Drawn, for browsers and documents.
  case svg
  /// Text that code hosting sites draw within Markdown.
  case mermaid
  /// Text for Graphviz.
  case dot
  /// For programs.
  case json
}

extension FlowPicture {
  /// The picture in a form, complete with a line break at its end.
  public func text(as format: PictureFormat) -> String {
    switch format {
    case .svg: svg()
    case .mermaid: MermaidText(of: model).text
    case .dot: DotText(of: model).text
    case .json: project?.json ?? json
    }
  }
}
