(function () {
"use strict";
var $ = function (id) { return document.getElementById(id); };
var all = function (q, root) { return Array.prototype.slice.call((root || document).querySelectorAll(q)); };
var made = JSON.parse($("index").textContent), say = made.say, search = makeSearch(made), plan = null, said = null;
var entries = all("[data-i]"), boxes = all(".hits .doc"), opened = [], marked = [], ways = [];
var picks = { t: $("k-t"), f: $("k-f"), d: $("k-d"), w: $("k-w") };

function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }
function counted(number, words) { return fill(words[number === 1 ? 0 : 1], { n: number }); }
function kindOf(e) { return e.id[0] === "p" ? "said" : e.id[0] === "A" ? "advice" : "plan"; }
function textOf(e) {
  if (made.texts[e.dataset.i] !== undefined) return made.texts[e.dataset.i];
  var own = e.id[0] === "p" ? all(".said .q", e).concat(all(".said .s", e)) : all(".q", e);
  return own.map(function (part) { return part.textContent; }).join(" ");
}
function textsOf(own) {
  return new search.Texts(own.map(textOf), own.map(function (e) { return +e.dataset.i; }));
}
function prepare() {
  if (said) return;
  var own = entries.filter(function (e) { return kindOf(e) !== "plan"; }), of = entries.filter(function (e) { return kindOf(e) === "plan"; });
  said = { entries: own, texts: textsOf(own) };
  plan = {
    entries: of, texts: textsOf(of), worked: made.plan.worked,
    level: of.map(function (e) { return made.plan.level[e.dataset.i - made.plan.first] === "r" ? "result" : "approach"; }),
    programme: of.map(function (e) { return +e.closest("[data-p]").dataset.p; }),
    codes: of.map(function (e) { return e.dataset.t.split(" "); })
  };
}
function near(word) {
  var most = word.length > 7 ? 2 : 1;
  return Object.keys(search.seen).filter(function (key) { return key[0] === word[0] && Math.abs(key.length - word.length) <= most && distance(key, word) <= most; })
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
function mark(root, forms) {
  all(".q", root).forEach(function (quote) {
    Array.prototype.slice.call(quote.childNodes).forEach(function (node) {
      if (node.nodeType !== 3) return;
      var text = node.textContent, out = document.createDocumentFragment(), done = 0;
      search.tokens(text).forEach(function (token) {
        if (forms[token.word.form] !== true) return;
        var m = document.createElement("mark");
        m.textContent = text.slice(token.start, token.end);
        out.appendChild(document.createTextNode(text.slice(done, token.start)));
        out.appendChild(m); marked.push(m); done = token.end;
      });
      if (!done) return;
      out.appendChild(document.createTextNode(text.slice(done)));
      quote.replaceChild(out, node);
    });
  });
}
// What was found for a term: entry number -> hit, what each plan says, and the words that stand nowhere.
function look(term) {
  prepare();
  var answer = search.answer(plan, term), found = {}, missing = [], themes = [], near = [], last;
  var own = said.texts.find(term);
  own.forEach(function (hit) { found[said.entries[hit.at].dataset.i] = hit; });
  answer.hits.forEach(function (hit) {
    found[plan.entries[hit.at].dataset.i] = hit;
    (hit.codes || []).forEach(function (code) { if (themes.indexOf(code) < 0) themes.push(code); });
  });
  if (!answer.hits.length) {
    search.wordsOf(term).some(function (word) { near = made.near[word.lemma] || []; return near.length; });
    near.forEach(function (at) { found[made.plan.first + at] = { how: 6, forms: {} }; });
  }
  if (!own.length && !answer.hits.length) {
    last = search.tokens(term);
    missing = search.wordsOf(term).filter(function (word) {
      return !said.texts.find(word.form).length && !plan.texts.find(word.form).length;
    }).map(function (word) { return word.form; });
    if (last.length === 1 && missing.length && (last = last[0].word).form.length > 2) {  // a word that is not finished yet
      [said, plan].forEach(function (side) {
        side.texts.begins(last.form).forEach(function (hit) { hit.forms = search.beginning(last.form); found[side.entries[hit.at].dataset.i] = hit; });
      });
    }
  }
  return { found: found, answer: answer, missing: missing, themes: themes, near: near };
}
function named(id) { return made.codes.filter(function (code) { return code[0] === id; })[0][1]; }
// What each plan says of a term: its degree, how many places, and the first of them.
function tell(term, looked) {
  var box = $("uitkomst"), list = document.createElement("ul"), head = document.createElement("h2");
  if (!box) return;
  box.textContent = "";
  box.hidden = !looked || !made.plan.titles.length;
  if (box.hidden) return;
  head.textContent = fill(say.head, { term: term });
  looked.answer.programmes.forEach(function (programme, at) {
    var item = document.createElement("li"), degree = document.createElement("span");
    degree.className = "f f-" + programme.found;
    degree.textContent = say.degree[programme.found];
    item.dataset.found = programme.found;
    item.append(made.plan.titles[at] + ": ", degree);
    if (programme.hits.length) item.append(" · " + counted(programme.hits.length, say.places) + ". " + say.first_places + " ");
    programme.hits.slice(0, 3).forEach(function (hit, number) { item.append(number ? "; " : "", placeOf(plan.entries[hit.at])); });
    list.append(item);
  });
  box.append(head, list);
  if (looked.near.length) {
    var text = document.createElement("p"), nearest = document.createElement("ul");
    text.textContent = say.nearest;
    looked.near.forEach(function (number) {
      var entry = plan.entries.filter(function (e) { return +e.dataset.i === made.plan.first + number; })[0], item = document.createElement("li");
      item.append("‘" + entry.querySelector(".q").textContent + "’ ", placeOf(entry));
      nearest.append(item);
    });
    box.append(text, nearest);
  }
}
function placeOf(entry) {
  var link = document.createElement("a"), place = entry.querySelector(".small");
  entry.id = "z-" + entry.dataset.i;
  link.href = "#" + entry.id;
  link.textContent = place ? place.textContent : entry.dataset.i;
  return link;
}
function apply() {
  var term = $("q").value.trim(), looked = /[\p{L}\p{N}]{2}/u.test(term) ? look(term) : null, hits = looked && looked.found;
  var theme = picks.t.value, degree = picks.f.value, doc = picks.d.value, who = picks.w.value;
  var chosen = theme || degree || doc || who, busy = hits !== null || chosen, shown = [], n = { said: 0, plan: 0, advice: 0 };
  unmark();
  opened.forEach(function (d) { d.open = false; }); opened = [];
  ways.forEach(function (way) { way.remove(); }); ways = [];
  entries.forEach(function (e) {
    var hit = hits && hits[e.dataset.i], show = !busy || hits === null || hit !== undefined, kind = kindOf(e), way;
    if (show && theme) show = kind === "advice" ? false : theme === "-" ? e.dataset.t === "" && kind === "said" : (" " + e.dataset.t + " ").indexOf(" " + theme + " ") > -1;
    if (show && (degree || doc || who)) show = kind === "said" && (!degree || e.dataset.f === degree) && (!doc || e.dataset.d === doc) && (!who || e.dataset.w === who);
    e.classList.toggle("off", !show);
    if (!show) return;
    if (!hit || hit.how !== 6) n[kind]++;
    if (kind === "said") shown.push(e);
    if (!hit) return;
    mark(e, hit.forms);
    way = document.createElement("span");
    way.className = "way small"; way.textContent = " " + say.way[hit.how];
    (e.querySelector(".said") || e).appendChild(way); ways.push(way);
  });
  if (hits !== null && shown.length <= 25) shown.forEach(function (e) { all("details.near", e).forEach(function (d) { d.open = true; opened.push(d); }); });
  boxes.forEach(function (box) {
    var some = !busy || all("[data-i]:not(.off)", box).length > 0;
    box.classList.toggle("off", !some);
    if (some && busy) all("details.text", box).forEach(function (d) { if (!d.open) { d.open = true; opened.push(d); } });
  });
  document.body.classList.toggle("searching", !!busy);
  var text = "";
  if (busy) {
    text = fill(say.counts, { points: counted(n.said, say.points), sentences: counted(n.plan, say.sentences), advice: counted(n.advice, say.advice) });
    text += looked ? fill(say.counts_with, { term: term }) : ".";
    if (looked && looked.themes.length) text += " " + fill(say.by_theme, { themes: looked.themes.map(named).join(say.or) });
    else if (looked && made.plan.titles.length && !looked.answer.hits.length) text += " " + say.not_in_plan + (n.said ? " " + say.look_at_points : "");
    if (looked && looked.missing.length) {
      var hints = [].concat.apply([], looked.missing.map(near));
      text += " " + fill(say.nowhere, { words: looked.missing.join(say.and) }) + (hints.length ? " " + fill(say.hints, { words: hints.join(", ") }) : "");
    }
  }
  tell(term, looked);
  $("melding").textContent = text;
  $("n-punten").textContent = busy ? fill(say.of, { n: n.said, all: all("#punten [data-i]").length }) : n.said;
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
    button.type = "button"; button.textContent = head.textContent; button.title = say.sort;
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
