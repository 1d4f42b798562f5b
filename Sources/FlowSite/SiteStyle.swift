/// The style of all pages of a site.
///
/// Colours are named by what they are for, and given for light and for dark; each text has a contrast of 4.5 to 1 at
/// least with what it stands on.
enum SiteStyle {
  /// The whole of it.
  static let text = colors + basics + lists + player + narrow + paper

  private static let colors = """
    :root {
      color-scheme: light dark;
      --page: #f4f6f8; --panel: #ffffff; --raised: #eef1f5; --ink: #18202a; --soft: #566170; --line: #d9dfe6;
      --accent: #0a6470; --on-accent: #ffffff; --own: #0a6470; --on-own: #ffffff; --tint: #e0f1f3;
      --good: #17653a; --good-tint: #e1f4e8; --bad: #a8221b; --bad-tint: #fde9e7; --warn: #7a4e00;
      --warn-tint: #fdf0d5; --info: #2b55a2; --info-tint: #e6eefb; --shadow: 0 1px 2px #1820280f, 0 4px 16px #1820280d;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f1419; --panel: #171e26; --raised: #212a34; --ink: #e4e9ef; --soft: #9ca9b8; --line: #2c3743;
        --accent: #63cbd8; --on-accent: #06262b; --own: #12606b; --on-own: #f2fbfc; --tint: #14333a;
        --good: #74d298; --good-tint: #15311f; --bad: #ff958c; --bad-tint: #3f1c1a; --warn: #f0bd63;
        --warn-tint: #38290c; --info: #9dbcf7; --info-tint: #1b2a47; --shadow: 0 1px 2px #0006;
      }
    }

    """

  private static let basics = """
    *, ::before, ::after { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 1720px; padding: 20px 24px; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      overflow-wrap: anywhere; }
    h1 { font-size: 26px; line-height: 1.25; letter-spacing: -.01em; margin: 0; }
    h2 { font-size: 17px; line-height: 1.3; margin: 0 0 12px; }
    h3 { font-size: 15px; margin: 0; }
    a { color: var(--accent); text-underline-offset: 3px; text-decoration-thickness: 1px; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
    small { font-size: 12.5px; color: var(--soft); font-weight: 400; }
    code, pre { font: 13px/1.5 ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace; }
    code { color: var(--soft); }
    :is(h3, .help, .places) code { color: inherit; font-size: .92em; }
    ol, ul { margin: 0; padding: 0; list-style: none; }
    [hidden] { display: none !important; }
    .hidden, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    .skip:focus { position: absolute; top: 4px; left: 4px; padding: 4px 12px; background: var(--panel); z-index: 9; }
    nav ol { display: flex; flex-wrap: wrap; margin-bottom: 6px; font-size: 14px; }
    nav li:not(:last-child)::after { content: "/"; color: var(--soft); margin: 0 8px; }
    footer { margin-top: 28px; color: var(--soft); font-size: 13px; }
    .title { margin-bottom: 18px; }
    .facts { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 6px 0 0; color: var(--soft); }
    .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px;
      margin-bottom: 18px; box-shadow: var(--shadow); }
    .panel p:last-child { margin-bottom: 0; }
    .badge { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 13px; font-weight: 600;
      white-space: nowrap; background: var(--raised); color: var(--soft); }
    .badge.good { background: var(--good-tint); color: var(--good); }
    .badge.error { background: var(--bad-tint); color: var(--bad); }
    .badge.warning { background: var(--warn-tint); color: var(--warn); }
    .badge.info { background: var(--info-tint); color: var(--info); }
    .picture { overflow: auto; border-radius: 8px; }
    .picture svg { display: block; margin: 0 auto; max-width: none; }
    .picture .refrain-picture .page { fill: transparent; }
    .fitted svg { max-width: 100%; height: auto; }
    .panel:has(.actual:checked) .fitted svg { max-width: none; }
    .panel .heading-row { display: flex; justify-content: space-between; gap: 16px; }
    .heading-row label { font-size: 14px; color: var(--soft); }
    input[type=checkbox] { accent-color: var(--accent); }

    """

