import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

/// What the pages of a report show.
@Suite("report")
struct ReportTests {
  @Test("The first page leads to a page for each flow and each scenario, which lead back, and nowhere else")
  func pages() throws {
    var files = Sample.files
    files["deep/B.flow.json"] = SampleFlow.doubtful
    let system = MemorySystem(files)
    #expect(system.run("report", ".", "--output", "site/new") == .success)
    #expect(system.output.isEmpty)
    #expect(system.errors == "site/new/index.html: 2 flows, 1 scenario\n")
    let pages = system.pages(in: "site/new")
    #expect(
      pages.keys.sorted() == ["a-flow.html", "a-scenario.html", "deep-b-flow.html", "index.html"])
    let links = [
      "index.html": ["a-flow.html", "a-scenario.html", "deep-b-flow.html"],
      "a-flow.html": ["a-scenario.html", "index.html"], "deep-b-flow.html": ["index.html"],
      "a-scenario.html": ["a-flow.html", "index.html"],
    ]
    for (name, page) in pages {
      let targets = Set(page.values(of: "href"))
      #expect(targets.filter { $0.hasSuffix(".html") } == Set(links[name] ?? []))
      let ids = Set(page.values(of: "id"))
      for target in targets.filter({ $0.hasPrefix("#") }) {
        #expect(ids.contains(String(target.dropFirst())))
      }
      #expect(targets.allSatisfy { $0.hasSuffix(".html") || $0.hasPrefix("#") || $0 == "data:," })
      #expect(ids.count == page.values(of: "id").count)
      #expect(page.values(of: "src").isEmpty && !page.contains("url(") && !page.contains("@import"))
    }
  }

  @Test("There is none of an environment, or a project, that there is not")
  func noSuchChoice() {
    var files = Sample.files
    files["refrain.json"] = #"{ "formatVersion": 1, "name": "p", "environments": { "e": { "values": {} } } }"#
    let system = MemorySystem(files)
    #expect(system.run("report", ".", "--output", "site", "--environment", "f") == .usage)
    #expect(system.run("report", ".", "--output", "site", "--project", "none.json") == .failure)
    #expect(system.pages(in: "site").isEmpty)
    #expect(system.run("report", ".", "--output", "site", "--environment", "e") == .success)
  }

  @Test("The first page is called after the project; a scenario of several flows stands under each")
  func project() throws {
    let greeting = { (word: String) in
      SampleFlow.clean.replacing("\"+15550100\"", with: "\"+15550100\", \"keyword\": \"\(word)\"")
    }
    let pages = MemorySystem([
      "refrain.json": #"{ "formatVersion": 1, "name": "Acme & sons" }"#, "a.flow.json": greeting("A"),
      "b.flow.json": greeting("B"),
      "all.scenario.json":
        #"{ "formatVersion": 1, "name": "Both", "project": "refrain.json", "steps": [] }"#,
    ]).report()
    let index = try #require(pages["index.html"])
    #expect(index.contains("<h1>Acme &amp; sons</h1>"))
    #expect(index.components(separatedBy: "href=\"all-scenario.html\"").count == 3)
    for page in ["a-flow.html", "b-flow.html"] {
      #expect(pages[page]?.contains("all-scenario.html") == true, "\(page)")
    }
  }

  @Test("What is found in a project's own file is told and counted on the first page, as lint counts it")
  func projectFindings() throws {
    let project = #"""
      { "formatVersion": 1, "name": "p", "environments": { "test": { "values": { "idle": "1" } } } }
      """#
    let system = MemorySystem(["refrain.json": project, "a.flow.json": SampleFlow.doubtful])
    #expect(system.run("lint") == .success)
    #expect(system.errors.hasPrefix("2 warnings in 2 files"), "\(system.errors)")
    let index = try #require(system.report()["index.html"])
    #expect(index.contains("<dt>Findings</dt><dd>2 <small>2 warnings</small>"))
    #expect(index.contains("RF804") && index.contains("<mark>&quot;idle&quot;</mark>"))
    #expect(!index.contains("RF403"))
    let alone = MemorySystem([
      "refrain.json": project, "a.flow.json": SampleFlow.doubtful, ".git/HEAD": "",
      "deep/b.flow.json": SampleFlow.clean,
    ])
    #expect(alone.run("report", "deep", "--output", "site") == .success)
    #expect(alone.text(of: "site/index.html")?.contains("RF804") == false)
  }

  @Test("Outcomes are counted as test counts them: those that the flow lists, and all")
  func outcomes() throws {
    let system = MemorySystem(Sample.files)
    #expect(system.run("test", "--coverage", "--format", "json") == .success)
    let coverage = try #require(JSON(parsing: system.output)["coverage"])
    let pages = system.report()
    func share(_ name: String) throws -> String {
      let share = try #require(coverage[name])
      return "\(try #require(share["taken"]).compact) of \(try #require(share["total"]).compact)"
    }
    let index = try #require(pages["index.html"])
    #expect(index.contains("<small>\(try share("listedOutcomes")); of all \(try share("outcomes"))</small>"))
    #expect(index.contains("\(try share("listedOutcomes")) listed outcomes</small>"))
    let flow = try #require(pages["a-flow.html"])
    #expect(flow.contains("\(try share("listedOutcomes")) listed outcomes</small>"))
    #expect(flow.contains("\(try share("outcomes")) of all outcomes</small>"))
  }

  @Test("A flow's page has its picture, its findings with the source, its coverage and its scenarios")
  func flowPage() throws {
    var files = Sample.files
    files["a.flow.json"] = Sample.flow.replacing(
      "\"nodes\":", with: "\"variables\": { \"unused\": null }, \"nodes\":")
    let page = try #require(MemorySystem(files).report()["a-flow.html"])
    for part in [
      "<svg", "data-node=\"relay\"", "RF403", "unused-variable", "<mark>&quot;unused&quot;</mark>",
      "2 warnings",
      "entered once", "onSuccess <b>×1</b>", "an agent answers and closes", "1 passed",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test("A scenario over several flows has a picture of each, and its steps say which one they are about")
  func severalFlows() throws {
    let files = [
      "a.flow.json": Sample.flow,
      "b.flow.json": Sample.flow.replacing("+15555550100", with: "+15555550101")
        .replacing("\"Support\"", with: "\"Other\""),
      "s.scenario.json": #"""
      { "formatVersion": 1, "name": "s", "flows": ["a.flow.json", "b.flow.json"],
        "steps": [{ "sms": { "from": "+14155550123", "text": "x", "to": "+15555550101" } },
          { "sms": { "from": "+14155550124", "text": "x", "to": "+15555550100" } }] }
      """#,
    ]
    let page = try #require(MemorySystem(files).report()["s-scenario.html"])
    #expect(page.components(separatedBy: "<div class=\"picture\"").count == 3)
    #expect(page.contains("data-session=\"session-1\" data-flow=\"0\""))
    #expect(page.contains("data-session=\"session-2\" data-flow=\"1\""))
  }

  @Test("What scenarios reach is not told as what exploring has not seen")
  func exploration() throws {
    let flow = """
      {
        "formatVersion": 1,
        "name": "Puzzle",
        "nodes": {
          "start": {
            "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "sort" }
          },
          "sort": {
            "type": "Branch",
            "branches": [
              {
                "name": "yes",
                "all": [
                  {
                    "value": "$(start.sms.message)+$(start.sms.transId)", "operator": "equals",
                    "operand": "go+transaction-2"
                  }
                ]
              }
            ],
            "on": { "yes": "@end:incomplete", "none": "@end" }
          }
        }
      }
      """
    let scenario = """
      {
        "formatVersion": 1, "name": "Twice", "flow": "a.flow.json",
        "steps": [
          { "sms": { "from": "+15555550142", "text": "go" } },
          { "sms": { "from": "+15555550142", "text": "go" } }
        ]
      }
      """
    let alone = try #require(MemorySystem(["a.flow.json": flow]).report()["a-flow.html"])
    #expect(alone.contains("was not seen to be taken"))
    let page = try #require(
      MemorySystem(["a.flow.json": flow, "a.scenario.json": scenario]).report()["a-flow.html"])
    #expect(!page.contains("was not seen to be taken"))
    #expect(page.contains("not everything was tried") && page.contains("scenarios reach what exploring"))
  }

  @Test("A scenario's page has what was said, and each step of the trace with the node that it is at")
  func scenarioPage() throws {
    let page = try #require(MemorySystem(Sample.files).report()["a-scenario.html"])
    let links = page.values(of: "href")
    #expect(links.filter { $0.hasPrefix("#step-") } == (1...26).map { "#step-\($0)" })
    #expect(
      links.filter { $0.hasPrefix("#before-") } == ["#before-1", "#before-11", "#before-19", "#before-1"])
    for part in [
      "my order is late", "Hi, Maya here.", "1:30.500",
      "data-node=\"relay\" data-from=\"relay\" data-outcome=\"onSuccess\"",
      "data-end=\"@end:success\"", "<dt>entryPointId</dt><dd dir=\"auto\">1001</dd>", "open: Message → relay",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test("What is asked of web services stands between phone and agent, and scenarios stand under their flow")
  func places() throws {
    let flow = Sample.flow.replacing(
      "\"on\": { \"onBegin\": \"open\" }", with: "\"on\": { \"onBegin\": \"look\" }"
    ).replacing(
      "\"open\": {",
      with: """
        "look": {
          "type": "HTTPRequest", "method": "POST", "url": "https://a.example/x", "headers": { "X-A": "<b>" },
          "body": "</q>", "on": { "onSuccess": "open", "otherwise": "open" }
        },
        "open": {
        """)
    var files = ["a.flow.json": flow, "a.scenario.json": Sample.scenario, "z.flow.json": SampleFlow.clean]
    files["b.scenario.json"] = Sample.scenario.replacing("a.flow.json", with: "gone.flow.json")
    let system = MemorySystem(files)
    #expect(system.run("report", ".", "--output", "site") == .failure)
    let pages = system.pages(in: "site")
    func isInOrder(_ parts: [String], in page: String?) -> Bool {
      guard let page else { return false }
      let places = parts.compactMap { page.range(of: $0)?.lowerBound }
      return places.count == parts.count && places == places.sorted()
    }
    let scenario = [
      "class=\"phone\"", "<b>POST</b> https://a.example/x", "X-A: &lt;b&gt;",
      "<div dir=\"auto\">&lt;/q&gt;</div>",
      "class=\"agent\"",
    ]
    #expect(isInOrder(scenario, in: pages["a-scenario.html"]))
    let index = [
      "a-flow.html", "a-scenario.html", "z-flow.html", "Scenarios without a flow", "b-scenario.html",
    ]
    #expect(isInOrder(index, in: pages["index.html"]))
  }

  @Test("What fails or cannot be played is shown, and is no failure of the report")
  func failures() throws {
    var files = Sample.files
    files["b.scenario.json"] = Sample.scenario.replacing(
      "\"text\": \"Hi, Maya here.", with: "\"text\": \"Hi!")
    files["c.flow.json"] = SampleFlow.wrong
    files["c.scenario.json"] = Sample.scenario.replacing("a.flow.json", with: "c.flow.json")
    files["d.scenario.json"] = "{"
    let pages = MemorySystem(files).report()
    #expect(pages["b-scenario.html"]?.contains("no record since the last match fits") == true)
    #expect(pages["b-scenario.html"]?.contains("data-start=\"20\"") == true)
    #expect(pages["c-flow.html"]?.contains("RF103") == true)
    #expect(
      pages["c-scenario.html"]?.contains("its flow &#39;c.flow.json&#39; cannot be run: 1 error") == true)
    #expect(pages["d-scenario.html"]?.contains("RF101") == true)
    #expect(pages["index.html"]?.contains("1 passed, 1 failed, 2 refused") == true)
  }

  @Test("Markup and script in the texts of flows and scenarios is text")
  func hostileTexts() throws {
    let payload = "</script><img src=x onerror='run()'>&lt;"
    let texts = [
      "\"Support\"", "Customer", "Thank you.", "my order is late", "an agent answers and closes",
      "+15555550142",
    ]
    let files = Sample.files.mapValues { file in
      texts.reduce(file) { $0.replacing($1, with: $1.hasPrefix("\"") ? "\"\(payload)\"" : payload) }
    }
    let pages = MemorySystem(files).report()
    #expect(pages.count == 3)
    for (name, page) in pages {
      #expect(!page.contains("<img"), "\(name)")
      #expect(page.contains("&lt;/script&gt;&lt;img src=x onerror=&#39;run()&#39;&gt;&amp;lt;"), "\(name)")
      #expect(page.ranges(of: "<script").count == (name == "index.html" ? 0 : 1))
    }
  }
}

extension MemorySystem {
  /// Reports all there is, and gives the pages by their names.
  func report() -> [String: String] {
    #expect(run("report", ".", "--output", "site") == .success)
    return pages(in: "site")
  }

  /// The pages in a folder, by their names.
  func pages(in folder: String) -> [String: String] {
    let paths = items.keys.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".html") }
    return Dictionary(
      uniqueKeysWithValues: paths.map { (String($0.dropFirst(folder.count + 1)), text(of: $0) ?? "") })
  }
}

extension String {
  /// The values of all attributes with a name, in order.
  fileprivate func values(of attribute: String) -> [String] {
    let parts = components(separatedBy: " \(attribute)=\"").dropFirst()
    return parts.map { String($0.prefix { $0 != "\"" }) }
  }
}
