/* Updates the page: changes only what differs, and keeps the focus and any field that is being written in. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one, all = phone.all, say = phone.say, main = phone.main, news = one('#news');
  let held = null, skew = 0, going = 0;

  function parse(html) {
    const fresh = document.createElement('main');
    fresh.innerHTML = html;
    return fresh;
  }
  function without(node, away) {
    const after = node.nextSibling;
    if (away) node.parentNode.removeChild(node);
    return after;
  }
  /* Changes old into fresh with few changes to the DOM; elements with the same id are kept and moved, not replaced. */
  function morph(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== 1) {
      old.data = fresh.data;
      return;
    }
    Array.from(old.attributes).forEach(has => {
      // open and tabindex are set in the browser: an opened list stays open, a focused heading keeps the focus.
      if (!fresh.hasAttribute(has.name) && has.name !== 'open' && has.name !== 'tabindex') old.removeAttribute(has.name);
    });
    Array.from(fresh.attributes).forEach(has => {
      if (old.getAttribute(has.name) !== has.value) old.setAttribute(has.name, has.value);
    });
    // Walk through both lists of children. Old elements whose id is not wanted any more are removed on the way.
    const wanted = Array.from(fresh.children, child => child.id);
    let at = old.firstChild;
    Array.from(fresh.childNodes).forEach(child => {
      while (at && at.id && wanted.indexOf(at.id) < 0) at = without(at, true);
      const known = child.id && Array.from(old.children).find(other => other.id === child.id);
      // Moving an element takes the focus from it, so what stands before it is removed instead, if it has no id.
      while (known && at && at !== known && !at.id) at = without(at, true);
      if (at && at.nodeName === child.nodeName && (at.id || '') === (child.id || '')) {
        const same = at;
        at = without(at, false);
        morph(same, child);
        return;
      }
      old.insertBefore(known || child, at);
      if (known) morph(known, child);
    });
    while (at) at = without(at, true);
  }

  phone.show = html => {
    const fresh = parse(html), top = one('#top', fresh).dataset, old = one('#top').dataset;
    // A form stays if the new page has it too, for the same step; a new task must not remove one with a started text.
    const stays = form => all('#task form', fresh).some(other => other.id === form.id && sameStep(other, form));
    phone.late(top);
    if (top.task !== old.task && !phone.unsent().every(stays)) {
      old.version = top.version;
      hold(html, top, old);
    } else {
      apply(fresh, top, old);
    }
  };
  phone.held = () => Boolean(held);
  const sameStep = (form, other) => form.elements.step.value === other.elements.step.value;
  const round = top => top.task.slice(0, top.task.lastIndexOf('.'));
  function hold(html, top, old) {
    const same = top.step === old.step;
    if (!held || held.task !== top.task) phone.tell(same ? say.changed_here : phone.fill(say.new_step, {title: top.title}));
    held = {html: html, task: top.task};
    news.textContent = same ? say.changed_here : phone.fill(say.go_on, {title: top.title});
    phone.paintLate();
  }
  function apply(fresh, top, old) {
    const changed = top.task !== old.task, moved = top.step !== old.step, title = top.title;
    const focused = main.contains(document.activeElement);
    held = null;
    // A field must not be reused for another step or round, so the task is replaced as a whole.
    if (round(top) !== round(old)) main.replaceChild(one('#task', fresh), one('#task'));
    if (changed) {
      phone.tell([moved && phone.fill(say.new_step, {title: title}), top.said].filter(Boolean).join(' – '));
      one('#undo').hidden = true;
    }
    ['top', 'task', 'said', 'own', 'now'].forEach(id => {
      if (one('#' + id, fresh)) morph(one('#' + id), one('#' + id, fresh));
    });
    phone.settle();
    if (moved) {
      document.title = title + ' – ' + one('.name').textContent;
      window.scrollTo(0, 0);
    }
    if (changed && focused && !document.activeElement.offsetParent) {
      const heading = one('#task h1');
      heading.tabIndex = -1;
      heading.focus();
    }
  }
  phone.settle = () => {
    all('form[data-draft]').forEach(form => {
      if (!form.known) phone.restore(form);
      form.known = true;
      phone.explain(form);
      phone.texts(form).forEach(phone.countLeft);
    });
    // Choices follow the server, but not while a tap of this phone is still on its way.
    if (!phone.waiting()) {
      all('form[data-tap]').forEach(form => {
        phone.choices(form).forEach(box => { box.checked = box.defaultChecked; });
        all('option', form).forEach(option => { option.selected = option.defaultSelected; });
      });
    }
    const timer = one('.timer[data-now]');
    sayFor(one('#nudge'));
    // The server's clock minus the phone's, in milliseconds, since clocks of phones may be wrong.
    if (timer) skew = timer.dataset.now * 1000 - Date.now();
    countDown();
    phone.paint();
    phone.paintLate();
  };
  /* Empties a line after the number of seconds that it carries. */
  function sayFor(line) {
    clearTimeout(going);
    if (line && line.dataset.seconds) going = setTimeout(() => { line.textContent = ''; }, line.dataset.seconds * 1000);
  }
  phone.explain = form => {
    if (!form.why) return;
    const field = phone.texts(form)[0];
    let why = one('.error', form);
    if (!why) {
      why = document.createElement('p');
      why.className = 'error';
      why.id = 'why';
      field.parentNode.insertBefore(why, field);
    }
    why.textContent = form.why;
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', 'why');
  };

  /* An own answer is edited in place of the task. Its id is in the URL, so that a reload shows the same. */
  let edit = new URLSearchParams(location.search).get('edit') || '';
  phone.edit = id => {
    edit = id;
    history.replaceState(history.state, '', phone.home + (id ? '?edit=' + encodeURIComponent(id) : ''));
  };
  phone.part = have => {
    const asked = [edit && 'edit=' + encodeURIComponent(edit), have && 'have=' + have].filter(Boolean).join('&');
    return main.dataset.part + (asked ? (main.dataset.part.indexOf('?') < 0 ? '?' : '&') + asked : '');
  };

  main.addEventListener('click', event => {
    const link = event.target.closest('a[data-edit]');
    if (link) {
      event.preventDefault();
      phone.edit(link.dataset.edit);
      phone.refresh().then(() => {
        const field = one('#task textarea');
        if (!field) return;
        field.focus();
        field.selectionStart = field.value.length;
      });
    } else if (event.target === news && held) {
      event.preventDefault();
      const fresh = parse(held.html);
      news.focus();
      apply(fresh, one('#top', fresh).dataset, one('#top').dataset);
    }
  });

  function countDown() {
    all('.timer[data-ends]').forEach(timer => {
      const left = Math.max(0, Math.floor(timer.dataset.ends - (Date.now() + skew) / 1000));
      const dot = document.documentElement.lang === 'en' ? ':' : '.';
      const time = Math.floor(left / 60) + dot + String(left % 60 + 100).slice(1);
      const text = left > 0 ? phone.fill(timer.dataset.left, {time: time}) : timer.dataset.over;
      if (timer.textContent !== text) timer.textContent = text;
      if (phone.sayTime) phone.sayTime(left, timer.dataset.ends);
    });
  }
  setInterval(countDown, 1000);
  if (!phone.onScreen && location.search) phone.edit(edit);
})();
