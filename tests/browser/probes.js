/* What axe cannot see, asked of a page: each probe returns a list of complaints, empty when there are none. */
(() => {
  const seen = each => each.checkVisibility({visibilityProperty: true});
  const shown = (what, where) => Array.from((where || document).querySelectorAll(what)).filter(seen);
  const short = each => each.outerHTML.replace(/\s+/g, ' ').slice(0, 120);
  const words = each => (each ? each.innerText.trim() : '');
  const style = (each, part) => getComputedStyle(each, part);
  const blame = (found, why) => found.map(each => why + ': ' + short(each));
  const FIELDS = 'textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=hidden])';

  /* Contrast as WCAG reckons it. */
  const parts = colour => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = colour => colour.slice(0, 3).map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4)))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, two) => {
    const both = [light(one), light(two)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  const ground = each => {
    for (let at = each; at; at = at.parentElement) {
      const colour = parts(style(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  };

  return {
    unlabelled() {
      const labelled = each => Array.from(each.labels || []).some(label => seen(label) && words(label));
      return blame(shown('input:not([type=hidden]), textarea, select').filter(each => !labelled(each)), 'no visible label');
    },

    ungrouped() {
      const named = group => group &&
        (words(group.querySelector('legend')) || words(document.getElementById(group.getAttribute('aria-labelledby'))));
      const several = each => each.type === 'radio' || shown('input[type=checkbox]', each.form).length > 1;
      const found = shown('input[type=radio], input[type=checkbox]').filter(several);
      return blame(found.filter(each => !named(each.closest('fieldset'))), 'in no named group');
    },

    small_targets(least) {
      const size = each => each.getBoundingClientRect();
      return shown('button, a[href], summary, label.choice, ' + FIELDS)
        .filter(each => size(each).height < least || size(each).width < least)
        .map(each => Math.round(size(each).width) + ' x ' + Math.round(size(each).height) + ': ' + short(each));
    },

    sideways() {
      const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
      const wrong = wide > room ? ['the page is ' + wide + ' wide in a window of ' + room] : [];
      shown('body *').filter(each => each.getBoundingClientRect().width > 1).forEach(each => {
        const box = each.getBoundingClientRect();
        if (box.right > room + 1 || box.left < -1) wrong.push('sticks out: ' + short(each));
        if (style(each).overflow === 'hidden' && each.localName !== 'progress' &&
            (each.scrollHeight > each.clientHeight + 2 || each.scrollWidth > each.clientWidth + 2)) {
          wrong.push('cut off: ' + short(each));
        }
      });
      return wrong;
    },

    /* The same with a style added, which the page's own policy would not let into the document. */
    styled(css, grows) {
      const size = () => parseFloat(style(document.querySelector('h1')).fontSize), before = size();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = document.adoptedStyleSheets.concat(sheet);
      const wrong = this.sideways();
      if (size() < grows * before) wrong.push('text does not grow');
      document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
      return wrong;
    },

    out_of_reach() {
      const acts = each => each.onclick || each.getAttribute('role') === 'button' || style(each).cursor === 'pointer';
      const known = 'a[href], button, input, select, textarea, summary, label, option';
      return blame(shown('body *').filter(each => acts(each) && !each.closest(known)), 'a key does not reach');
    },

    headings() {
      const found = shown('h1, h2, h3, h4'), levels = found.map(each => Number(each.localName[1]));
      const wrong = blame(found.filter(each => !words(each)), 'empty');
      if (levels.filter(level => level === 1).length !== 1) wrong.push('first headings: ' + levels);
      if (levels.some((level, at) => level > (levels[at - 1] || 0) + 1)) wrong.push('a level is left out: ' + levels);
      return wrong;
    },

    titled() {
      const top = document.getElementById('top'), want = top ? top.dataset.title : words(document.querySelector('h1'));
      return document.title.includes(want) ? [] : ['the title is ' + document.title + ', the step ' + want];
    },

    untold_languages() {
      const all = what => Array.from(document.querySelectorAll(what));
      const here = document.documentElement.lang, chosen = document.querySelector('[aria-current]');
      // The language of what the facilitator notes beside an action is not known.
      const said = all('.said').filter(each => !each.closest('.actions dd, .actions .done'));
      return (chosen && chosen.lang === here ? [] : ['the page says ' + here])
        .concat(blame(said.filter(each => !each.lang || each.dir !== 'auto'), 'no language or direction'))
        .concat(blame(all('.languages a').filter(each => !each.lang), 'no language'))
        .concat(blame(all('textarea, input:not([type]):not([inputmode])').filter(each => each.dir !== 'auto'), 'no direction'));
    },

    silent() {
      const all = what => Array.from(document.querySelectorAll(what));
      const lives = document.querySelector('main[data-part]'), live = '[role=status], [role=alert], [role=timer], [aria-live]';
      return (!lives || all('#status[role=status]').length === 1 ? [] : ['no place for messages'])
        .concat(blame(all('[aria-live=assertive], main[data-part] [role=alert]'), 'shouts'))
        .concat(blame(all('.timer, .left, .count, .left-votes').filter(each => each.closest(live)), 'speaks all the time'));
    },

    by_colour_alone() {
      const plain = each => !style(each).textDecorationLine.includes('underline');
      const drawn = each => style(each).appearance === 'none' || each.getBoundingClientRect().width < 16 || style(each).opacity < 1;
      const chosen = shown('.languages [aria-current]').filter(each => {
        const other = each.closest('ul').querySelector('a:not([aria-current])');
        return style(each).fontWeight === style(other).fontWeight;
      });
      return blame(shown('main a[href]:not(.button), footer a').filter(plain), 'a link only by colour')
        .concat(blame(shown('.choice input').filter(drawn), 'chosen only by colour'))
        .concat(blame(shown('.bars li').filter(each => !/\d/.test(words(each))), 'a bar without its number'))
        .concat(blame(shown('[aria-invalid]').filter(each => !words(each.form.querySelector('.error'))), 'wrong only by colour'))
        .concat(blame(shown('.tag').filter(each => !/\p{L}{2}/u.test(words(each))), 'a label without a word'))
        .concat(blame(shown('.own > li.on').filter(each => !words(each.querySelector('.done'))), 'raised only by colour'))
        .concat(blame(chosen, 'the language only by colour'));
    },

    faint() {
      const wrong = [];
      shown(FIELDS + ', .choice, button, .button').forEach(each => {
        const around = ground(each.parentElement), edge = parseFloat(style(each).borderTopWidth) >= 1;
        const best = Math.max(edge ? ratio(parts(style(each).borderTopColor), around) : 0, ratio(ground(each), around));
        if (best < 3) wrong.push('edge ' + best.toFixed(2) + ': ' + short(each));
      });
      shown('[placeholder]').forEach(each => {
        const best = ratio(parts(style(each, '::placeholder').color), ground(each));
        if (best < 4.5) wrong.push('placeholder ' + best.toFixed(2) + ': ' + short(each));
      });
      return wrong;
    },

    untied_errors() {
      const wrong = [], named = (each, name) => (each.getAttribute(name) || '').split(/\s+/).filter(Boolean);
      shown('form .error').forEach(error => {
        const field = error.closest('form').querySelector('[aria-invalid=true]');
        if (!field) wrong.push('no field is marked for: ' + short(error));
        else if (!named(field, 'aria-describedby').includes(error.id)) wrong.push('not tied to its reason: ' + short(field));
        else if (document.activeElement !== field) wrong.push('has not the focus: ' + short(field));
      });
      document.querySelectorAll('[aria-describedby], [aria-labelledby]').forEach(each => {
        // A step may have no help; to point at it all the same does no harm.
        const ids = named(each, 'aria-describedby').concat(named(each, 'aria-labelledby')).filter(id => id !== 'help');
        if (ids.some(id => !document.getElementById(id))) wrong.push('points at nothing: ' + short(each));
      });
      return wrong;
    },

    jumpy() {
      const all = what => Array.from(document.querySelectorAll(what));
      const fixed = /maximum-scale|user-scalable/.test(document.querySelector('meta[name=viewport]').content);
      return blame(all('[tabindex]').filter(each => each.tabIndex > 0), 'an order of its own')
        .concat(blame(all('[autofocus]:not([aria-invalid])'), 'jumps'))
        .concat(blame(all('[accesskey], [draggable=true]'), 'a key or a drag'))
        .concat(fixed ? ['cannot be enlarged'] : []);
    },

    restless() {
      const lasts = said => said.split(',').some(part => parseFloat(part) > 0);
      const moves = each => lasts(each.transitionDuration) || each.scrollBehavior === 'smooth' ||
        (each.animationName !== 'none' && lasts(each.animationDuration));
      return blame(shown('body, body *').filter(each => moves(style(each))), 'moves');
    },

    /* Several questions, as [name, question, what is given]; name -> complaints. */
    everything(questions) {
      return Object.fromEntries(questions.map(([name, question, given]) => [name, this[question](...given)]));
    },

    /* All elements of the page, with what depends neither on words nor on the language they are in; several alike in
       a row count as one. */
    shape() {
      const here = document.documentElement.lang;
      const WORDS = /^(id|name|value|href|for|action|style|min|max|content|data-.*)$/;
      const told = (each, one) => {
        if (/lang$/.test(one.name)) return one.value === here ? 'here' : /^(fi|sv|en)$/.test(one.value) ? 'other' : one.value;
        const target = /^aria-(describedby|labelledby|controls)$/.test(one.name);
        return target ? one.value.split(/\s+/).every(id => document.getElementById(id)) : one.value;
      };
      const shape = each => {
        const known = Array.from(each.attributes).filter(one => !WORDS.test(one.name));
        const said = known.map(one => one.name + (/^(placeholder|aria-label|title|alt)$/.test(one.name) ? '' : '=' + told(each, one)));
        const text = Array.from(each.childNodes).some(node => node.nodeType === 3 && node.data.trim());
        // Which of the languages is chosen, and stands as no link, makes no other page.
        const inner = each.matches('.languages') ? Array.from(each.children, shape).sort() : Array.from(each.children, shape);
        return '<' + [each.localName, seen(each), text, each.disabled, each.checked, ...said].join(' ') +
          inner.filter((one, at) => one !== inner[at - 1]).join('') + '>';
      };
      return [/^(fi|sv|en)$/.test(here) + shape(document.body)];
    },

    /* Of every element that shows words or can be filled in, all that it is in: what its colours depend on. What is
       not among the judged; the elements themselves are window.fresh from then on. */
    fresh(judged) {
      const one = each => [each.localName, each.className, ...Array.from(each.attributes)
        .filter(told => /^(role|disabled|aria-invalid|aria-current|aria-pressed|open|style)$/.test(told.name) || /^data-(look|state)$/.test(told.name))
        .map(told => told.name + '=' + told.value), each.checked, each === document.activeElement].join(' ');
      const chain = each => (each === document.body ? one(each) : chain(each.parentElement) + ' > ' + one(each));
      const text = each => Array.from(each.childNodes).some(node => node.nodeType === 3 && node.data.trim());
      const known = new Set(judged), found = new Map();
      shown('body *').filter(each => text(each) || each.matches(FIELDS)).forEach(each => {
        const where = chain(each);
        if (!known.has(where)) found.set(where, (found.get(where) || []).concat(each));
      });
      window.fresh = Array.from(found.values()).flat();
      return Array.from(found.keys());
    },

    /* Of what has the focus now. */
    ring() {
      const at = document.activeElement, drawn = at.closest('.choice') || at, look = style(drawn);
      if (at === document.body) return [];
      const box = drawn.getBoundingClientRect(), bar = document.querySelector('.news');
      const over = bar && !bar.contains(at) && bar.offsetHeight ? bar.getBoundingClientRect() : {top: 0, bottom: 0};
      const colour = parts(look.outlineColor), around = parts(style(document.body).backgroundColor);
      const wrong = [];
      if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2) wrong.push('no ring: ' + short(at));
      else if (ratio(colour, around) < 3) wrong.push('a faint ring: ' + short(at));
      if (over.top < 1 && box.bottom <= over.bottom) wrong.push('under the banner: ' + short(at));
      if (box.bottom < 0 || box.top > innerHeight) wrong.push('out of sight: ' + short(at));
      return wrong;
    },
  };
})()
