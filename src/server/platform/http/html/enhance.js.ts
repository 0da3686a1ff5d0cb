/**
 * The one script of server-rendered pages. Every page works without it; it adds running countdowns, local times, copy
 * buttons, questions before dangerous acts, the browser's time zone in forms, times to book under their days, the button of a
 * sign-in link, parts that stay fresh, and keeps typed text through a closed tab.
 */
export const siteJs = `
'use strict';
(() => {
const all = (selector, use) => document.querySelectorAll(selector).forEach(use);
// clock: only how much time has passed is read here; what time it is, the server said.
const perfAtLoad = performance.now(), wallAtLoad = Date.now();
// clock: a sleeping computer stops the first of the two clocks.
const passed = () => Math.max(performance.now() - perfAtLoad, document.visibilityState === 'visible' ? Date.now() - wallAtLoad : 0);

const plural = (n, unit) => n + ' ' + unit + (n === 1 ? '' : 's');
const left = (ms) => {
  const s = Math.max(0, Math.ceil(ms / 1000)), d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
  if (d > 0) return plural(d, 'day') + (h ? ' ' + plural(h, 'hour') : '');
  if (h > 0) return plural(h, 'hour') + ' ' + plural(m, 'minute');
  if (s >= 600) return plural(m, 'minute');
  return String(m).padStart(2, '0') + ':' + String(s % 60).padStart(2, '0');
};
const title = document.title;
// Who hears the page is told a few times in all, and never in between: half time, four hours, one hour, 15, 5 and 1 minutes.
let before = Infinity;
const announce = (rest, whole) => {
  const at = [whole / 2, 4 * 3600000, 3600000, 900000, 300000, 60000].find((mark) => before > mark && rest <= mark && mark < whole);
  const voice = document.querySelector('[data-announcement]');
  if (voice && at && before !== Infinity) voice.textContent = left(rest) + ' left';
  before = rest;
};
const tick = () => all('[data-countdown]', (el) => {
  const rest = Date.parse(el.dataset.countdown) - Date.parse(el.dataset.now) - passed();
  const text = rest > 0 ? left(rest) : el.dataset.over || '0:00';
  if (el.textContent !== text) el.textContent = text;
  if (el.dataset.began) announce(rest, Date.parse(el.dataset.countdown) - Date.parse(el.dataset.began));
  if (el.dataset.inTitle !== undefined) document.title = text + ' · ' + title;
  if (rest <= 0 && el.dataset.reload !== undefined && !el.dataset.done) { el.dataset.done = '1'; setTimeout(() => location.reload(), 1500); }
});
all('[data-server-clock]', (el) => setInterval(() => {
  const text = new Date(Date.parse(el.dataset.serverClock) + passed()).toLocaleTimeString(document.documentElement.lang || 'en', { timeZoneName: 'short' });
  if (el.textContent !== text) el.textContent = text;
}, 1000));
if (document.querySelector('[data-countdown]')) { tick(); setInterval(tick, 1000); document.addEventListener('visibilitychange', tick); }

const localise = (root) => root.querySelectorAll('time[data-local]').forEach((el) => {
  const at = new Date(el.dateTime);
  if (isNaN(at)) return;
  const how = el.dataset.local === 'date' ? { dateStyle: 'medium' } : { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
  el.title = el.textContent;
  el.textContent = new Intl.DateTimeFormat(document.documentElement.lang || 'en', how).format(at);
});
localise(document);

all('[data-copy]', (el) => {
  const button = document.createElement('button');
  button.type = 'button'; button.className = 'quiet'; button.textContent = 'Copy';
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(el.dataset.copy || el.textContent); button.textContent = 'Copied'; }
    catch { getSelection().selectAllChildren(el); button.textContent = 'Press Ctrl+C'; }
    setTimeout(() => { button.textContent = 'Copy'; }, 2500);
  });
  el.after(button);
});

all('form[data-confirm]', (form) => form.addEventListener('submit', (e) => { if (!confirm(form.dataset.confirm)) e.preventDefault(); }));
// A long upload says how far it is. The answer is a page as without this script: another address, or this one with what is wrong.
all('form[data-upload]', (form) => form.addEventListener('submit', (e) => {
  const file = form.querySelector('input[type=file]');
  if (e.defaultPrevented || !file || !file.files.length) return;
  e.preventDefault();
  const bar = document.createElement('progress'), words = document.createElement('p'), button = form.querySelector('button'), sending = new XMLHttpRequest();
  bar.max = 100; bar.setAttribute('aria-label', 'Upload'); words.setAttribute('role', 'status'); words.className = 'small';
  form.append(bar, words); button.disabled = true;
  const say = (text) => { if (words.textContent !== text) words.textContent = text; };
  say('Sending…');
  sending.upload.addEventListener('progress', (p) => { if (p.lengthComputable) { bar.value = 100 * p.loaded / p.total; if (p.loaded === p.total) say('It has arrived. We are reading it…'); } });
  sending.addEventListener('error', () => { bar.remove(); button.disabled = false; say('The connection broke before everything had arrived. Please send it again.'); });
  sending.addEventListener('load', () => {
    if (sending.responseURL && sending.responseURL !== form.action) return location.assign(sending.responseURL);
    document.open(); document.write(sending.responseText); document.close();
  });
  sending.open('POST', form.action); sending.send(new FormData(form));
}));
// A second press of the same button would only cause confusion; the server copes with it anyway.
all('form[method=post]', (form) => form.addEventListener('submit', (e) => {
  if (e.defaultPrevented) return;
  setTimeout(() => form.querySelectorAll('button:not([type=button])').forEach((b) => { b.disabled = true; }));
}));
addEventListener('pageshow', () => all('form[method=post] button[disabled]:not([data-off])', (b) => { b.disabled = false; }));

all('select[name=time_zone],input[name=time_zone]', (el) => {
  if (el.dataset.given !== undefined && el.value) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  if (el.tagName === 'SELECT' && ![...el.options].some((o) => o.value === zone)) el.add(new Option(zone.replaceAll('_', ' '), zone));
  el.value = zone;
});

// Times somebody may book, put under their days in the zone that is chosen.
all('form[data-slots]', (form) => {
  const zones = form.querySelector('select[name=time_zone]'), list = form.querySelector('[data-slot-list]');
  if (!zones || !list) return;
  const buttons = [...list.querySelectorAll('button[data-at]')];
  const show = () => {
    const timeZone = zones.value || 'UTC', days = new Map();
    const say = (at, how) => new Intl.DateTimeFormat('en-GB', { ...how, timeZone }).format(new Date(at));
    const clock = { hour: '2-digit', minute: '2-digit' };
    buttons.forEach((b) => {
      const day = say(b.dataset.at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
      b.querySelector('[data-day]').textContent = 'Book ' + day + ', ';
      b.querySelector('[data-time]').textContent = say(b.dataset.at, clock) + ' – ' + say(b.dataset.until, clock);
      days.set(day, [...(days.get(day) || []), b]);
    });
    list.replaceChildren(...[...days].flatMap(([day, own]) => {
      const heading = document.createElement('h3'), row = document.createElement('div');
      heading.textContent = day; row.className = 'row'; row.append(...own);
      return [heading, row];
    }));
  };
  zones.addEventListener('change', show);
  show();
});

// A mail's link holds its secret behind the #, which servers never see; only the press of the button uses it.
const arrived = document.querySelector('[data-sign-in]');
if (arrived && location.hash.startsWith('#t=')) {
  const token = decodeURIComponent(location.hash.slice(3)), asking = document.querySelector('[data-sign-in-ask]');
  const wrong = document.querySelector('[data-sign-in-error]'), code = document.querySelector('[data-sign-in-code]'), button = arrived.querySelector('button');
  history.replaceState(null, '', location.pathname + location.search);
  arrived.hidden = false; asking.hidden = true;
  const failed = (problem) => {
    button.disabled = false;
    if (problem.code === 'code_required') { arrived.hidden = true; code.hidden = false; code.querySelector('input:not([type=hidden])').focus(); return; }
    wrong.textContent = problem.detail || 'That did not work. Please try again.';
    if (problem.code === 'sign_in_link_invalid') { arrived.hidden = true; asking.hidden = false; }
  };
  button.addEventListener('click', async () => {
    button.disabled = true; wrong.textContent = '';
    try {
      const answer = await fetch('/api/v1/sign-in-links/redemption', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
      const said = await answer.json();
      if (answer.ok) location.assign(said.audience === 'team' ? '/app/' : arrived.dataset.next || '/portal');
      else failed(said);
    } catch { failed({ detail: 'The server could not be reached. Please try again.' }); }
  });
}

// What may change while somebody looks is asked for again. The page itself is the answer, so there is one truth.
const live = [...document.querySelectorAll('[data-live]')], offline = document.querySelector('[data-offline]');
const refresh = (fresh) => live.forEach((el) => {
  const next = fresh.querySelector('[data-live="' + el.dataset.live + '"]');
  if (!next || next.dataset.state !== el.dataset.state) { location.reload(); return; }
  localise(next);
  if (next.innerHTML !== el.innerHTML && !el.contains(document.activeElement)) el.replaceChildren(...next.childNodes);
});
const look = async () => {
  if (document.visibilityState !== 'visible') return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.redirected) location.reload();
    else if (answer.ok) refresh(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    if (offline) offline.hidden = true;
  } catch { if (offline) offline.hidden = false; }
};
if (live.length > 0) { setInterval(look, 10000); document.addEventListener('visibilitychange', look); addEventListener('online', look); addEventListener('offline', look); }

const keep = (form) => 'hw:' + location.pathname + ':' + (form.id || form.dataset.keep);
const kept = (form) => [...form.elements].filter((el) => el.name && !el.disabled && !['hidden', 'password', 'file', 'submit', 'button'].includes(el.type) && el.autocomplete !== 'one-time-code');
const store = { get: (k) => { try { return JSON.parse(sessionStorage.getItem(k)); } catch { return null; } }, set: (k, v) => { try { sessionStorage.setItem(k, JSON.stringify(v)); } catch { return; } }, drop: (k) => { try { sessionStorage.removeItem(k); } catch { return; } } };
const sent = store.get('hw:sent');
const forms = [...document.querySelectorAll('form[data-keep]')];
if (sent && !forms.some((f) => keep(f) === sent)) store.drop(sent);
store.drop('hw:sent');
forms.forEach((form) => {
  const key = keep(form), before = store.get(key) || {};
  kept(form).forEach((el) => {
    const was = before[el.name];
    if (was === undefined) return;
    if (el.type === 'radio' || el.type === 'checkbox') { if (!form.querySelector('[name="' + CSS.escape(el.name) + '"]:checked')) el.checked = was.includes(el.value); }
    else if (!el.value && typeof was[0] === 'string') el.value = was[0];
  });
  form.addEventListener('input', () => {
    const now = {};
    kept(form).forEach((el) => { if ((el.type !== 'radio' && el.type !== 'checkbox') || el.checked) (now[el.name] ||= []).push(el.value); });
    store.set(key, now);
  });
  form.addEventListener('submit', () => store.set('hw:sent', key));
});

const summary = document.querySelector('.summary[tabindex]');
if (summary) summary.focus();
})();
`.trimStart()
