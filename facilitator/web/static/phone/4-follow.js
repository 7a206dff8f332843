/* Following the room: a tick says that there is something new, the phone fetches its own part. Never gives up. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  const one = phone.one;
  let stream = null, tries = 0, again = 0, seen = 0, fetched = 0, loading = null, due = null, leaving = false;

  phone.refresh = () => {
    if (loading) {
      loading.again = true;
      return loading.done;
    }
    const state = {again: false};
    loading = state;
    state.done = fetchPart().then(() => {
      loading = null;
      return state.again ? phone.refresh() : null;
    });
    return state.done;
  };
  async function fetchPart() {
    if (due) clearTimeout(due.timer);
    due = null;
    const reply = await phone.ask(phone.part());
    fetched = Date.now();
    if (reply && (reply.status === 403 || reply.status === 404)) startOver();
    else if (reply && reply.ok) phone.show(reply.text);
    connected(Boolean(reply && reply.ok));
  }
  function startOver() {
    // This phone's seat is not known, so the page is asked for anew; not in a loop, should cookies be refused.
    if (Date.now() - (phone.recall('over') || 0) < 10000) return;
    phone.remember('over', Date.now());
    location.replace(phone.onScreen ? location.href : phone.home);
  }
  function connected(yes) {
    if (yes && phone.status.textContent === phone.say.lost) phone.tell('');
    else if (!yes && !leaving && !phone.waiting()) phone.tell(phone.say.lost, true);
  }

  function soon(wait) {
    const at = Date.now() + wait;
    if (due && due.at <= at) return;
    if (due) clearTimeout(due.timer);
    due = {at: at, timer: setTimeout(phone.refresh, wait)};
  }
  function onTick(event) {
    const now = one('#top').dataset, told = JSON.parse(event.data), spread = Math.random() * told.pace * 100;
    seen = Date.now();
    tries = 0;
    connected(true);
    if (String(told.version) === now.version) return;
    if (told.step !== now.step || told.state !== now.state) soon(spread);
    else soon(Math.max(0, fetched + told.pace * 1000 - seen) + spread);
  }
  function connect() {
    disconnect();
    if (!window.EventSource) return;
    seen = Date.now();
    stream = new EventSource(phone.home + '/events');
    stream.addEventListener('state', onTick);
    stream.addEventListener('beat', () => { seen = Date.now(); });
    stream.onerror = () => {
      disconnect();
      tries += 1;
      connected(false);
      again = setTimeout(connect, phone.delay(tries));
    };
  }
  function disconnect() {
    clearTimeout(again);
    if (stream) stream.close();
    stream = null;
  }
  function wake() {
    leaving = false;
    connect();
    phone.send();
  }

  // A phone that slept may believe in a line that is long dead: after waking, always a new one and the newest state.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return disconnect();
    wake();
    phone.refresh();
  });
  window.addEventListener('pageshow', event => {
    wake();
    if (event.persisted) phone.refresh();
  });
  window.addEventListener('pagehide', () => { leaving = true; });
  window.addEventListener('online', () => {
    wake();
    phone.refresh();
  });
  setInterval(() => {
    if (document.hidden) return;
    if (!window.EventSource) phone.refresh();
    else if (stream && Date.now() - seen > 40000) wake();
  }, 5000);

  phone.settle();
})();
