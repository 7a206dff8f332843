/* Announces the remaining time to screen readers: at five minutes, at one minute, and at the end. */
(function () {
  'use strict';
  const phone = window.phone, spoken = document.getElementById('time');
  if (!phone || !spoken) return;
  let before = 0, clock = '', last = 6;
  phone.sayTime = (left, ends) => {
    // A timer that has just started or was moved is not announced. Of several marks passed at once, only the last is.
    if (ends !== clock) last = 6;
    const mark = ends === clock ? [0, 1, 5].find(each => each < last && before > each * 60 && left <= each * 60) : -1;
    if (mark >= 0) {
      spoken.textContent = phone.say['time_' + mark];
      last = mark;
    }
    before = left;
    clock = ends;
  };
})();
