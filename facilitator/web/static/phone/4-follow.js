/* Follows the workshop: a tick of the event stream announces a change, and the phone fetches its part of the page. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one, say = phone.say;
  let stream = null, open = false, began = 0, seen = 0, heard = Date.now(), tries = 0, patience = 4000;
  let again = 0, fetched = 0, loading = null, due = null, alarm = 0, parts = 0, leaving = false, beat = Date.now();

  /* Fetches the newest part and shows it; resolves to whether it came. Calls during a request share one more fetch. */
  phone.refresh = have => {
    if (loading) {
      loading.again = true;
      return loading.done;
    }
    const state = {again: false};
    loading = state;
    state.done = fetchPart(have).then(fine => {
      loading = null;
      return state.again ? phone.refresh() : fine;
    });
    return state.done;
  };
  async function fetchPart(have) {
    if (due) clearTimeout(due.timer);
    due = null;
    const reply = await phone.ask(phone.part(have), null, 8), error = reply && reply.data.error;
    // A page without the element "top" (the sign-in page of a hotspot, say) does not come from the workshop.
    const fine = Boolean(reply && (reply.status === 204 || (reply.ok && reply.text.indexOf('id="top"') >= 0)));
    fetched = Date.now();
    if (error === 'no_seat' || error === 'no_such_code') phone.anew(reply.data);
    else if (!fine) {
      missed();
      soon(phone.delay(++parts));
    } else {
      reached();
      parts = 0;
      phone.again = false;
      if (reply.text) phone.show(reply.text);
    }
    return fine;
  }

  // --- connection state, announced only when it matters -------------------------------------------------------

  function reached() {
    heard = Date.now();
    clearTimeout(alarm);
    alarm = 0;
    if ([say.lost, say.lost_long].indexOf(phone.status.textContent) >= 0) phone.tell('');
  }
  function missed() {
    if (!alarm) alarm = setTimeout(sayLost, 2500);
  }
  function sayLost() {
    alarm = setTimeout(sayLost, 5000);
    const long = Date.now() - heard > 30000;
    if (!leaving && !phone.waiting()) phone.tell(long ? say.lost_long : say.lost, true);
  }

  // --- ticks --------------------------------------------------------------------------------------------------

  function soon(wait) {
    const at = Date.now() + wait;
    if (due && due.at <= at) return;
    if (due) clearTimeout(due.timer);
    due = {at: at, timer: setTimeout(phone.refresh, wait)};
  }
  // A random delay spreads the requests of a room: up to 100 ms for each second of the server's pace. A change of the
  // step is fetched at once, any other change not before the pace has passed since the last fetch.
  function onTick(event) {
    const now = one('#top').dataset, told = JSON.parse(event.data), spread = Math.random() * told.pace * 100;
    const back = tries > 0;
    seen = Date.now();
    tries = 0;
    opened();
    if (back) {
      // Requests from before the interruption would hang until their time limit.
      phone.hurry(2000);
      phone.send();
      soon(spread);
    } else if (String(told.version) === now.version) return;
    else if (told.step !== now.step || told.state !== now.state) soon(spread);
    else soon(Math.max(0, fetched + told.pace * 1000 - seen) + spread);
  }
  function opened() {
    open = true;
    clearTimeout(again);
    reached();
  }
  function connect() {
    disconnect();
    if (!window.EventSource || document.hidden) return;
    began = seen = Date.now();
    stream = new EventSource(phone.home + '/events');
    stream.addEventListener('state', onTick);
    stream.addEventListener('beat', () => {
      seen = Date.now();
      reached();
    });
    stream.onerror = failed;
    again = setTimeout(failed, patience);
  }
  function disconnect() {
    clearTimeout(again);
    if (stream) stream.close();
    stream = null;
    open = false;
  }
  function failed() {
    disconnect();
    tries += 1;
    missed();
    again = setTimeout(connect, Math.max(0, began + phone.delay(tries) - Date.now()));
    if (tries < 2) return;
    // Where streams are blocked, fetch the part instead. Where that works, the stream may only be slow: wait longer.
    phone.refresh(one('#top').dataset.version).then(fine => {
      patience = fine ? Math.min(16000, patience * 2) : 4000;
    });
  }

  // --- waking -------------------------------------------------------------------------------------------------

  // After sleep a phone may hold a connection that is dead without an error, so open a new one and fetch the state.
  function wake(age) {
    leaving = false;
    tries = 0;
    phone.hurry(age);
    connect();
    phone.send();
    phone.refresh();
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) disconnect();
    else wake(1000);
  });
  window.addEventListener('pageshow', event => {
    leaving = false;
    if (event.persisted) return wake(1000);
    connect();
    phone.send();
  });
  window.addEventListener('pagehide', () => {
    leaving = true;
    disconnect();
  });
  window.addEventListener('online', () => wake(0));
  window.addEventListener('offline', missed);
  window.addEventListener('focus', () => { if (!open || Date.now() - seen > 20000) wake(1000); });
  document.addEventListener('resume', () => wake(0));
  setInterval(() => {
    const now = Date.now(), slept = now - beat > 20000;
    beat = now;
    if (document.hidden) return;
    if (slept) wake(0);
    else if (!window.EventSource) phone.refresh(one('#top').dataset.version);
    else if (open && now - seen > 40000) wake(1000);
  }, 5000);

  phone.settle();
  if (phone.again || !navigator.cookieEnabled) phone.refresh();
})();
