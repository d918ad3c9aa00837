/*
 * The bridge between the page and the worker, run before the page's own scripts on every load. It outlives the worker:
 * the next one with the same `version` goes on with it.
 * `channel` takes one string; everything that goes out is JSON with a number that counts up. News that the worker has not
 * said it heard are kept, and posted again to its successor. An action that is quick answers to its own call, which is the
 * shortest way; one that is not answers over the channel, so that no call holds the browser's session for long.
 */
(channel, version, signals, actions) => {
  const SOON_MS = 1000;
  const NEWS = new Set(['ack', 'message', 'logout_reason', 'backend_event']);
  const MAX_KEPT = 1000;
  const load = `${performance.timeOrigin}-${Math.random()}`;
  let sequence = 0;
  let kept = [];
  const post = (type, body) => {
    const text = JSON.stringify({ load, n: ++sequence, type, ...body });
    if (NEWS.has(type)) {
      kept.push({ n: sequence, text });
      if (kept.length > MAX_KEPT) kept.shift();
    }
    channel(text);
  };
  post('loaded', {});

  /* True, so that whoever asks knows that the page lives. */
  const heard = (ofLoad, n) => {
    if (ofLoad === load) kept = kept.filter((news) => news.n > n);
    return true;
  };

  const begin = () => {
    const watch = signals(post);
    const answers = actions(watch);

    const rejoin = (newChannel) => {
      channel = newChannel;
      for (const news of kept) channel(news.text);
      /* Last, since it is what the worker counts from. */
      post('loaded', {});
      watch.repeat();
    };

    const start = (call, action, request, input) => {
      const outcome = answers[action](request, input).then(
        (value) => ({ call, value }),
        (error) => ({ call, error: { kind: error?.kind ?? 'unknown', message: String(error?.message ?? error) } }),
      );
      let late = false;
      outcome.then((result) => late && post('result', result));
      const soon = new Promise((done) => {
        setTimeout(() => {
          late = true;
          done(null);
        }, SOON_MS);
      });
      return Promise.race([outcome.then((result) => JSON.stringify({ load, n: 0, type: 'result', ...result })), soon]);
    };

    /* Not enumerable, so that a page that walks its globals does not stumble over it. */
    Object.defineProperty(window, Symbol.for('sanasend'), {
      value: Object.freeze({ version, start, heard, rejoin, fileInput: answers.fileInput }),
    });
  };

  /* wa-js is there already, unless the operator's own file takes its time. */
  let patience = 2000;
  const whenLibraryIsThere = () => {
    if (window.WPP) begin();
    else if (patience-- > 0) setTimeout(whenLibraryIsThere, 5);
  };
  whenLibraryIsThere();
}
