/* Storage of drafts on the phone, so that no text is lost when the page is reloaded or closed. */
(function () {
  'use strict';
  const main = document.querySelector('main[data-part]');
  // In a browser without these the page works with plain forms and links: window.phone stays undefined, and the other
  // files of the script do nothing.
  if (!main || !window.fetch || !window.Promise || !window.URLSearchParams || !Element.prototype.closest) return;

  const phone = window.phone = {
    main: main,
    home: main.dataset.home,
    say: JSON.parse(main.dataset.say),
    onScreen: document.body.className === 'screen',
    one: (what, where) => (where || document).querySelector(what),
    all: (what, where) => Array.from((where || document).querySelectorAll(what)),
    fill: (text, known) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in known ? known[name] : whole)),
  };
  const one = phone.one, all = phone.all;
  document.documentElement.classList.add('js');

  const status = one('#status');
  phone.status = status;
  phone.tell = (text, bad) => {
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle('bad', Boolean(bad));
  };

  // --- storage: of this workshop only ------------------------------------------------------------------------

  const prefix = 'workshop:' + main.dataset.session + ':';
  const inStorage = work => {
    try { return work(localStorage); } catch (refused) { return null; /* full, or disabled */ }
  };
  const ours = (store, start) => Object.keys(store).filter(name => name.startsWith(start));
  // What localStorage refuses is kept in the state of the history entry, which survives a reload.
  const rest = (history.state && history.state.rest) || {};
  phone.keeps = !Object.keys(rest).length;
  phone.recall = name => (name in rest ? rest[name] : inStorage(store => JSON.parse(store.getItem(prefix + name))));
  phone.remember = (name, value) => {
    const kept = value !== null && inStorage(store => {
      store.setItem(prefix + name, JSON.stringify(value));
      return true;
    });
    const known = name in rest;
    if (!kept) inStorage(store => store.removeItem(prefix + name));
    delete rest[name];
    if (value !== null) {
      phone.keeps = kept;
      if (!kept) rest[name] = value;
    }
    if (known || name in rest) {
      try { history.replaceState({rest: rest}, ''); } catch (often) { /* the next input retries */ }
    }
  };
  phone.recallAll = start => {
    const stored = inStorage(store => ours(store, prefix + start)) || [];
    return stored.map(name => name.slice(prefix.length)).concat(ours(rest, start)).map(phone.recall).filter(Boolean);
  };
  inStorage(store => ours(store, 'workshop:').forEach(name => {
    if (!name.startsWith(prefix)) store.removeItem(name);
  }));

  // --- drafts ------------------------------------------------------------------------------------------------

  const choices = form => all('input[type=radio], input[type=checkbox]', form);
  const texts = form => all('textarea[name], input[name]:not([type])', form);
  const written = form => texts(form).some(field => field.value.trim() && field.value !== field.defaultValue);
  phone.choices = choices;
  phone.texts = texts;
  phone.draftName = form => 'draft:' + form.elements.step.value + ':' + form.dataset.draft;
  const started = () => all('#task form[data-draft]').filter(written);
  // Without what nobody sends: a note for oneself.
  phone.unsent = () => started().filter(form => !form.dataset.note);

  function draftOf(form) {
    const draft = {};
    let changed = false;
    texts(form).forEach(field => {
      draft[field.name] = field.value;
      changed = changed || field.value !== field.defaultValue;
    });
    choices(form).forEach(box => {
      if (box.checked) draft[box.name] = box.value;
      changed = changed || box.checked !== box.defaultChecked;
    });
    return changed ? draft : null;
  }
  phone.restore = form => {
    const draft = phone.recall(phone.draftName(form));
    if (!draft) return;
    texts(form).forEach(field => { if (field.name in draft) field.value = draft[field.name]; });
    choices(form).forEach(box => { box.checked = draft[box.name] === box.value; });
  };
  phone.countLeft = field => {
    const line = one('.left', field.form);
    if (!line || !field.dataset.max) return;
    const left = field.dataset.max - Array.from(field.value.trim()).length;
    line.hidden = left > 40;
    line.classList.toggle('over', left < 0);
    line.textContent = phone.fill(left < 0 ? phone.say.chars_over : phone.say.chars_left, {n: Math.abs(left)});
  };

  ['input', 'change'].forEach(kind => main.addEventListener(kind, event => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    phone.remember(phone.draftName(form), draftOf(form));
    phone.countLeft(event.target);
  }));
  window.addEventListener('storage', event => {
    // Another tab has sent and removed the same draft: empty this form, so that the text is not sent twice.
    if (event.newValue !== null) return;
    all('#task form[data-draft]').forEach(form => {
      const same = event.key === prefix + phone.draftName(form) && event.oldValue === JSON.stringify(draftOf(form));
      if (same) form.reset();
    });
  });
  all('.languages a').forEach(link => link.addEventListener('click', event => {
    // Without storage a draft survives only a reload of this history entry, so switch the language, then reload.
    if (phone.keeps || !started().length) return;
    event.preventDefault();
    fetch(link.href, {credentials: 'same-origin'}).then(() => location.reload(), () => location.assign(link.href));
  }));
})();
