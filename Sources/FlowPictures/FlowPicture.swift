public import Diagnostics
public import FlowModel

/// A flow as one can see it: laid out and drawn as SVG, or as text that other programs draw.
///
///     let picture = FlowPicture(graph, findings: linted.diagnostics.map(\.finding))
///     print(picture.svg())
///
/// The same flow gives the same bytes. A flow with errors is drawn as far as it was read.
public struct FlowPicture: Sendable {
  let model: PictureModel
  /// What is compared, if two versions are.
  let comparison: FlowComparison?
  /// The project that is drawn, if it is one.
  let project: ProjectOverview?

  /// Creates the picture of a flow.
  /// - Parameters:
  ///   - findings: What was found in the flow's file, which is drawn where it marks something.
  ///   - activity: What ran of the flow, which is counted in the picture; nil where nothing is to be counted.
  public init(_ graph: FlowGraph, findings: [Finding] = [], activity: Activity? = nil) {
    var model = PictureModel(of: DrawnFlow(graph))
    model.mark(findings, in: graph)
    if let activity { model.count(activity) }
    self.model = model
    comparison = nil
    project = nil
  }

  /// Creates the picture of a project: which number and keyword, and which webhook, begins which flow.
  public init(_ project: ProjectOverview) {
    var model = PictureModel(of: project)
    model.note = "An exact keyword comes before *, which is any text."
    self.model = model
    comparison = nil
    self.project = project
  }

  /// Creates the picture of two versions of a flow: of the newer one, and of what only the older one has.
  /// - Parameter findings: What was found in the newer version's file.
  public init(_ comparison: FlowComparison, findings: [Finding] = []) {
    var model = PictureModel(of: comparison.drawnFlow)
    model.mark(findings, in: comparison.new)
    self.model = model
    self.comparison = comparison
    project = nil
  }

  /// The picture as SVG.
  ///
  /// Each node is a group of class `node` with its id in `data-node`, each way one of class `edge` with `data-from`,
  /// `data-to`, the outcomes that take it in `data-outcome`, parted by spaces, and again in `data-outcomes`, as an
  /// array in JSON; each end one of class `end` with `data-end`. The class `lit` beside these highlights one, `visited`
  /// marks it softly. All style rules begin with `.refrain-picture`, so they hold nowhere else in a page.
  ///
  /// Complexity: about n log n in the number of nodes and ways.
  /// - Parameters:
  ///   - idPrefix: What the ids of all elements begin with, so that a page may hold several pictures.
  ///   - isStandalone: Whether it is a file of its own and not a part of a page.
  ///   - isStyled: Whether it brings its style along, which a page can have as a file: see `style`.
  public func svg(idPrefix: String = "", isStandalone: Bool = true, isStyled: Bool = true) -> String {
    PictureDocument.svg(of: model, idPrefix: idPrefix, isStandalone: isStandalone, isStyled: isStyled)
  }

  /// The style of all pictures in SVG, as CSS.
  public static var style: String { PictureStyle.rules }
}
