/* Requests to the server: each has a time limit, and hanging ones are ended when the network is back. */
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone) return;
  let running = [];

  // Exponential backoff with random jitter, in milliseconds, because a whole room may be retrying.
  phone.delay = tries => 200 + Math.random() * Math.min(3800, 750 * Math.pow(2, tries));

  /* Resolves to the reply, or to null when none came in time. data is the JSON of the reply, {} for other content. */
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
      try { found.data = JSON.parse(text) || {}; } catch (page) { /* HTML, or not our reply */ }
      end(found);
    })).catch(() => end(null));
  });
  // Ends all requests that have been running for age milliseconds or longer, as if their time were up.
  phone.hurry = age => running.forEach(ask => { if (Date.now() - ask.at >= age) ask.end(null); });

  phone.newKey = () => {
    // Not crypto.randomUUID, which browsers offer only on https.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join('');
  };

  /* The server does not know this phone's seat: reload the page, once. If that does not help, cookies are blocked. */
  phone.again = location.search.indexOf('again') >= 0;
  phone.anew = said => {
    if (phone.again && said.error === 'no_seat') phone.tell(said.message + ' ' + said.hint, true);
    else location.replace(phone.onScreen ? location.href : phone.home + '?again=1');
  };
})();
