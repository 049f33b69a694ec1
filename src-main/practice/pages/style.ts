/** The one style sheet. System fonts, two colour schemes, hairlines instead of shadows; AA contrast throughout. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --bar: #0f5c5c; --bar-text: #ffffff;
  --page: #f5f7f7; --paper: #ffffff; --line: #d3dcdc; --text: #172525; --quiet: #4b5f5f;
  --accent: #0b6b6b; --accent-text: #ffffff; --accent-soft: #e3f1f0;
  --strip: #fff4d6; --strip-text: #5b4300; --strip-line: #ecd9a3;
  --bad: #a4161a; --bad-soft: #fdecec; --good: #17603a; --good-soft: #e5f4eb;
  --field-line: #7a8c8c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bar: #0b4646; --bar-text: #f2fbfb;
    --page: #101717; --paper: #182121; --line: #314040; --text: #e6eeee; --quiet: #a9bbbb;
    --accent: #56c2bd; --accent-text: #06201f; --accent-soft: #163534;
    --strip: #3a2f10; --strip-text: #f6dd9a; --strip-line: #57481d;
    --bad: #ff9d97; --bad-soft: #3b1a1a; --good: #86d9a8; --good-soft: #15321f;
    --field-line: #8aa0a0;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem 1rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; }
.bar { background: var(--bar); color: var(--bar-text); display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: .5rem 1rem; min-height: 3rem; }
.bar a { color: inherit; }
.bar .tenant { font-weight: 600; text-decoration: none; }
.bar .room { opacity: .9; padding-left: 1rem; border-left: 1px solid currentColor; }
.bar .spacer { flex: 1; }
.bar .who { font-size: .9rem; }
.bar form { margin: 0; }
.bar button { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid currentColor; border-radius: 4px; padding: .2rem .7rem; cursor: pointer; }
.bar a:focus-visible, .bar button:focus-visible { outline-color: var(--bar-text); }
.strip { background: var(--strip); color: var(--strip-text); border-bottom: 1px solid var(--strip-line); padding: .35rem 1rem; font-size: .93rem; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
.strip .to-control { color: inherit; margin-left: auto; }
.badge { border: 1px solid currentColor; border-radius: 99px; padding: 0 .6rem; font-size: .85rem; white-space: nowrap; }
.frame { flex: 1; display: flex; flex-wrap: wrap; align-items: flex-start; width: 100%; }
main { flex: 1 1 20rem; min-width: 0; padding: 1.5rem 1rem 3rem; }
.card main { max-width: 30rem; margin: clamp(.5rem, 5vh, 3.5rem) auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1.75rem; }
.wide main { max-width: 56rem; }
.wide .frame:not(:has(.menu)) main { margin-inline: auto; }
#properties:not(:has(input[name=scope][value=selected]:checked)) #group-picker { display: none; }
.search { display: flex; flex-wrap: wrap; gap: .6rem; align-items: flex-end; margin: .5rem 0; }
.search .field { margin: 0; flex: 0 1 20rem; }
@media (max-width: 32rem) { .card main { margin: 0; border: 0; border-radius: 0; max-width: none; padding: 1.25rem 1rem; } .card { background: var(--paper); } }
h1 { font-size: 1.45rem; line-height: 1.25; font-weight: 600; margin: 0 0 .75rem; }
h2 { font-size: 1.08rem; font-weight: 600; margin: 1.75rem 0 .5rem; }
p { margin: 0 0 .9rem; }
code, .code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .95em; }
.quiet, .hint, small { color: var(--quiet); }
.hint, small { font-size: .88rem; }
.account { margin-bottom: .5rem; color: var(--quiet); }
.menu { flex: 0 0 16.5rem; padding: 1.25rem 0 1rem .5rem; }
.menu h2 { margin: 0 .75rem .4rem; font-size: .85rem; color: var(--quiet); }
.menu ul { list-style: none; margin: 0; padding: 0; }
.menu a { display: block; padding: .42rem .75rem; border-left: 3px solid transparent; border-radius: 0 4px 4px 0; color: var(--text); text-decoration: none; }
.menu a:hover { background: var(--accent-soft); }
.menu a[aria-current] { border-left-color: var(--accent); background: var(--accent-soft); font-weight: 600; }
@media (max-width: 45rem) { .menu { flex-basis: 100%; padding: .75rem .5rem 0; } .menu ul { display: flex; flex-wrap: wrap; } .menu a { border-left: 0; border-bottom: 3px solid transparent; border-radius: 4px 4px 0 0; } .menu a[aria-current] { border-bottom-color: var(--accent); } }
form { margin: 0; }
.field { margin: 0 0 1rem; }
label, legend { font-weight: 600; }
.field label { display: block; margin-bottom: .25rem; }
input:not([type=radio]):not([type=checkbox]), select { font: inherit; width: 100%; max-width: 24rem; padding: .5rem .6rem; color: var(--text); background: var(--paper); border: 1px solid var(--field-line); border-radius: 4px; min-height: 2.5rem; }
input[aria-invalid], select[aria-invalid] { border-color: var(--bad); }
input[type=radio], input[type=checkbox] { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: .2rem 0 0; flex: none; }
.error { color: var(--bad); margin: .3rem 0 0; }
.error::before { content: "⚠ "; }
.hint { margin: .3rem 0 0; }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; min-width: 0; }
legend { padding: 0; margin-bottom: .35rem; }
.choice { display: flex; gap: .6rem; padding: .35rem 0; font-weight: 400; align-items: flex-start; cursor: pointer; }
.choice small { display: block; }
.toggle .choice { display: inline-flex; margin-right: 1.25rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem; }
button.primary, button.plain, button.danger, .button { font: inherit; font-weight: 600; border-radius: 4px; padding: .5rem 1.15rem; min-height: 2.5rem; cursor: pointer; border: 1px solid var(--accent); text-decoration: none; display: inline-block; }
button.primary, .button { background: var(--accent); color: var(--accent-text); }
button.plain, .button.plain { background: transparent; color: var(--text); border-color: var(--field-line); }
button.danger { background: transparent; color: var(--bad); border-color: var(--bad); }
button:hover:enabled { filter: brightness(1.06); }
button:disabled { color: var(--quiet); background: var(--page); border-color: var(--line); border-style: dashed; cursor: not-allowed; }
fieldset:disabled .choice, fieldset:disabled label { cursor: not-allowed; }
input:not([type=radio]):not([type=checkbox]):disabled, select:disabled { color: var(--quiet); background: var(--page); border-style: dashed; }
.link { font: inherit; background: none; border: 0; padding: 0; color: var(--accent); text-decoration: underline; cursor: pointer; min-height: 0; }
.notice { border: 1px solid; border-radius: 6px; padding: .65rem .85rem; margin: 0 0 1rem; }
.error-notice { color: var(--bad); background: var(--bad-soft); }
.good-notice { color: var(--good); background: var(--good-soft); }
.info-notice { color: var(--text); background: var(--accent-soft); border-color: var(--line); }
.hint-box { margin-top: 1.5rem; padding: .9rem 1rem; border: 1px dashed var(--strip-text); border-radius: 6px; background: var(--strip); color: var(--strip-text); }
.hint-box p { margin: 0 0 .5rem; }
.hint-box button.plain { color: inherit; border-color: currentColor; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 .75rem; }
dt { color: var(--quiet); }
.hint-box dl { grid-template-columns: 1fr; gap: 0; }
.hint-box dt { color: inherit; font-size: .88rem; }
.hint-box dd { margin-bottom: .35rem; }
dd { margin: 0; min-width: 0; }
.rows { list-style: none; margin: 0 0 1.5rem; padding: 0; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); }
.rows > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; padding: .7rem 1rem; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows .grow { flex: 1 1 12rem; min-width: 0; }
.rows .grow strong { display: block; font-weight: 600; }
.rows button.grow { text-align: left; font-weight: 400; }
.rows button.grow span, .rows button.grow small { display: block; }
.qr { background: #fff; padding: .5rem; border-radius: 6px; width: 12rem; height: 12rem; display: block; border: 1px solid var(--line); }
.qr svg { width: 100%; height: 100%; display: block; }
.secret { font-size: 1.05rem; letter-spacing: .04em; user-select: all; }
.steps { color: var(--quiet); margin-bottom: .9rem; }
.steps strong { color: var(--text); }
.challenge { display: inline-block; font-size: 1.5rem; letter-spacing: .35em; padding: .4rem .5rem .4rem .9rem; border: 1px dashed var(--field-line); border-radius: 6px; background: var(--page); user-select: none; }
.message { padding: .8rem 1rem; }
.message pre { margin: .25rem 0 0; white-space: pre-wrap; font: inherit; }
.big-code { font-size: 1.7rem; font-weight: 600; letter-spacing: .12em; user-select: all; margin: .25rem .75rem .25rem 0; }
.code-row { display: flex; flex-wrap: wrap; align-items: center; }
.match-number { font-size: 2.6rem; line-height: 1.2; font-weight: 600; letter-spacing: .12em; text-align: center; padding: .75rem; border-radius: 6px; background: var(--accent-soft); }
form + p:empty + form { border-top: 1px solid var(--line); padding-top: .6rem; }
.prompt { padding: 1rem; }
.prompt h3 { margin: 0 0 .25rem; font-size: 1rem; }
.prompt .field input { max-width: 8rem; }
.prompt .field { margin: .75rem 0 0; }
.stand-in { border: 1px dashed var(--field-line); border-radius: 6px; padding: .8rem 1rem; margin: 0 0 1.25rem; }
.stand-in summary { cursor: pointer; font-weight: 600; }
.stand-in > p { margin: .25rem 0 0; }
.phone-cards { list-style: none; margin: .75rem 0 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.phone-cards li { border: 1px solid var(--line); border-radius: 6px; background: var(--paper); padding: .7rem .9rem; min-width: 0; }
.phone-cards strong { display: block; font-weight: 600; }
.phone-code { font-size: 1.45rem; font-weight: 600; letter-spacing: .1em; user-select: all; margin: .2rem .75rem .2rem 0; }
.stamp { color: var(--quiet); font-size: .88rem; }
.control > section { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 1.75rem; scroll-margin-top: .5rem; }
.control h2 { font-size: 1.25rem; margin-top: 1rem; }
.control h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.control > section > form + form, .control form + h3, .control form + details, .control form + p, .control ul + form { margin-top: 1.25rem; }
.control label, .control legend { overflow-wrap: break-word; }
.control .hint { margin-bottom: .75rem; }
.control .buttons { margin-top: .75rem; }
.menu:has(a[href^="#"]) { position: sticky; top: 0; }
@media (max-width: 45rem) { .menu:has(a[href^="#"]) { position: static; } }
.control .buttons.tight { margin-top: 0; }
.grid { display: grid; gap: 0 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
button.small { min-height: 2rem; padding: .2rem .75rem; font-size: .9rem; font-weight: 500; }
form.inline { display: flex; gap: .4rem; align-items: center; }
form.inline select { width: auto; min-height: 2rem; padding: .2rem .4rem; }
.pair { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.pair label { font-weight: 400; }
.pair label span { display: block; font-size: .88rem; color: var(--quiet); }
.pair input:not([type=radio]):not([type=checkbox]) { width: 8rem; }
.unreal { color: var(--strip-text); background: var(--strip); padding: 0 .3rem; border-radius: 3px; font-weight: 500; }
details { margin: .75rem 0; }
details > summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
details[open] > summary { margin-bottom: .5rem; }
.scroll { overflow-x: auto; margin-bottom: 1rem; }
.scroll th, .scroll time { white-space: nowrap; }
.wide-cell { min-width: 16rem; }
.wide-cell small { display: block; }
.who-cell { min-width: 13rem; }
pre.json { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font-size: .88rem; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .45rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
`
