(function () {
'use strict';
const data = JSON.parse(document.getElementById('gegevens').textContent);
const words = data.words;
const $ = id => document.getElementById(id);
const KEY = 'themes-nakijken-' + data.key;
const labels = new Map(data.codes.map(code => [code.id, code.label]));
const place = new Map(data.items.map((item, at) => [item.id, at]));
let name = data.coder, rows = {}, keeps = true, unsaved = false;
let shown = data.items.map((item, at) => at), at = 0;

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null));
  return node;
}
function today() {
  const now = new Date(), two = n => String(n).padStart(2, '0');
  return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
}
function fill(text, fields) { return text.replace(/\{(\w+)\}/g, (whole, name) => name in fields ? String(fields[name]) : whole); }
function told(n, forms, fields) { return fill(forms[n === 1 ? 0 : 1], Object.assign({ n: n }, fields)); }
function say(text) { $('melding').textContent = text; }
function decided(row) { return !!row && (row.none || row.codes.length > 0); }
function row(item) { return rows[item.id] || (rows[item.id] = { codes: [], none: false, why: '', when: '' }); }

// -- what is kept ---------------------------------------------------------------------------------------------
function start() {
  rows = {};
  for (const item of data.items) {
    if (item.own) rows[item.id] = { codes: item.own.codes.slice(), none: !item.own.codes.length, why: item.own.why, when: item.own.when };
  }
}
function clean(found) {
  return {
    codes: (Array.isArray(found.codes) ? found.codes : []).filter(code => labels.has(code)),
    none: found.none === true, why: typeof found.why === 'string' ? found.why : '',
    when: typeof found.when === 'string' ? found.when : ''
  };
}
function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || 'null');
    if (!kept || typeof kept !== 'object' || typeof kept.rows !== 'object') return false;
    name = typeof kept.name === 'string' ? kept.name : name;
    for (const item of data.items) if (kept.rows[item.id]) rows[item.id] = clean(kept.rows[item.id]);
    return true;
  } catch (error) { return false; }
}
function keep() {
  unsaved = true;
  try { localStorage.setItem(KEY, JSON.stringify({ name: name, rows: rows })); keeps = true; } catch (error) { keeps = false; }
  stand();
}
function stand() {
  const n = data.items.filter(item => decided(rows[item.id])).length;
  $('stand').textContent = fill(words.SEEN, { n: n, total: data.items.length });
  $('voortgang').max = Math.max(1, data.items.length);
  $('voortgang').value = n;
  $('bewaard').textContent = keeps
    ? words.KEEPS
    : words.KEEPS_NOT;
}
window.addEventListener('beforeunload', event => { if (unsaved && !keeps) event.preventDefault(); });

