/* What the phone keeps by itself: drafts of what is being written, so that no text is ever lost. */
(function () {
  'use strict';
  const main = document.querySelector('main[data-part]');
  // Without these the page works as forms and links; window.phone stays undefined and the other parts do nothing.
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
  phone.recall = name => {
    try { return JSON.parse(localStorage.getItem(prefix + name)); } catch (refused) { return null; }
  };
  phone.remember = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(prefix + name);
      else localStorage.setItem(prefix + name, JSON.stringify(value));
    } catch (refused) { /* storage is full or switched off: the text is still in the field */ }
  };
  try {
    Object.keys(localStorage)
      .filter(name => name.startsWith('workshop:') && !name.startsWith(prefix))
      .forEach(name => localStorage.removeItem(name));
  } catch (refused) { /* as above */ }

  // --- drafts ------------------------------------------------------------------------------------------------

  const choices = form => all('input[type=radio], input[type=checkbox]', form);
  const texts = form => all('textarea[name], input[name]:not([type])', form);
  const written = form => texts(form).some(field => field.value.trim() && field.value !== field.defaultValue);
  phone.choices = choices;
  phone.texts = texts;
  phone.draftName = form => 'draft:' + form.elements.step.value + ':' + form.dataset.draft;
  phone.writing = () => all('#task form[data-draft]').some(written);

  function keep(form) {
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
    phone.remember(phone.draftName(form), changed ? draft : null);
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
    keep(form);
    phone.countLeft(event.target);
  }));
})();
