/** Inline, so that the report is one file that loads nothing. Text colours meet WCAG AA on their backgrounds. */
export const reportStyle = `
:root { color-scheme: light dark; --text:#18202c; --dim:#4d5866; --line:#d9dee5; --page:#ffffff; --card:#f7f9fb;
  --good:#0b6b3a; --good-bg:#e4f5ea; --wait:#7a4b00; --wait-bg:#fdf1d8; --bad:#a31621; --bad-bg:#fce8e8; --info:#1d4e9e; --info-bg:#e6effb; --accent:#0f766e }
@media (prefers-color-scheme: dark) { :root { --text:#e6eaf0; --dim:#a5b0bf; --line:#333c48; --page:#12161c; --card:#1a2028;
  --good:#7fd6a2; --good-bg:#12301f; --wait:#f0c674; --wait-bg:#33270d; --bad:#ff9b9b; --bad-bg:#3a1619; --info:#9dc2ff; --info-bg:#15263f; --accent:#4fd1c5 } }
* { box-sizing: border-box }
body { margin:0; font:14px/1.5 Inter,"Segoe UI",system-ui,-apple-system,sans-serif; color:var(--text); background:var(--page); border-top:4px solid var(--accent) }
body.real { --accent:#4f46e5 }
main { max-width:1000px; margin:0 auto; padding:32px 24px 64px }
h1, h2, caption { overflow-wrap:anywhere } h1 { font-size:24px; line-height:1.25; margin:8px 0 4px } h2 { font-size:17px; margin:32px 0 8px } p { margin:6px 0; max-width:75ch }
.dim { color:var(--dim) } .mono, code { font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace; font-size:12.5px; overflow-wrap:anywhere }
.badge { display:inline-block; border:1px solid currentColor; border-radius:6px; padding:1px 8px; font-size:12.5px; font-weight:600; white-space:nowrap }
.good { color:var(--good); background:var(--good-bg) } .wait { color:var(--wait); background:var(--wait-bg) }
.bad { color:var(--bad); background:var(--bad-bg) } .info { color:var(--info); background:var(--info-bg) } .none { color:var(--dim); background:var(--card) }
.summary { border:1px solid var(--line); border-radius:8px; padding:14px 16px; margin:16px 0; background:var(--card) } .summary strong { font-size:17px }
dl { display:grid; grid-template-columns:minmax(110px,auto) 1fr; gap:4px 16px; margin:0 } dt { color:var(--dim) } dd { margin:0; overflow-wrap:anywhere }
.scroll { overflow-x:auto } table { border-collapse:collapse; width:100%; min-width:720px; table-layout:fixed; margin-top:20px } caption { text-align:left; color:var(--dim); padding:4px 0 6px } caption strong { color:var(--text); font-size:15px }
th, td { text-align:left; vertical-align:top; padding:9px 10px 9px 0; border-bottom:1px solid var(--line) } th { font-weight:600; color:var(--dim); font-size:12.5px }
td.claim { min-width:220px } td small { display:block; color:var(--dim) }
svg { width:100%; height:auto; display:block } svg text { fill:var(--dim); font:11px Inter,"Segoe UI",system-ui,sans-serif } svg line { stroke:var(--line) }
.dot-person { fill:var(--info) } .dot-graph, .dot-audit { fill:var(--dim) } .dot-proof { fill:var(--good) } .dot-against { fill:var(--bad) }
details { margin-top:12px } summary { cursor:pointer; color:var(--dim) } ul { margin:6px 0; padding-left:20px; max-width:80ch } li { margin:2px 0 }
.note { border-left:3px solid var(--line); padding-left:10px; overflow-wrap:anywhere; white-space:pre-line } figure { margin:10px 0 } figure img { display:block; max-width:100%; max-height:420px; border:1px solid var(--line) }
@media print { :root { --text:#18202c; --dim:#4d5866; --line:#d9dee5; --page:#ffffff; --card:#f7f9fb; --good:#0b6b3a; --good-bg:#e4f5ea; --wait:#7a4b00; --wait-bg:#fdf1d8; --bad:#a31621; --bad-bg:#fce8e8; --info:#1d4e9e; --info-bg:#e6effb }
  body { border-top:0; font-size:11px } .mono, code, .badge, th { font-size:10px } main { max-width:none; padding:0 } .first-page { break-after:page } tr, .summary, figure { break-inside:avoid } details::details-content { content-visibility:visible; block-size:auto; height:auto } .scroll { overflow:visible } table { min-width:0 } }
@page { size:A4; margin:14mm }
`
