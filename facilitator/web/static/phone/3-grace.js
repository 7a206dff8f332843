/* The grace period after a step has closed, in which started texts can still be sent. Nothing is sent automatically. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one, say = phone.say, box = one('#grace');
  let step = '', ends = 0, told = '';
  phone.late = top => {
    step = top.grace || '';
    ends = Date.now() + top.seconds * 1000;
  };
  phone.paintLate = () => {
    const left = Math.ceil((ends - Date.now()) / 1000), running = Boolean(step) && left > 0;
    const texts = phone.unsent().filter(form => form.elements.step.value === step), shows = running && texts.length > 0;
    if (!box) return;
    box.hidden = !shows;
    one('#news').hidden = shows || !phone.held();
    // The server renders the form for everybody; a person without a started text is shown that the step is closed.
    const shut = one('#shut');
    if (shut) one('#ask').hidden = !(shut.hidden = phone.unsent().length > 0);
    if (shows) {
      const text = one('span', box).textContent = phone.fill(say.grace_left, {n: left});
      if (told !== step) phone.tell(text);
      told = step;
    } else if (told && told === step && !running) {
      told = step = '';
      phone.refresh().then(() => {
        if (texts.length && !phone.waiting()) phone.tell(say.grace_over, true);
      });
    }
    if (told && told !== step) told = '';
  };
  phone.late(one('#top').dataset);
  if (!box) return;
  one('button', box).addEventListener('click', () => {
    phone.unsent().filter(form => form.elements.step.value === step).forEach(form => one('button', form).click());
  });
  setInterval(phone.paintLate, 500);
})();
