(function () {
"use strict";
var $ = function (id) { return document.getElementById(id); };
var all = function (q, root) { return Array.prototype.slice.call((root || document).querySelectorAll(q)); };
var made = JSON.parse($("index").textContent), words = made.words, forms = made.forms, keys = Object.keys(words);
var entries = all("[data-i]"), boxes = all(".hits .doc"), opened = [], marked = [];
var picks = { t: $("k-t"), f: $("k-f"), d: $("k-d"), w: $("k-w") };

function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u2019/g, "'"); }
function split(text) { return plain(text).match(/[\p{L}\p{N}][\p{L}\p{N}'&.·-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu) || []; }
function numbers(key) { var at = 0; return words[key].map(function (step) { at += step; return at; }); }
function stems(word) {
  var forms = [word], ends = ["jes", "tje", "en", "je", "es", "s", "e", "n"];
  ends.forEach(function (end) { if (word.length > end.length + 3 && word.slice(-end.length) === end) forms.push(word.slice(0, -end.length)); });
  return forms;
}
function keysOf(word) {
  var lemma = forms[word] || word;
  var found = keys.filter(function (key) { return key === lemma || key === word || (word.length > 2 && key.indexOf(word) === 0); });
  if (!found.length) found = stems(word).map(function (stem) { return forms[stem] || stem; }).filter(function (key) { return words.hasOwnProperty(key); });
  return found;
}
function near(word) {
  var most = word.length > 7 ? 2 : 1;
  return keys.concat(Object.keys(forms)).filter(function (key) { return key[0] === word[0] && Math.abs(key.length - word.length) <= most && distance(key, word) <= most; })
    .sort(function (a, b) { return distance(a, word) - distance(b, word); }).slice(0, 3);
}
function distance(a, b) {
  var row = [], i, j, last, old;
  for (j = 0; j <= b.length; j++) row[j] = j;
  for (i = 1; i <= a.length; i++) {
    last = row[0]; row[0] = i;
    for (j = 1; j <= b.length; j++) { old = row[j]; row[j] = Math.min(row[j] + 1, row[j - 1] + 1, last + (a[i - 1] === b[j - 1] ? 0 : 1)); last = old; }
  }
  return row[b.length];
}
function unmark() {
  marked.forEach(function (m) { var p = m.parentNode; p.replaceChild(document.createTextNode(m.textContent), m); p.normalize(); });
  marked = [];
}
function mark(root, wanted, typed) {
  all(".q", root).forEach(function (quote) {
    Array.prototype.slice.call(quote.childNodes).forEach(function (node) {
      if (node.nodeType !== 3) return;
      var parts = node.textContent.split(/([\p{L}\p{N}][\p{L}\p{N}'’-]*)/u), out = document.createDocumentFragment(), hit = false;
      parts.forEach(function (part, i) {
        var word = plain(part), is = i % 2 && (wanted[forms[word] || word] || typed.some(function (t) { return t.length > 2 && word.indexOf(t) > -1; }));
        if (is) { var m = document.createElement("mark"); m.textContent = part; out.appendChild(m); marked.push(m); hit = true; }
        else out.appendChild(document.createTextNode(part));
      });
      if (hit) quote.replaceChild(out, node);
    });
  });
}
function apply() {
  var typed = split($("q").value).filter(function (w) { return w.length > 1; }), wanted = {}, hits = null, missing = [];
  typed.forEach(function (word) {
    var found = keysOf(word), set = {};
    if (!found.length) missing.push(word);
    found.forEach(function (key) { wanted[key] = true; numbers(key).forEach(function (n) { set[n] = true; }); });
    if (hits === null) hits = set;
    else Object.keys(hits).forEach(function (n) { if (!set[n]) delete hits[n]; });
  });
  var theme = picks.t.value, degree = picks.f.value, doc = picks.d.value, who = picks.w.value;
  var chosen = theme || degree || doc || who, busy = hits !== null || chosen, said = [], n = { said: 0, plan: 0, advice: 0 };
  var plan = entries.filter(function (e) { return !e.id; }), through = [], related = {};
  if (hits !== null && !plan.some(function (e) { return hits[e.dataset.i]; })) {
    through = Object.keys(made.themes).filter(function (id) { return typed.every(function (w) { return stems(w).concat(forms[w] || w).some(function (form) { return made.themes[id].indexOf(form) > -1; }); }); });
    plan.forEach(function (e) { if (through.some(function (id) { return (" " + e.dataset.t + " ").indexOf(" " + id + " ") > -1; })) related[e.dataset.i] = true; });
    if (!Object.keys(related).length) through = [];
  }
  unmark();
  opened.forEach(function (d) { d.open = false; }); opened = [];
  entries.forEach(function (e) {
    var show = !busy || hits === null || hits[e.dataset.i] === true || related[e.dataset.i] === true, kind = e.id[0] === "p" ? "said" : e.id ? "advice" : "plan";
    if (show && theme) show = kind === "advice" ? false : theme === "-" ? e.dataset.t === "" && kind === "said" : (" " + e.dataset.t + " ").indexOf(" " + theme + " ") > -1;
    if (show && (degree || doc || who)) show = kind === "said" && (!degree || e.dataset.f === degree) && (!doc || e.dataset.d === doc) && (!who || e.dataset.w === who);
    e.classList.toggle("off", !show);
    if (show) { n[kind]++; if (kind === "said") said.push(e); if (hits !== null) mark(e, wanted, typed); }
  });
  if (hits !== null && said.length <= 25) said.forEach(function (e) { all("details.near", e).forEach(function (d) { d.open = true; opened.push(d); }); });
  boxes.forEach(function (box) {
    var some = !busy || all("[data-i]:not(.off)", box).length > 0;
    box.classList.toggle("off", !some);
    if (some && busy) all("details.text", box).forEach(function (d) { if (!d.open) { d.open = true; opened.push(d); } });
  });
  document.body.classList.toggle("searching", !!busy);
  var text = "";
  if (busy) {
    text = n.said + (n.said === 1 ? " punt" : " punten") + " uit de inbreng, " + n.plan + (n.plan === 1 ? " zin" : " zinnen") + " in het plan en " + n.advice + (n.advice === 1 ? " advies" : " adviezen") + " gevonden" + (typed.length ? " met ‘" + $("q").value.trim() + "’" : "") + ".";
    if (through.length) text += " Het plan gebruikt deze woorden niet. De zinnen uit het plan die hier staan, gaan wel over het thema ‘" + through.map(function (id) { return made.labels[id]; }).join("’ of ‘") + "’.";
    else if (typed.length && !n.plan) text += " Het plan gebruikt deze woorden niet." + (n.said ? " Kijk bij de punten wat er het dichtst bij komt." : "");
    if (missing.length) {
      var hints = [].concat.apply([], missing.map(near));
      text += " Het woord ‘" + missing.join("’ en ‘") + "’ komt nergens voor." + (hints.length ? " Bedoelt u: " + hints.join(", ") + "?" : "");
    }
  }
  $("melding").textContent = text;
  $("n-punten").textContent = busy ? n.said + " van " + all("#punten [data-i]").length : n.said;
}
var timer;
function later() { clearTimeout(timer); timer = setTimeout(apply, 200); }
function clear() { $("q").value = ""; Object.keys(picks).forEach(function (k) { picks[k].value = ""; }); apply(); }
function reveal() {
  var id = decodeURIComponent(location.hash.slice(1)), goal = id && $(id);
  if (!goal) return;
  if (document.body.classList.contains("searching") && (goal.classList.contains("off") || goal.closest(".off, .searching .big, .searching .rest, .searching .intro"))) clear();
  for (var up = goal; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  goal.scrollIntoView();
}
all(".js, #zoeken, #filters").forEach(function (e) { e.hidden = false; });
$("zoeken").addEventListener("submit", function (e) { e.preventDefault(); clearTimeout(timer); apply(); });
$("q").addEventListener("input", later);
$("filters").addEventListener("change", apply);
$("filters").addEventListener("submit", function (e) { e.preventDefault(); });
$("wis").addEventListener("click", function () { clear(); $("q").focus(); });
all("[data-theme]").forEach(function (b) { b.addEventListener("click", function () { clear(); picks.t.value = b.dataset.theme; apply(); $("h-punten").scrollIntoView(); picks.t.focus(); }); });
window.addEventListener("hashchange", reveal);
all("table.sortable").forEach(function (table) {
  var heads = all("thead th", table), body = table.tBodies[0], first = Array.prototype.slice.call(body.rows);
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button"; button.textContent = head.textContent; button.title = "Sorteer op deze kolom";
    head.textContent = ""; head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var value = function (row) { var c = row.cells[column]; return c.dataset.v !== undefined ? c.dataset.v : c.textContent.trim(); };
      first.slice().sort(function (a, b) {
        var x = value(a), y = value(b), order = head.classList.contains("n") ? x - y : x.localeCompare(y, "nl", { numeric: true });
        return down ? -order : order;
      }).forEach(function (row) { body.appendChild(row); });
    });
  });
});
var shut = [];
window.addEventListener("beforeprint", function () { shut = all("details:not([open])").filter(function (d) { return !d.closest(".noprint"); }); shut.forEach(function (d) { d.open = true; }); });
window.addEventListener("afterprint", function () { shut.forEach(function (d) { d.open = false; }); document.body.classList.remove("only-a4"); });
if ($("print-a4")) {
  $("print-a4").addEventListener("click", function () { document.body.classList.add("only-a4"); window.print(); });
  $("print-alles").addEventListener("click", function () { window.print(); });
}
if (location.hash) reveal();
})();
