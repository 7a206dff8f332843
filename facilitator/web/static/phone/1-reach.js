/* Reaching the server: no request waits for ever, and those that hang are begun anew when the network is back. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  let running = [];

  // Longer each time, and never the same for all: a whole room may be trying.
  phone.delay = tries => 200 + Math.random() * Math.min(3800, 750 * Math.pow(2, tries));

  /* The reply, or null when none came in time. data: what a reply of ours says, {} for anything else. */
  phone.ask = (path, options, seconds) => new Promise(done => {
    const stop = window.AbortController ? new AbortController() : null, headers = {Accept: '*/*'};
    if (options && options.body) headers['Content-Type'] = 'application/json';
    const request = Object.assign({credentials: 'same-origin', cache: 'no-store', headers: headers}, options);
    if (stop) request.signal = stop.signal;
    const ask = {at: Date.now(), end: end};
    const timer = setTimeout(() => end(null), seconds * 1000);
    running.push(ask);
    function end(found) {
      clearTimeout(timer);
      running = running.filter(other => other !== ask);
      done(found);
      if (!found && stop) stop.abort();
    }
    fetch(path, request).then(reply => reply.text().then(text => {
      const found = {ok: reply.ok, status: reply.status, text: text, data: {}};
      try { found.data = JSON.parse(text) || {}; } catch (page) { /* a piece of a page, or not from us at all */ }
      end(found);
    })).catch(() => end(null));
  });
  phone.hurry = age => running.forEach(ask => { if (Date.now() - ask.at >= age) ask.end(null); });

  phone.newKey = () => {
    // Not crypto.randomUUID: browsers have that on https only.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join('');
  };

  /* This phone's seat is not known: the page is asked for anew, once; if that does not help, cookies are refused. */
  phone.again = location.search.indexOf('again') >= 0;
  phone.anew = said => {
    if (phone.again && said.error === 'no_seat') phone.tell(said.message + ' ' + said.hint, true);
    else location.replace(phone.onScreen ? location.href : phone.home + '?again=1');
  };
})();