// -- one statement --------------------------------------------------------------------------------------------
function marked(text, quotes) {
  const hit = new Array(text.length).fill(false);
  for (const quote of quotes) {
    const from = quote ? text.indexOf(quote) : -1;
    if (from >= 0 && quote.length < text.length) hit.fill(true, from, from + quote.length);
  }
  const parts = [];
  for (let from = 0, to; from < text.length; from = to) {
    for (to = from; to < text.length && hit[to] === hit[from];) to += 1;
    parts.push(hit[from] ? el('mark', {}, text.slice(from, to)) : text.slice(from, to));
  }
  return el('blockquote', {}, ...parts);
}
function help(code) {
  const list = [[words.DEFINITION, code.definition], [words.INCLUDE, code.include], [words.EXCLUDE, code.exclude],
    [words.EXAMPLE, code.example], [words.BORDERLINE, code.borderline]].filter(pair => pair[1]);
  if (!list.length) return null;
  const terms = list.flatMap(pair => [el('dt', {}, pair[0]), el('dd', {}, pair[1])]);
  return el('details', {}, el('summary', {}, words.HELP, el('span', { class: 'hide' }, ' ' + fill(words.HELP_OF, { code: code.label }))), el('dl', {}, ...terms));
}
function proposal(item, retick) {
  const parts = [];
  if (item.reason) parts.push(el('p', { class: 'note' }, fill(words.WHY_THIS, { why: item.reason })));
  if (data.blind) return parts;
  const list = item.proposals.map(row => el('li', {}, labels.get(row.code) || row.code,
    row.quote && row.quote.length < item.text.length ? ' ' + fill(words.BY_WORDS, { quote: row.quote }) : '',
    row.why ? ' (' + row.why + ')' : ''));
  parts.push(el('h3', {}, words.PROPOSAL));
  if (list.length) {
    parts.push(el('ul', {}, ...list));
    parts.push(el('button', { type: 'button', click: () => retick(item.proposals.map(row => row.code)) }, words.TAKE_PROPOSAL));
  } else parts.push(el('p', {}, item.earlier || words.NO_PROPOSAL));
  return parts;
}
function card(index, order) {
  const item = data.items[index], id = 'p' + index, boxes = new Map();
  const state = el('p', { class: 'stand' });
  const article = el('article', { 'aria-labelledby': id + 'h' });
  const none = el('input', { type: 'checkbox', id: id + 'geen', change: () => { if (none.checked) boxes.forEach(box => { box.checked = false; }); store(); } });
  const why = el('textarea', { id: id + 'w', input: () => store() });
  function paint() {
    const now = rows[item.id], done = decided(now);
    article.className = done ? 'klaar' : '';
    state.textContent = done ? words.DONE : now && now.why ? words.ONLY_REMARK : words.OPEN;
  }
  function store() {
    const mine = row(item);
    mine.codes = data.codes.map(code => code.id).filter(code => boxes.get(code).checked);
    mine.none = none.checked;
    mine.why = why.value;
    mine.when = today();
    paint();
    keep();
  }
  function retick(codes) {
    boxes.forEach((box, code) => { box.checked = codes.includes(code); });
    none.checked = !codes.length;
    store();
    say(fill(words.TAKEN, { number: item.nr }));
  }
  const groups = [];
  for (const theme of data.themes) {
    const own = data.codes.filter(code => code.theme === theme).map(code => {
      const box = el('input', { type: 'checkbox', id: id + code.id, value: code.id, change: () => { if (box.checked) none.checked = false; store(); } });
      boxes.set(code.id, box);
      return el('div', { class: 'code' }, el('label', { for: id + code.id }, box, el('span', {}, code.label)), help(code));
    });
    groups.push(el('fieldset', {}, el('legend', {}, theme || words.CODES), el('div', { class: 'codes' }, ...own)));
  }
  const now = rows[item.id];
  if (now) {
    boxes.forEach((box, code) => { box.checked = now.codes.includes(code); });
    none.checked = now.none;
    why.value = now.why;
  }
  const around = item.before || item.after ? el('details', {}, el('summary', {}, words.AROUND),
    el('p', {}, item.before ? item.before + ' ' : '', el('strong', {}, item.text), item.after ? ' ' + item.after : '')) : null;
  article.append(
    el('h2', { id: id + 'h', tabindex: '-1' }, fill(words.CARD, { number: item.nr, n: order + 1, total: shown.length })), state,
    el('p', { class: 'meta' }, [item.place, item.section && fill(words.HEADING, { heading: item.section }), item.who].filter(Boolean).join(' · ')),
    item.lead ? el('p', { class: 'meta' }, fill(words.UNDER, { text: item.lead })) : '',
    marked(item.text, data.blind ? [] : item.proposals.map(row => row.quote)), around || '',
    ...proposal(item, retick),
    el('h3', {}, words.WHICH_CODES), ...groups,
    el('p', { class: 'none' }, el('label', { for: id + 'geen' }, none, el('span', {}, words.NO_CODE))),
    el('p', {}, el('label', { for: id + 'w' }, words.REMARK), why));
  paint();
  return article;
}

// -- walking through ------------------------------------------------------------------------------------------
function per() { return Number($('per').value); }
function draw(focus) {
  const cards = shown.slice(at, at + per()).map((index, n) => card(index, at + n));
  $('kaarten').replaceChildren(...(cards.length ? cards : [el('p', {}, words.NONE_FIT)]));
  $('vorige').disabled = at <= 0;
  $('volgende').disabled = at + per() >= shown.length;
  if (focus && cards.length) { const head = cards[0].querySelector('h2'); head.focus(); cards[0].scrollIntoView(); }
}
function choose() {
  const kind = $('toon').value, wanted = $('zoek').value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = data.items.map((item, index) => index).filter(index => {
    const item = data.items[index], mine = rows[item.id];
    if (kind === 'open' && decided(mine) || kind === 'klaar' && !decided(mine)) return false;
    if (kind === 'opmerking' && !(mine && mine.why.trim())) return false;
    const text = (item.nr + ' ' + item.text + ' ' + item.place).toLowerCase();
    return wanted.every(word => text.includes(word));
  });
  at = 0;
  draw(false);
  say(told(shown.length, words.CHOSEN));
}
function next() { if (at + per() < shown.length) { at += per(); say(''); draw(true); } }
function nextOpen() {
  const after = shown.findIndex((index, n) => n > at && !decided(rows[data.items[index].id]));
  const any = after >= 0 ? after : shown.findIndex(index => !decided(rows[data.items[index].id]));
  if (any < 0) { say(words.ALL_SEEN); return; }
  at = per() === 1 ? any : any - any % per();
  say('');
  draw(true);
}

