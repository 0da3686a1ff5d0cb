/** The look of every server-rendered page: one small sheet, no fonts to fetch, light and dark by the reader's choice. */
export const siteCss = `
:root{color-scheme:light dark;--paper:#faf9f5;--card:#fff;--ink:#1c2422;--soft:#57625e;--line:#dcdad1;--line-strong:#8b918c;
--accent:#0b5f50;--accent-ink:#fff;--accent-wash:#e4f0ec;--danger:#a3231d;--danger-wash:#fbeae8;--warn:#7a4b00;--warn-wash:#fcf1dc;
--serif:ui-serif,"Iowan Old Style",Charter,Georgia,serif;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;--round:.625rem;--gap:1.25rem}
@media (prefers-color-scheme:dark){:root{--paper:#131816;--card:#1b211f;--ink:#e9eeeb;--soft:#a9b4af;--line:#323b38;--line-strong:#75807b;
--accent:#7fd4bd;--accent-ink:#07251e;--accent-wash:#17332c;--danger:#ff9d94;--danger-wash:#3a1c1a;--warn:#f0c274;--warn-wash:#33270f}}
*,*::before,*::after{box-sizing:border-box}
html{font:100%/1.6 var(--sans);background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;overflow-wrap:anywhere}
h1,h2,h3{font-family:var(--serif);line-height:1.2;font-weight:600;text-wrap:balance;margin:0 0 .5em}
h1{font-size:clamp(1.8rem,1.4rem + 2vw,2.6rem);letter-spacing:-.01em}
h2{font-size:1.4rem;margin-top:2.25rem}
h3{font-size:1.1rem;margin-top:1.5rem}
p,ul,ol,dl,table,pre,blockquote{margin:0 0 1em}
li{margin:.25em 0}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.08em}
a:hover{text-decoration-thickness:.14em}
:focus-visible,input[type^=date]:focus,input[type^=date]:focus-within{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
code,pre,kbd{font-family:var(--mono);font-size:.92em}
code{background:var(--accent-wash);padding:.1em .3em;border-radius:.25rem}
pre{background:var(--card);border:1px solid var(--line);border-radius:var(--round);padding:.9rem 1rem;overflow-x:auto;overflow-wrap:normal}
pre code{background:none;padding:0}
blockquote{border-left:3px solid var(--line-strong);padding-left:1rem;color:var(--soft);margin-inline:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line)}
summary{cursor:pointer;min-height:2.75rem;display:flex;align-items:center;gap:.5rem;font-weight:600}
summary::before{content:"+";width:1em;color:var(--accent);font-weight:700}
details+p{margin-top:1.5rem}
details[open]>summary::before{content:"\\2212"}
.wrap{width:100%;max-width:46rem;margin-inline:auto;padding-inline:1.25rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;z-index:2;background:var(--card);padding:.75rem 1rem;border-radius:var(--round)}
.top{border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:center;justify-content:space-between;min-height:3.75rem}
.top a,.foot a{display:inline-flex;align-items:center;min-height:2.75rem}
.brand{font-family:var(--serif);font-weight:600;font-size:1.1rem;color:var(--ink);text-decoration:none}
.top nav{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:center;font-size:.95rem;color:var(--soft)}
main{flex:1;padding-block:2rem 4rem}
.foot{border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
.foot .wrap{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:center;padding-block:.5rem}
.lead{font-size:1.15rem;color:var(--soft);text-wrap:pretty}
.soft{color:var(--soft)}
.small{font-size:.9rem}
.eyebrow{font-size:.85rem;font-weight:600;letter-spacing:.04em;color:var(--soft);margin:0 0 .35rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:var(--round);padding:1.1rem 1.25rem;margin:0 0 var(--gap)}
.card>:last-child{margin-bottom:0}
.card>h2:first-child,.card>h3:first-child{margin-top:0}
.cards{list-style:none;padding:0}
.badge{ max-width: 100%; overflow-wrap: anywhere; display:inline-block;font-size:.85rem;font-weight:600;line-height:1.4;padding:.15rem .6rem;border-radius:1rem;background:var(--accent-wash);color:var(--accent);}
.badge.plain{background:none;border:1px solid var(--line-strong);color:var(--soft)}
.badge.warn{background:var(--warn-wash);color:var(--warn)}
.badge.danger{background:var(--danger-wash);color:var(--danger)}
.letter{padding:clamp(1.25rem,5vw,2.5rem);font-size:1.05rem}
.letter :is(h3,h4,h5,h6){margin:1.75rem 0 .5rem;font-size:1.15rem}
.letter .prose>:first-child{margin-top:0}
.letter>p:last-child{border-top:1px solid var(--line);padding-top:1rem;margin-top:1.75rem}
.note{border-left:4px solid var(--accent);background:var(--accent-wash);border-radius:0 var(--round) var(--round) 0;padding:.9rem 1.1rem;margin:0 0 var(--gap)}
.note.warn{border-color:var(--warn);background:var(--warn-wash)}
.note.danger{border-color:var(--danger);background:var(--danger-wash)}
.note>:last-child{margin-bottom:0}
.facts{display:grid;grid-template-columns:minmax(0,1fr);gap:0;border-block:1px solid var(--line);padding:0}
.facts>div{padding:.6rem 0;border-top:1px solid var(--line)}
.facts>div:first-child{border-top:0}
.facts dt{font-size:.9rem;color:var(--soft)}
.facts dd{margin:0;font-weight:500}
@media (min-width:34rem){.facts>div{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:1rem}}
.timeline{list-style:none;padding:0;margin:0 0 2rem;counter-reset:step}
.timeline>li{position:relative;margin:0;padding:0 0 1.75rem 3.25rem;counter-increment:step}
.timeline>li::before{content:counter(step);position:absolute;left:0;top:0;width:2.1rem;height:2.1rem;border-radius:50%;border:2px solid var(--line-strong);background:var(--paper);color:var(--soft);font-weight:600;font-size:.95rem;display:grid;place-items:center;z-index:1}
.timeline>li:not(:last-child)::after{content:"";position:absolute;left:calc(1.05rem - 1px);top:2.1rem;bottom:0;border-left:2px solid var(--line)}
.timeline>li[data-state=completed]::before{content:"\\2713";background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
.timeline>li[data-state=in_progress]::before{border-color:var(--accent);color:var(--accent);box-shadow:0 0 0 4px var(--accent-wash)}
.timeline>li[data-state=skipped]{opacity:.7}
.timeline h3{margin:0 .5rem .15rem 0;padding-top:.25rem}
.timeline>li>:last-child{margin-bottom:0}
.timeline .row{margin:0 0 .4rem}
.timer{font-variant-numeric:tabular-nums;font-weight:600}
.timer.big{font-size:1.6rem;font-family:var(--serif)}
form{margin:0 0 2rem}
.field{margin:0 0 1.5rem;border:0;padding:0;min-width:0}
.field>label:not(.choice),.field>legend{display:block;font-weight:600;padding:0;margin-bottom:.3rem}
.field .optional{font-weight:400;color:var(--soft)}
.help{color:var(--soft);font-size:.93rem;margin:0 0 .4rem}
.error{color:var(--danger);font-weight:600;margin:0 0 .4rem}
.field.bad{border-left:4px solid var(--danger);padding-left:1rem}
input:not([type=checkbox]):not([type=radio]),select,textarea{font:inherit;color:inherit;background:var(--card);width:100%;min-height:2.75rem;padding:.55rem .75rem;border:1px solid var(--line-strong);border-radius:var(--round)}
textarea{min-height:8rem;resize:vertical;field-sizing:content;max-height:40rem}
input[type=file]{padding:.45rem .5rem}
:is(input,select,textarea)[aria-invalid=true]{border-color:var(--danger)!important;border-width:2px!important}
.choice{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;padding:.25rem 0}
.choice input{width:1.35rem;height:1.35rem;flex:none;accent-color:var(--accent);margin:0}
.button,button{font:inherit;font-weight:600;display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.55rem 1.25rem;border-radius:var(--round);border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink);text-decoration:none;cursor:pointer;touch-action:manipulation}
.button:hover,button:hover{filter:brightness(1.08)}
.button.quiet,button.quiet{background:none;color:var(--accent)}
.button.danger,button.danger{background:none;border-color:var(--danger);color:var(--danger)}
button[disabled]{opacity:.55;cursor:not-allowed}
.row{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:center;margin:0 0 1rem}
.between{justify-content:space-between}
.summary{border:2px solid var(--danger);border-radius:var(--round);background:var(--danger-wash);padding:1rem 1.25rem;margin:0 0 2rem}
.summary h2{margin:0 0 .5rem;font-size:1.15rem}
.summary a{color:var(--danger);display:inline-block;padding:.35rem 0}
.summary ul{margin:0;padding-left:1.2rem}
.levels{margin:0;padding:0;list-style:none}
.levels li{padding:.5rem 0;border-top:1px solid var(--line);margin:0}
.copy{display:flex;gap:.5rem;align-items:stretch;margin:0 0 1rem}
.copy code{flex:1;min-width:0;padding:.65rem .8rem;border-radius:var(--round);overflow-x:auto;white-space:pre;overflow-wrap:normal}
.scroll{overflow-x:auto;margin:0 0 1rem}
.scroll table{min-width:30rem;margin:0}
[hidden]{display:none!important}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:no-preference){.button,button{transition:filter .12s}}
@media (forced-colors:active){.timeline>li::before,.badge{border:1px solid}}
@media print{.top nav,.foot,.skip,button,.button{display:none}html{background:#fff;color:#000;font-size:11pt}.card{break-inside:avoid}details::details-content{content-visibility:visible}}
`.trimStart()
