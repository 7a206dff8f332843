/* Saying the time for those who do not see it: at five minutes, at one, and when it is up. Never in between. */
(function () {
  'use strict';
  const phone = window.phone, spoken = document.getElementById('time');
  if (!phone || !spoken) return;
  let before = 0, clock = '', last = 6;
  phone.sayTime = (left, ends) => {
    // A clock that has just started or was moved is not said; of several marks that are passed at once, the last is.
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