  private static let lists = """
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin: 0 0 18px; }
    .tiles div { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px;
      box-shadow: var(--shadow); }
    .tiles dt { color: var(--soft); font-size: 13px; }
    .tiles dd { margin: 0; font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; }
    .tiles small { display: block; }
    .row { display: grid; align-items: center; gap: 6px 18px; padding: 10px 0; border-top: 1px solid var(--line); }
    .rows > .row:first-child { border-top: 0; padding-top: 0; }
    .rows > .row:last-child { padding-bottom: 0; }
    .row .name { display: flex; flex-direction: column; min-width: 0; }
    .row .name a { font-weight: 600; }
    .row .time { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; }
    .row.flow { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) minmax(0, 260px); }
    .row.scenario { grid-template-columns: minmax(0, 1fr) auto 92px; justify-items: end; }
    .row.scenario .name { justify-self: stretch; }
    .row.node { grid-template-columns: minmax(120px, 220px) minmax(0, 1fr); align-items: start; }
    .row.node code { color: var(--ink); font-weight: 600; }
    .row.node.missed .name code { color: var(--warn); }
    .badges { display: flex; flex-wrap: wrap; gap: 4px 6px; }
    .share { display: inline-flex; align-items: center; gap: 10px; font-variant-numeric: tabular-nums; }
    .share small, .row .share b { white-space: nowrap; display: block; }
    .shares .share small { display: inline; }
    .shares { display: flex; flex-wrap: wrap; gap: 6px 32px; margin: 0 0 12px; }
    .bar { flex: none; width: 76px; height: 8px; border-radius: 9px; background: var(--raised); overflow: hidden;
      border: 1px solid var(--line); }
    .bar i { display: block; height: 100%; background: var(--accent); }
    .outcomes, .key { display: flex; flex-wrap: wrap; gap: 5px 6px; font-size: 13px; margin: 0; }
    .key { margin-bottom: 14px; }
    .outcomes li, .key span { padding: 0 9px; border-radius: 99px; border: 1px solid transparent; }
    .taken { background: var(--good-tint); color: var(--good); }
    .missed:is(li, span):not(.row) { background: var(--warn-tint); color: var(--warn); border: 1px dashed var(--warn); }
    .unlisted { color: var(--soft); border: 1px solid var(--line) !important; }
    .finding { padding: 14px 0; border-top: 1px solid var(--line); }
    .finding:first-child { border-top: 0; padding-top: 0; }
    .finding h3 .badge { margin-right: 4px; }
    .source { margin: 8px 0 0; padding: 10px 12px; background: var(--raised); border-radius: 8px; overflow: auto;
      white-space: pre; overflow-wrap: normal; }
    .source .number { display: inline-block; min-width: 3ch; padding-right: 12px; color: var(--soft); user-select: none;
      text-align: right; }
    .failure { max-height: 340px; }
    mark { background: var(--warn-tint); color: var(--ink); border-bottom: 2px solid var(--warn); }
    .places { counter-reset: place; margin: 10px 0 0 4px; padding-left: 14px; border-left: 2px solid var(--line); }
    .places > li { counter-increment: place; margin-top: 8px; }
    .places > li::before { content: counter(place) ". "; color: var(--soft); }
    .help { margin: 10px 0 0; padding-left: 12px; border-left: 3px solid var(--accent); }
    .answered { color: var(--soft); font-size: 14px; }

    """

