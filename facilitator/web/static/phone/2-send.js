/* Sends answers one at a time and in order; each is repeated with the same key until it is saved or refused. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one, all = phone.all, say = phone.say, main = phone.main, undo = one('#undo');
  const newKey = phone.newKey;

  // Every job is stored under its own name, so that two tabs do not overwrite each other's jobs.
  let jobs = phone.recallAll('job:').sort((one, other) => one.nth - other.nth);
  let busy = false, failed = 0, retry = 0, lost = phone.recallAll('lost:');
  phone.waiting = () => jobs.length > 0;
  phone.kept = () => (phone.keeps ? say.offline : say.offline_here);

  function add(job) {
    if (!jobs.some(other => other.slot === job.slot && other.body === job.body)) {
      // A newer tap on the same field replaces an unsent one. One that was sent may have arrived: it is repeated first.
      jobs.filter(other => other.slot === job.slot && !other.tried).forEach(drop);
      job.name = 'job:' + newKey();
      job.nth = jobs.length ? jobs[jobs.length - 1].nth + 1 : 1;
      jobs.push(job);
      phone.remember(job.name, job);
    }
    phone.send();
  }
  function drop(job) {
    jobs = jobs.filter(other => other !== job);
    phone.remember(job.name, null);
  }
  phone.send = async () => {
    clearTimeout(retry);
    if (busy || !jobs.length) return;
    const job = jobs[0];
    busy = true;
    if (!job.tried) {
      job.tried = true;
      phone.remember(job.name, job);
    }
    undo.hidden = true;
    if (!failed) phone.tell(say.sending);
    phone.paint();
    const reply = await phone.ask(job.path, {method: job.method, body: job.body}, 10), said = reply ? reply.data : {};
    busy = false;
    if (said.error === 'no_seat') {
      failed += 1;
      phone.paint();
      phone.anew(said);
      return;
    }
    // A reply that is not ours (the sign-in page of a hotspot, say) proves nothing, so the answer is sent again.
    if (!(said.saved || said.removed || said.error) || reply.status >= 500 || (reply.status === 429 && said.error !== 'slip_pause')) {
      failed += 1;
      phone.tell(said.message || (job.draft ? phone.kept() : say.offline_tap), true);
      phone.paint();
      retry = setTimeout(phone.send, phone.delay(failed - 1));
      return;
    }
    failed = 0;
    drop(job);
    if (!said.error || (job.method === 'DELETE' && said.error === 'answer_gone')) await saved(job);
    else await refused(job, [said.message, said.hint].filter(Boolean).join(' '));
    phone.send();
  };

  async function saved(job) {
    const form = document.getElementById(job.form);
    // A tick before the reply may have removed the form and with it the focus.
    const had = document.activeElement === document.body ? form || job.draft : form && form.contains(document.activeElement);
    if (job.draft && JSON.stringify(phone.recall(job.draft)) === job.kept) phone.remember(job.draft, null);
    if (job.draft && form && asJson(form, true) === job.shown) form.reset();
    if (form) form.why = '';
    if (job.edit) phone.edit('');
    const fresh = await phone.refresh(), ideas = all('#own .own > li').length;
    // The number of ideas is announced only when the list of them is certainly up to date.
    const more = form && form.dataset.more && document.contains(form) && fresh && !phone.held() && one('#top').dataset.look === 'open';
    phone.tell(job.saved || (more ? phone.fill(say.saved_idea, {n: ideas}) : say.saved));
    undo.hidden = !job.again;
    undo.again = job.again;
    if (had) goOn(form);
    // Only texts scroll to the status line; a tap in a long list must not move the list.
    if (job.draft) phone.status.scrollIntoView({block: 'nearest'});
  }
  function goOn(form) {
    const field = one('#task form[data-more] textarea'), heading = one('#own h2') || one('#question');
    if (form && form.dataset.more && field) field.focus();
    else if (document.activeElement === document.body && heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }
  async function refused(job, message) {
    const form = document.getElementById(job.form);
    await phone.refresh();
    if (form && job.draft && form.dataset.draft && document.contains(form) && asJson(form, true) === job.shown) {
      form.why = message;
      phone.explain(form);
      phone.texts(form)[0].focus();
      phone.tell('');
    } else {
      if (textOf(job)) {
        job.at = one('#top').dataset.step;
        lost.push(job);
        phone.remember('lost:' + job.name, job);
      }
      phone.tell(message, true);
    }
    phone.paint();
  }

  const chosen = form => phone.choices(form).filter(box => box.checked).map(box => box.value);
  function asJson(form, shown) {
    const message = shown ? {} : {key: newKey()};
    all('[name]', form).forEach(field => {
      if (field.name === 'key' || field.tagName === 'BUTTON' || field.name.startsWith('option')) return;
      if (field.type === 'checkbox') message[field.name] = field.checked;
      else if (field.type === 'radio' && !field.checked) return;
      else if (field.name === 'value') message.value = Number(field.value);
      else if (field.value || field.name === 'text' || field.name === 'other') message[field.name] = field.value;
    });
    if (form.elements.options) message.options = chosen(form);
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
    } else if (form.dataset.tap === 'grid') {
      const dot = name.lastIndexOf('.'), none = field.value === 'na' || field.value === 'pass';
      Object.assign(message, {row: name.slice('grid.'.length, dot), scale: name.slice(dot + 1), value: none ? null : number});
    } else if (form.dataset.tap === 'choice' && name !== 'other') {
      message.options = chosen(form);
    } else if (name === 'value') {
      message.value = number;
    } else return;
    post(form, message.step + (message.options ? 'options' : name), JSON.stringify(message));
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
    else post(form, newKey(), asJson(form), {shown: shown, edit: form.dataset.edit, draft: phone.draftName(form),
      kept: JSON.stringify(phone.recall(phone.draftName(form)))});
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
    list();
  };
  /* Lists the texts that wait for the network, or were refused, unless a field on the page shows them. */
  const textOf = job => job.draft && JSON.parse(job.body).text;
  function list() {
    const place = one('#waiting'), now = one('#top').dataset.step;
    const inField = job => {
      const form = document.getElementById(job.form);
      return form && form.dataset.draft && asJson(form, true) === job.shown;
    };
    const waits = failed ? jobs : [], refused = lost.filter(job => [job.at, JSON.parse(job.body).step].indexOf(now) >= 0);
    const texts = waits.concat(refused).filter(job => textOf(job) && !inField(job));
    const same = texts.map(job => job.name + (lost.indexOf(job) < 0)).join();
    if (!place || place.same === same) return;
    place.same = same;
    place.hidden = !texts.length;
    place.textContent = '';
    texts.forEach(job => {
      const item = place.appendChild(document.createElement('li')), again = document.createElement('button');
      item.textContent = (waits.indexOf(job) < 0 ? say.unsent : say.waits) + ': ' + textOf(job);
      if (waits.indexOf(job) >= 0) return;
      again.className = 'quiet';
      again.textContent = say.retry;
      again.onclick = () => {
        lost = lost.filter(other => other !== job);
        phone.remember('lost:' + job.name, null);
        add(job);
      };
      item.appendChild(again);
    });
  }
})();