// -- out and in -----------------------------------------------------------------------------------------------
function save() {
  name = $('naam').value.trim();
  $('naam').setAttribute('aria-invalid', name ? 'false' : 'true');
  if (!name) { say(words.NAME_FIRST); $('naam').focus(); return; }
  keep();
  const taken = data.items.filter(item => rows[item.id] && (decided(rows[item.id]) || rows[item.id].why.trim()));
  const besluiten = taken.map(item => {
    const mine = rows[item.id];
    return { id: item.id, nr: item.nr, codes: mine.codes, geen_code: mine.none, opmerking: mine.why, op: mine.when || today(),
      tekst: item.text, bron: item.source, regel: item.line };
  });
  const content = { soort: data.kind, versie: data.version, naam: name, op: today(), blind: data.blind, pagina: data.key, besluiten: besluiten };
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1) + '\n'], { type: 'application/json' }));
  const safe = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || words.NAME;
  const file = fill(words.FILE, { name: safe, day: today() });
  const link = el('a', { href: url, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  unsaved = false;
  const bare = taken.filter(item => !decided(rows[item.id]));
  say(told(taken.length - bare.length, words.SAVED, { file: file })
    + (bare.length ? ' ' + fill(words.BARE, { numbers: bare.map(item => item.nr).join(', ') }) : ''));
}
function reopen(text) {
  let content = null;
  try { content = JSON.parse(text); } catch (error) { content = null; }
  if (!content || content.soort !== data.kind || content.versie !== data.version || !Array.isArray(content.besluiten)) {
    say(words.NO_SAVED_FILE);
    return;
  }
  let taken = 0, other = 0;
  const unknown = new Set();
  for (const found of content.besluiten) {
    if (!found || !place.has(found.id)) { other += 1; continue; }
    (Array.isArray(found.codes) ? found.codes : []).forEach(code => { if (!labels.has(code)) unknown.add(code); });
    rows[found.id] = clean({ codes: found.codes, none: found.geen_code, why: found.opmerking, when: found.op });
    taken += 1;
  }
  if (typeof content.naam === 'string' && content.naam) { name = content.naam; $('naam').value = name; }
  keep();
  draw(false);
  say(told(taken, words.OPENED) + (other ? ' ' + told(other, words.ELSEWHERE) : '')
    + (unknown.size ? ' ' + fill(words.UNKNOWN_CODES, { codes: [...unknown].join(', ') }) : ''));
}

$('alles').hidden = false;
start();
const kept = load();
try { localStorage.setItem(KEY + '-proef', '1'); localStorage.removeItem(KEY + '-proef'); } catch (error) { keeps = false; }
$('naam').value = name;
$('naam').addEventListener('input', () => { name = $('naam').value; keep(); });
document.querySelectorAll('.opslaan').forEach(button => button.addEventListener('click', save));
$('bestand').addEventListener('change', () => {
  const file = $('bestand').files[0];
  if (file) file.text().then(reopen).then(() => { $('bestand').value = ''; });
});
$('opnieuw').addEventListener('click', () => { $('wissen').hidden = false; $('wis-nee').focus(); });
$('wis-nee').addEventListener('click', () => { $('wissen').hidden = true; $('opnieuw').focus(); });
$('wis-ja').addEventListener('click', () => {
  start();
  keep();
  unsaved = false;
  $('wissen').hidden = true;
  $('opnieuw').focus();
  draw(false);
  say(words.WIPED);
});
for (const id of ['toon', 'per']) $(id).addEventListener('change', choose);
$('zoek').addEventListener('input', choose);
$('keuze').addEventListener('submit', event => event.preventDefault());
$('vorige').addEventListener('click', () => { at = Math.max(0, at - per()); say(''); draw(true); });
$('volgende').addEventListener('click', next);
$('open').addEventListener('click', nextOpen);
document.addEventListener('keydown', event => { if (event.ctrlKey && event.key === 'Enter') { event.preventDefault(); next(); } });
stand();
draw(false);
if (kept) say(words.WHERE_YOU_WERE);
})();