  private static let player = """
    .player { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
    .stage { display: grid; gap: 14px; grid-template-columns: minmax(0, 310px) minmax(0, 1fr) minmax(0, 310px); }
    .playable .stage > *, .playable .phone { height: clamp(430px, calc(100vh - 272px), 820px); }
    .phone, .agent, .graph, .trace { display: flex; flex-direction: column; background: var(--panel);
      border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; min-width: 0; }
    .player header { display: flex; align-items: center; justify-content: space-between; gap: 10px;
      padding: 10px 14px; border-bottom: 1px solid var(--line); }
    .player h2 { margin: 0; font-size: 15px; }
    .phones { display: grid; gap: 14px; }
    .phone { border: 7px solid #2a323c; border-radius: 34px; }
    .phone header { flex-direction: column; gap: 6px; padding: 8px 14px 10px; background: var(--raised); }
    .phone h2 { text-align: center; } .phone h2 small { display: block; }
    .lens { width: 64px; height: 6px; border-radius: 9px; background: #2a323c; }
    .agent header { background: var(--raised); }
    .chat { flex: 1; overflow-y: auto; padding: 14px; display: flex; flex-direction: column; gap: 8px; }
    .bubble { max-width: 86%; padding: 7px 12px 5px; border-radius: 16px; align-self: flex-start;
      background: var(--raised); border-bottom-left-radius: 5px; }
    .bubble .text { display: block; white-space: pre-wrap; unicode-bidi: isolate; }
    .bubble small { display: block; font-size: 11.5px; text-align: right; }
    .bubble.own { align-self: flex-end; background: var(--own); color: var(--on-own); border-bottom-left-radius: 16px;
      border-bottom-right-radius: 5px; }
    .bubble.own small { color: inherit; }
    .bubble.system { border: 1px dashed var(--soft); background: none; }
    .note, .deed { align-self: center; text-align: center; font-size: 13.5px; color: var(--soft); }
    .note small, .deed small { white-space: nowrap; }
    .deed { padding: 3px 12px; border-radius: 99px; background: var(--tint); color: var(--ink); }
    .card { padding: 9px 12px; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; }
    .card summary { color: var(--accent); font-size: 13.5px; cursor: pointer; }
    .card dl { margin: 6px 0 0; font-size: 13px; }
    .card dl div { display: grid; grid-template-columns: 45% 1fr; gap: 8px; }
    .card dt { color: var(--soft); } .card dd { margin: 0; }
    .graph .picture { flex: 1; padding: 14px; border-radius: 0; }
    .graph .picture.whole { display: flex; }
    .graph .picture.whole svg { width: 100%; height: 100%; }
    .controls { position: sticky; bottom: 10px; z-index: 2; display: grid; align-items: center; gap: 6px 18px;
      grid-template-columns: auto minmax(0, 1fr) auto; padding: 10px 16px 12px; background: var(--panel);
      border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 2px 18px #0003; }
    .timeline { grid-column: 1 / -1; position: relative; padding-top: 12px; }
    .timeline input { display: block; width: 100%; height: 18px; margin: 0; accent-color: var(--accent); cursor: pointer; }
    .marks { position: absolute; inset: 0 8px auto; height: 12px; }
    .marks i { position: absolute; left: calc(100% * var(--at)); width: 7px; height: 7px; margin: 2px -3.5px;
      border-radius: 50%; background: var(--soft); }
    .marks .customer { background: var(--accent); } .marks .agent { background: var(--info); }
    .marks .flow { background: var(--warn); } .marks .end { background: var(--ink); border-radius: 1px; }
    .buttons { display: flex; gap: 4px; }
    button, select { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--line);
      border-radius: 8px; min-height: 36px; }
    button { display: inline-grid; place-items: center; min-width: 40px; padding: 0; cursor: pointer; }
    button:hover:not(:disabled) { border-color: var(--accent); }
    button:disabled { opacity: .45; cursor: default; }
    button svg { width: 18px; height: 18px; fill: currentColor; stroke: currentColor; stroke-width: 2;
      stroke-linejoin: round; stroke-linecap: round; }
    button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); min-width: 52px; }
    button.main .stop, button.main.playing .start { display: none; }
    button.main.playing .stop { display: inline; stroke-width: 0; }
    button.plain { min-height: 28px; padding: 0 10px; font-size: 13px; white-space: nowrap; }
    button.plain[aria-pressed=true] { background: var(--tint); border-color: var(--accent); }
    select { padding: 0 6px; }
    .speed { display: flex; align-items: center; gap: 8px; font-size: 14px; color: var(--soft); }
    .now { margin: 0; min-width: 0; display: flex; gap: 12px; align-items: baseline; white-space: nowrap;
      font-variant-numeric: tabular-nums; }
    .now .count, .now time { color: var(--soft); font-size: 14px; } .now .count b { color: var(--ink); }
    .now [role=status] { overflow: hidden; text-overflow: ellipsis; }
    .trace ol { overflow-y: auto; padding: 6px; }
    .playable .trace ol { max-height: 420px; }
    .trace a { display: grid; grid-template-columns: 3.2ch 8ch 17ch minmax(0, 1fr); gap: 8px; padding: 3px 8px;
      border-radius: 6px; color: inherit; text-decoration: none; font-size: 13.5px; font-variant-numeric: tabular-nums; }
    .trace a:hover { background: var(--raised); }
    .trace .number, .trace time { color: var(--soft); text-align: right; }
    .trace b { font-weight: 600; }
    .trace .input b { color: var(--accent); }
    .trace .summary { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .trace .ahead :is(b, .summary) { color: var(--soft); }
    .trace [aria-current] { background: var(--tint); box-shadow: inset 3px 0 var(--accent); }
    .trace [aria-current] .summary { white-space: normal; }
    .trace pre { display: none; margin: 2px 0 6px 8px; padding: 8px 12px; border-radius: 6px; background: var(--raised);
      white-space: pre-wrap; font-size: 12.5px; }
    .trace [aria-current] + pre { display: block; }
    .transcript { display: none; }
    @media (prefers-reduced-motion: no-preference) {
      .bubble, .deed, .note, .card { animation: appear .22s ease-out; }
      @keyframes appear { from { opacity: 0; transform: translateY(6px); } }
    }
    @media (min-width: 1360px) {
      .player { grid-template-columns: minmax(0, 1fr) clamp(340px, 25vw, 430px); }
      .stage { grid-template-columns: clamp(250px, 19vw, 320px) minmax(0, 1fr) clamp(250px, 19vw, 320px); }
      .player .controls { grid-column: 1; }
      .trace { grid-area: 1 / 2 / span 2; position: relative; min-height: 420px; }
      .playable .trace ol { max-height: none; position: absolute; inset: 45px 0 0; }
      .trace a { grid-template-columns: 3ch 7ch minmax(0, 1fr); }
      .trace .summary { grid-column: 3; }
    }

    """

