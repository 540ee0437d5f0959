// The search of the page: the same rules as `themes find` (policy/search.py), over the texts that stand on the page.
// What it knows of Dutch was put on the page when it was made: lemmas, parts of compounds, related words, stop words.
function makeSearch(made) {
  "use strict";
  var ENOUGH = 0.6, NEAR = 8, COMMON = 0.03, OTHER = 0.8, LONG = 6, BETWEEN = 4, PART = 5;
  var LETTERS = "\\p{L}", WORD = "[\\p{L}\\p{N}]";
  var TOKEN = new RegExp("(?:https?://|www\\.)[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]|[\\p{L}\\p{N}_.+-]{1,64}@[\\p{L}\\p{N}_.-]+"
    + "|(?:" + LETTERS + "{1,3}\\.){2,}(?:" + LETTERS + "(?![\\p{L}\\p{N}_]))?"
    + "|\\d+(?:[.,:/]\\d+)*(?:-?" + LETTERS + "+(?:-" + LETTERS + "+)*)?%?|'" + LETTERS + "(?![\\p{L}\\p{N}_])"
    + "|" + WORD + "+(?:[-'’/&·.]" + WORD + "+)*", "gu");
  var has = function (object, key) { return Object.prototype.hasOwnProperty.call(object, key); };
  var lemmas = {}, compounds = {}, stop = {}, notFirst = {}, lasts = {}, wholes = {}, er = {}, alone = {}, here = {}, seen = {}, known = {}, read = {};

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u2019/g, "'");
  }
  function listed(text, each) { text.split(" ").forEach(function (part) { if (part) each(part.split("|")); }); }
  listed(made.forms, function (row) {
    row.slice(1).forEach(function (coded) {
      lemmas[row[0].slice(0, row[0].length - (coded.charCodeAt(0) - 97)) + coded.slice(1)] = row[0];
    });
  });
  listed(made.alone, function (row) { alone[row[0]] = row[1]; });
  listed(made.here, function (row) { here[row[0] + "|" + row[1]] = row[2]; });
  listed(made.parts, function (row) { compounds[row[0]] = row.slice(1); });
  listed(made.stop, function (row) { stop[row[0]] = true; });
  listed(made.not_first, function (row) { notFirst[row[0]] = true; });
  listed(made.last, function (row) { lasts[row[0]] = true; });
  listed(made.whole, function (row) { wholes[row[0]] = true; });
  listed(made.er, function (row) { er[row[0]] = true; });

  // -- words ----------------------------------------------------------------------------------------------------

  function tokens(text, number) {
    var found = [], match;
    TOKEN.lastIndex = 0;
    while ((match = TOKEN.exec(text))) {
      if (!/\p{L}/u.test(match[0])) continue;
      var form = plain(match[0]);
      var key = has(here, number + "|" + form) ? number + "|" + form : form;
      if (!has(read, key)) read[key] = wordOf(form, key !== form ? here[key] : has(lemmas, form) ? lemmas[form] : form);
      found.push({ word: read[key], start: match.index, end: match.index + match[0].length });
    }
    return found;
  }
  function wordOf(form, lemma, parts) {
    return { form: form, lemma: lemma, stop: has(stop, form) || has(stop, lemma), parts: parts || compounds[lemma] || [lemma] };
  }
  function learn(word) {
    seen[word.form] = true;
    [word.form, word.lemma].concat(word.parts).forEach(function (form) { if (!word.stop) known[form] = true; });
  }
  // A word that was typed: as the texts have it, else by its ending, else taken apart with the words of the texts.
  function typedWord(form) {
    if (has(alone, form)) return wordOf(form, alone[form]);
    if (has(seen, form) || has(lemmas, form) || has(stop, form)) return wordOf(form, has(lemmas, form) ? lemmas[form] : form);
    var lemma = base(form), parts;
    if (lemma === null) { parts = taken(form); lemma = form; }
    return wordOf(form, lemma, parts);
  }
  function base(form) {
    var found = null;
    inflected(form).some(function (other) {
      if (has(lemmas, other)) found = lemmas[other];
      else if (has(known, other) || has(stop, other)) found = other;
      return found !== null;
    });
    return found;
  }
  function inflected(form) {
    var forms = [form];
    [["ieen", "ie"], ["eren", ""], ["etje", ""], ["tjes", ""], ["pjes", ""], ["tje", ""], ["pje", ""], ["jes", ""], ["je", ""], ["'s", ""], ["en", ""],
      ["es", ""], ["s", ""], ["n", ""], ["e", ""]].forEach(function (end) {
      var stem = form.slice(0, form.length - end[0].length) + end[1];
      if (form.slice(-end[0].length) !== end[0] || stem.length < 3) return;
      forms.push(stem);
      var last = stem.slice(-1), before = stem.slice(-2, -1);
      if (end[0] === "s" || end[0] === "n") return;
      if (last === before && !/[aeiou]/.test(last)) forms.push(stem.slice(0, -1));
      if (last === "v") forms.push(stem.slice(0, -1) + "f");
      if (last === "z") forms.push(stem.slice(0, -1) + "s");
      if (/[aeou]/.test(before) && !/[aeiou]/.test(last) && !/[aeiou]/.test(stem.slice(-3, -2))) {
        var long = stem.slice(0, -1) + before + last;
        forms.push(long, long.replace(/v$/, "f").replace(/z$/, "s"));
      }
    });
    return forms;
  }
  function taken(form) {
    if (form.indexOf("-") > 0) {
      return [].concat.apply([], form.split("-").filter(Boolean).map(function (piece) { return typedWord(piece).parts; }));
    }
    if (has(wholes, form)) return null;
    for (var at = form.length - 3; at >= 4; at--) {
      var first = form.slice(0, at), rest = form.slice(at), whole = null;
      ["", "s", "en", "e", "n", "er"].some(function (link) {
        var stem = first.slice(0, first.length - link.length);
        if (first.slice(first.length - link.length) !== link || stem.length < 4 || has(notFirst, stem) || (link === "er" && !has(er, stem))) return false;
        if (has(lemmas, stem)) whole = lemmas[stem];
        else if (has(known, stem)) whole = stem;
        return whole !== null;
      });
      if (whole === null) continue;
      var last = base(rest);
      if (last === null && !inflected(rest).some(function (form) { return has(lasts, form); })) continue;
      return (compounds[whole] || [whole]).concat(last === null ? taken(rest) || [rest] : compounds[last] || [last]);
    }
    return null;
  }

  // -- related words ---------------------------------------------------------------------------------------------

  var first = {}, whole = {}, begins = {}, ends = {}, inside = {}, met = {};
  made.groups.forEach(function (group) {
    [[group[1], true], [group[2], false]].forEach(function (side) {
      side[0].forEach(function (written) {
        var words = written.split(" ");
        (first[words[0]] = first[words[0]] || []).push({ group: group[0], words: words, head: side[1] });
        words.forEach(function (word) {
          var bare = word.replace(/^\*|\*$/g, ""), front = word[0] === "*", back = word[word.length - 1] === "*";
          (front && back ? inside : front ? ends : back ? begins : whole)[bare] = word;
        });
      });
    });
  });
  function metBy(word, parts) {
    var key = word.form + "|" + word.lemma + "|" + parts, found = {};
    if (has(met, key)) return met[key];
    var forms = [word.form, word.lemma], last = word.parts[word.parts.length - 1];
    if (parts && last.length >= PART) forms.push(last);
    forms.forEach(function (form) {
      if (has(whole, form)) found[form] = true;
      for (var cut = 1; cut <= form.length; cut++) {
        if (has(begins, form.slice(0, cut))) found[begins[form.slice(0, cut)]] = true;
        if (has(ends, form.slice(-cut))) found[ends[form.slice(-cut)]] = true;
      }
      Object.keys(inside).forEach(function (piece) { if (form.indexOf(piece) > -1) found[inside[piece]] = true; });
    });
    return (met[key] = Object.keys(found));
  }
  function groupHits(own, parts) {
    var all = own.map(function (token) { return metBy(token.word, parts); }), hits = [];
    all.forEach(function (words, at) {
      words.forEach(function (word) {
        (has(first, word) ? first[word] : []).forEach(function (pattern) {
          var last = at, holds = pattern.words.slice(1).every(function (next) {
            for (var spot = last + 1; spot < Math.min(last + 2 + BETWEEN, all.length); spot++) {
              if (all[spot].indexOf(next) > -1) { last = spot; return true; }
            }
            return false;
          });
          if (holds) hits.push({ pattern: pattern, first: at, last: last });
        });
      });
    });
    return hits;
  }
  function namedBy(own) {
    var heads = groupHits(own, false).filter(function (hit) { return hit.pattern.head; }), taken = {}, result = [];
    heads.sort(function (a, b) {
      return (a.first - a.last) - (b.first - b.last) || a.first - b.first || (a.pattern.group < b.pattern.group ? -1 : 1);
    });
    heads.forEach(function (hit) {
      var free = true, at;
      for (at = hit.first; at <= hit.last; at++) if (has(taken, at)) free = false;
      if (!free && !result.some(function (own) { return own.first === hit.first && own.last === hit.last; })) return;
      result.push({ group: hit.pattern.group, first: hit.first, last: hit.last });
      for (at = hit.first; at <= hit.last; at++) taken[at] = true;
    });
    return result;
  }

  // -- terms -----------------------------------------------------------------------------------------------------

  var VAGUE = new RegExp("(^|[^\\p{L}\\p{N}_])(?:in\\s+(?:het\\s+algemeen|brede\\s+zin|de\\s+breedte|het\\s+bijzonder)|algemeen"
    + "|overig[\\p{L}\\p{N}_]*|mogelijkheden|gekoppeld\\s+aan\\s+.*|in\\s+relatie\\s+tot\\s+.*"
    + "|van\\s+(?:de|het)\\s+gemeente|voor\\s+(?:de\\s+)?inwoners)(?![\\p{L}\\p{N}_])", "giu");
  function alternatives(term) {
    var bare = term.replace(/\([^()]*\)/g, " ").replace(VAGUE, "$1 "), result = [];
    bare.split(/\s*\/\s*|\s+of\s+|\s*;\s*/).forEach(function (part) {
      part = part.trim().replace(/\s+/g, " ");
      if (part) result = result.concat(writtenOut(part));
    });
    return result.length ? result : [term];
  }
  function writtenOut(text) {
    var found = /^([\p{L}\p{N}_]{2,})-\s*(?:en|of|\/)\s*([\p{L}\p{N}_]{5,})$/u.exec(text);
    if (!found) return [text];
    var one = found[1].toLowerCase(), other = found[2].toLowerCase();
    for (var at = 3; at < other.length - 2; at++) {
      var end = other.slice(at), joined = plain(one + end);
      if (has(seen, joined) || has(lemmas, joined) || (base(plain(end)) !== null && base(plain(other.slice(0, at))) !== null)) {
        return [one + end, other];
      }
    }
    return [text];
  }
  function typedTokens(text) {
    return tokens(text).map(function (token) { return { word: typedWord(token.word.form), start: token.start, end: token.end }; });
  }
  function wordsOf(text) {
    var own = typedTokens(text), named = namedBy(own), found = [];
    own.forEach(function (token, at) {
      if (token.word.stop) return;
      var parts = token.word.parts.filter(function (part) { return part !== token.word.lemma && part.length > 3; });
      found.push({
        form: token.word.form, lemma: token.word.lemma, parts: parts.length > 1 ? parts : [],
        groups: named.filter(function (hit) { return hit.first <= at && at <= hit.last; }).map(function (hit) { return hit.group; })
      });
    });
    return found;
  }
  function fold(text) { return (plain(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) || []).join(" "); }
  function derived(lemma) {
    if (lemma.length > 7 && lemma.slice(-4) === "heid") return [lemma.slice(0, -4)];
    if (lemma.length > 6 && lemma.slice(-3) === "ing") return [lemma.slice(0, -3) + "en"];
    return lemma.length > 4 ? [lemma + "heid"] : [];
  }

  // -- texts -----------------------------------------------------------------------------------------------------

  // Texts that are searched together: how telling a word is, is counted over them.
  function Texts(texts, numbers) {
    var words = [], spots = [], other = [], spans = [], folded = [], counts = {};
    texts.forEach(function (text, number) {
      var own = tokens(text, numbers[number]), places = {}, groups = {}, reach = {};
      own.forEach(function (token, at) {
        var forms = {};
        learn(token.word);
        forms[token.word.lemma] = forms[token.word.form] = true;
        token.word.parts.forEach(function (part) { if (part.length > 3) forms[part] = true; });
        Object.keys(forms).forEach(function (form) { (has(places, form) ? places[form] : (places[form] = [])).push(at); });
      });
      groupHits(own, true).forEach(function (hit) {
        var group = hit.pattern.group;
        if (!has(groups, group)) { groups[group] = []; reach[group] = []; }
        groups[group].push(hit.first);
        for (var at = hit.first; at <= hit.last; at++) reach[group].push(at);
      });
      Object.keys(places).forEach(function (form) { counts[form] = (has(counts, form) ? counts[form] : 0) + 1; });
      words.push(own.map(function (token) { return token.word; })); spots.push(places); other.push(groups); spans.push(reach); folded.push(" " + fold(text) + " ");
    });
    function count(word) { return has(counts, word) ? counts[word] : 0; }
    function weight(word) { return Math.log(1 + (texts.length + 0.5) / (count(word) + 0.5)); }
    function where(at, lemma, form) {
      var found = [];
      [lemma, form].concat(derived(lemma)).forEach(function (one) { if (has(spots[at], one)) found = found.concat(spots[at][one]); });
      return found;
    }
    function partsMet(word, at) {
      var found = {};
      word.parts.forEach(function (part) {
        var own = where(at, part, part), close = own.some(function (spot) {
          return word.parts.some(function (rest) {
            return rest !== part && where(at, rest, rest).some(function (place) { return Math.abs(spot - place) <= 1; });
          });
        });
        if (own.length && (part.length >= LONG || close)) found[part] = own;
      });
      return word.parts.length && has(found, word.parts[0]) ? found : {};
    }
    function isClose(places) {
      if (places.length < 2) return places.length > 0;
      return places[0].some(function (one) {
        return places.slice(1).every(function (own) { return own.some(function (spot) { return Math.abs(one - spot) <= NEAR; }); });
      });
    }
    // How much of a phrase a text holds, and by what: 0 the word, 1 another form of it, 2 a part of a word.
    function strength(asked, at, others) {
      var sum = 0, met = 0, places = [], missed = 0, how = 0;
      asked.forEach(function (word) {
        var own = word.parts.length ? word.parts : [word.lemma], all = 0;
        own.forEach(function (part) { all += weight(part) / own.length; });
        sum += all;
        var found = where(at, word.lemma, word.form), elsewhere = [];
        if (others) word.groups.forEach(function (group) { if (has(other[at], group)) elsewhere = elsewhere.concat(other[at][group]); });
        if (found.length) {
          met += all; places.push(found.concat(elsewhere));
          how = Math.max(how, wayOf(word, at, found));
          return;
        }
        if (elsewhere.length) { met += OTHER * all; places.push(elsewhere); return; }
        var parts = partsMet(word, at), names = Object.keys(parts);
        names.forEach(function (part) { met += weight(part) / own.length; places.push(parts[part]); });
        if (names.length) how = 2; else missed += 1;
      });
      return { value: !sum || !isClose(places) || (missed && asked.length < 3) ? 0 : met / sum, how: how };
    }
    function wayOf(word, at, found) {
      return Math.min.apply(null, found.map(function (spot) {
        var own = words[at][spot];
        return own.form === word.form ? 0 : [word.lemma].concat(derived(word.lemma)).indexOf(own.lemma) > -1 ? 1 : 2;
      }));
    }
    function byPhrase(phrases) {
      var best = {}, order = [];
      phrases.forEach(function (phrase) {
        var asked = wordsOf(phrase), whole = fold(phrase);
        texts.forEach(function (_, at) {
          var found = whole && folded[at].indexOf(" " + whole + " ") > -1 ? { value: 1.1, how: 0 } : strength(asked, at, false);
          var related = asked.some(function (word) { return word.groups.some(function (group) { return has(other[at], group); }); });
          if (found.value < ENOUGH && related) found = { value: strength(asked, at, true).value, how: 3 };
          if (found.value < ENOUGH) return;
          if (!has(best, at)) order.push(at);
          if (!has(best, at) || found.value > best[at].strength) best[at] = { at: at, strength: found.value, how: found.how };
        });
      });
      return order.sort(function (a, b) { return a - b; }).map(function (at) { return best[at]; });
    }
    function head(phrase) {
      var cut = /\s+(?:naar|voor|bij|van|vanuit|met|in|op|tegen|onder)\s+/.exec(phrase), words;
      if (!cut) return null;
      words = wordsOf(phrase.slice(0, cut.index));
      var rare = words.every(function (word) { return count(word.lemma) <= Math.max(3, COMMON * texts.length); });
      return words.length && rare ? phrase.slice(0, cut.index) : null;
    }
    this.find = function (term) {
      var named = alternatives(term), hits = byPhrase(named);
      if (!hits.length) { named = named.map(head).filter(Boolean); hits = byPhrase(named); }
      hits.forEach(function (hit) { hit.forms = formsMet(named, hit); });
      return hits;
    };
    function formsMet(phrases, hit) {  // the words of the text by which it was found, to mark them
      var found = {};
      phrases.forEach(function (phrase) {
        wordsOf(phrase).forEach(function (word) {
          var spots = where(hit.at, word.lemma, word.form), parts = spots.length ? {} : partsMet(word, hit.at);
          Object.keys(parts).forEach(function (part) { spots = spots.concat(parts[part]); });
          if (hit.how === 3 && !spots.length) {
            word.groups.forEach(function (group) { spots = spots.concat(has(spans[hit.at], group) ? spans[hit.at][group] : []); });
          }
          spots.forEach(function (spot) { found[words[hit.at][spot].form] = true; });
        });
      });
      return found;
    }
    this.begins = function (form) {  // texts with a word that begins so: while somebody is still typing
      return folded.map(function (text, at) { return text.indexOf(" " + form) > -1 ? at : -1; })
        .filter(function (at) { return at > -1; }).map(function (at) { return { at: at, strength: 0, how: 5, forms: {} }; });
    };
  }
  function beginning(form) {
    var found = {};
    Object.keys(seen).forEach(function (other) { if (other.indexOf(form) === 0) found[other] = true; });
    return found;
  }
  // Codes whose name is (a part of) the term.
  function themesOf(term) {
    return made.codes.filter(function (code) {
      return alternatives(term).some(function (alternative) {
        var own = wordsOf(alternative).map(function (word) { return word.lemma; });
        return own.length && own.every(function (lemma) { return code[2].indexOf(lemma) > -1; })
          && code[3].some(function (least) { return least.every(function (lemma) { return own.indexOf(lemma) > -1; }); });
      });
    }).map(function (code) { return code[0]; });
  }
  // What the plans say of a term, as `themes find` does. A plan has `texts`, and of each text the `level` ('result' or
  // 'approach'), the number of its programme and its codes; `worked` tells of each programme whether it has results.
  function answer(plan, term) {
    var hits = plan.texts.find(term), isMet = {}, codes;
    hits.forEach(function (hit) { isMet[hit.at] = true; });
    if (!hits.some(function (hit) { return plan.worked[plan.programme[hit.at]]; })) {
      codes = themesOf(term);
      plan.codes.forEach(function (own, at) {
        var through = codes.filter(function (code) { return own.indexOf(code) > -1; });
        if (through.length && !has(isMet, at)) hits.push({ at: at, strength: 0.5, how: 4, codes: through, forms: {} });
      });
    }
    hits.sort(function (a, b) {
      var one = plan.level[a.at] === "result" ? 0 : 1, other = plan.level[b.at] === "result" ? 0 : 1;
      return one - other || Math.round(b.strength * 1e4) - Math.round(a.strength * 1e4) || a.at - b.at;
    });
    return { hits: hits, programmes: plan.worked.map(function (_, number) {
      var own = hits.filter(function (hit) { return plan.programme[hit.at] === number; });
      return { found: own.length ? plan.level[own[0].at] : "none", hits: own };
    }) };
  }
  return {
    answer: answer, Texts: Texts, tokens: tokens, wordsOf: wordsOf,
    beginning: beginning, seen: seen
  };
}
if (typeof module !== "undefined") module.exports = makeSearch;
