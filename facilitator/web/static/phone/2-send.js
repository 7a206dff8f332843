/* Sending: one answer at a time, in order, with the same key until the server has said yes or no. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one, all = phone.all, say = phone.say, main = phone.main, undo = one('#undo');

  let jobs = phone.recall('jobs') || [], busy = false, failed = 0, retry = 0;
  phone.waiting = () => jobs.length > 0;
  phone.delay = tries => Math.min(4000, 250 * Math.pow(2, tries)) * (0.5 + Math.random() / 2);

  function newKey() {
    // Not crypto.randomUUID: browsers have that on https only.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join('');
  }

  phone.ask = async (path, options) => {
    const limit = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => limit && limit.abort(), 10000);
    const headers = {Accept: options ? 'application/json' : 'text/html'};
    if (options && options.body) headers['Content-Type'] = 'application/json';
    const request = Object.assign({credentials: 'same-origin', cache: 'no-store', headers: headers}, options);
    if (limit) request.signal = limit.signal;
    try {
      const reply = await fetch(path, request), text = await reply.text();
      const found = {ok: reply.ok, status: reply.status, text: text, data: {}};
      try { found.data = JSON.parse(text); } catch (page) { /* a piece of a page */ }
      return found;
    } catch (unreachable) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  function add(job) {
    if (!jobs.some(other => other.slot === job.slot && other.body === job.body)) {
      // A newer tap on the same thing replaces one that never left; one that may have arrived is sent again first.
      jobs = jobs.filter(other => other.slot !== job.slot || other.tried).concat(job);
      phone.remember('jobs', jobs);
    }
    phone.send();
  }
  phone.send = async () => {
    clearTimeout(retry);
    if (busy || !jobs.length) return;
    const job = jobs[0];
    busy = job.tried = true;
    phone.remember('jobs', jobs);
    undo.hidden = true;
    phone.paint();
    phone.tell(say.sending);
    const reply = await phone.ask(job.path, {method: job.method, body: job.body});
    busy = false;
    if (!reply || reply.status >= 500 || reply.status === 429) {
      failed += 1;
      phone.tell((reply && reply.data.message) || say.offline, true);
      phone.paint();
      retry = setTimeout(phone.send, phone.delay(failed));
      return;
    }
    failed = 0;
    jobs.shift();
    phone.remember('jobs', jobs);
    if (reply.ok || (job.method === 'DELETE' && reply.status === 404)) await saved(job);
    else await refused(job, [reply.data.message, reply.data.hint].filter(Boolean).join(' '));
    phone.send();
  };

  async function saved(job) {
    const form = document.getElementById(job.form), ideas = all('#own .own > li').length + 1;
    const had = form && (form.contains(document.activeElement) || document.activeElement === document.body);
    if (job.draft && (!form || asJson(form, true) === job.shown)) {
      phone.remember(job.draft, null);
      if (form) form.reset();
    }
    if (form) form.why = '';
    if (job.edit) phone.edit('');
    await phone.refresh();
    phone.tell(job.saved || (job.draft ? phone.fill(say.saved_idea, {n: ideas}) : say.saved));
    undo.hidden = !job.again;
    undo.again = job.again;
    if (had) goOn(form);
    phone.status.scrollIntoView({block: 'nearest'});
  }
  function goOn(form) {
    const field = one('#task form[data-more] textarea'), heading = one('#own h2');
    if (form.dataset.more && field) field.focus();
    else if (document.activeElement === document.body && heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }
  async function refused(job, message) {
    const form = document.getElementById(job.form);
    await phone.refresh();
    if (form && form.dataset.draft && document.contains(form)) {
      form.why = message;
      phone.explain(form);
      phone.texts(form)[0].focus();
      phone.tell('');
    } else {
      phone.tell(message, true);
    }
  }

  function asJson(form, shown) {
    const message = shown ? {} : {key: newKey()};
    all('[name]', form).forEach(field => {
      if (field.name === 'key' || field.tagName === 'BUTTON') return;
      if (field.type === 'checkbox') message[field.name] = field.checked;
      else if (field.type === 'radio' && !field.checked) return;
      else if (field.name === 'value') message.value = Number(field.value);
      else if (field.value || field.name === 'text') message[field.name] = field.value;
    });
    return JSON.stringify(message);
  }
  function post(form, slot, body, more) {
    const job = {slot: slot, form: form.id, method: 'POST', path: phone.home + '/answers', body: body};
    add(Object.assign(job, {saved: form.dataset.saved}, more));
  }
  function tap(field) {
    const form = field.form, name = field.name, message = {key: newKey(), step: form.elements.step.value};
    const number = field.type === 'checkbox' ? Number(field.checked) : Number(field.value);
    if (form.dataset.tap === 'vote') {
      Object.assign(message, {item: name.slice('votes.'.length), votes: number});
    } else if (form.dataset.tap === 'rate') {
      const dot = name.lastIndexOf('.');
      Object.assign(message, {item: name.slice('ratings.'.length, dot), scale: name.slice(dot + 1), value: number});
    } else if (name === 'value') {
      message.value = number;
      if (form.dataset.note) message.text = form.dataset.note;
    } else return;
    post(form, message.step + name, JSON.stringify(message));
  }

  main.addEventListener('submit', event => {
    const form = event.target, id = form.dataset.withdraw, again = form.dataset.again;
    event.preventDefault();
    if (id) {
      add({slot: 'withdraw ' + id, method: 'DELETE', path: phone.home + '/answers/' + id, saved: say.removed, again: again});
      return;
    }
    const shown = asJson(form, true);
    if (jobs.some(job => job.form === form.id && job.shown === shown)) phone.send();
    else post(form, newKey(), asJson(form), {shown: shown, draft: phone.draftName(form), edit: form.dataset.edit});
  });
  main.addEventListener('change', event => {
    if (event.target.form && event.target.form.dataset.tap) tap(event.target);
  });
  undo.addEventListener('click', () => {
    const message = Object.assign({key: newKey()}, JSON.parse(undo.again));
    undo.hidden = true;
    post({dataset: {saved: say.saved}}, message.key, JSON.stringify(message));
  });

  phone.paint = () => {
    all('#task form:not([data-withdraw])').forEach(form => {
      const button = one('button:not(.nojs)', form), waits = jobs.some(job => job.form === form.id);
      if (!button) return;
      if (button.textContent !== say.sending && button.textContent !== say.retry) button.label = button.textContent;
      const text = !waits ? button.label : failed ? say.retry : say.sending;
      if (text && button.textContent !== text) button.textContent = text;
    });
  };
})();