  private static let narrow = """
    @media (max-width: 1000px) {
      .row.flow { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .row.flow .name { grid-column: 1 / -1; }
      .row.flow .share { grid-column: 1 / -1; }
      .stage { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .stage .graph { grid-area: 2 / 1 / auto / span 2; }
      .playable .stage > *, .playable .phone { height: 420px; }
    }
    @media (max-width: 640px) {
      body { padding: 14px 12px; }
      h1 { font-size: 22px; }
      .panel { padding: 14px; }
      .tiles { grid-template-columns: 1fr 1fr; }
      .row.node { grid-template-columns: minmax(0, 1fr); }
      .row.scenario { grid-template-columns: minmax(0, 1fr) auto; }
      .row.scenario .name { grid-column: 1 / -1; }
      .row.scenario .time { justify-self: start; }
      .stage { grid-template-columns: minmax(0, 1fr); }
      .stage .graph { grid-area: auto; }
      .playable .stage > *, .playable .phone { height: 340px; }
      .playable .stage .agent { height: 300px; }
      .controls { grid-template-columns: minmax(0, 1fr) auto; padding: 8px 10px 10px; bottom: 6px; }
      .speed span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .now { grid-area: 3 / 1 / auto / span 2; }
      button { min-width: 44px; min-height: 44px; }
      .trace a { grid-template-columns: 3ch 7ch minmax(0, 1fr); }
      .trace .summary { grid-column: 3; }
    }

    """

  private static let paper = """
    @media print {
      :root { color-scheme: light; --page: #fff; --panel: #fff; --raised: #f2f4f6; --ink: #000; --soft: #444;
        --line: #bbb; --accent: #0a6470; --good: #17653a; --good-tint: #fff; --bad: #a8221b; --bad-tint: #fff;
        --warn: #7a4e00; --warn-tint: #fff; --info: #2b55a2; --info-tint: #fff; --shadow: none; --tint: #fff; }
      body { padding: 0; font-size: 11pt; max-width: none; }
      nav, .player, .skip, footer { display: none; }
      .panel { border: 0; padding: 0; border-radius: 0; }
      .badge { border: 1px solid currentColor; }
      .row, .finding { break-inside: avoid; }
      .source { white-space: pre-wrap; }
      .picture { overflow: visible; }
      .picture svg { max-width: 100%; height: auto; max-height: 240mm; }
      .transcript { display: block; }
      .transcript li { display: grid; grid-template-columns: 20mm 22mm 1fr; gap: 3mm; padding: 1mm 0;
        break-inside: avoid; }
      .transcript time { text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
      .transcript span { white-space: pre-wrap; }
      .transcript .done { font-size: 9.5pt; color: var(--soft); }
    }

    """
}
