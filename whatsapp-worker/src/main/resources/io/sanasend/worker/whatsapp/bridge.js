/*
 * The bridge between the page and the worker, run before the page's own scripts on every load.
 * `channel` takes one string; everything that goes out is JSON with a number that counts up, since the transport may
 * deliver out of order. An action that is quick answers to its own call, which is the shortest way; one that is not
 * answers over the channel, so that no call holds the browser's session for long.
 */
(channel, signals, actions) => {
  const SOON_MS = 1000;
  const load = `${performance.timeOrigin}-${Math.random()}`;
  let sequence = 0;
  const post = (type, body) => channel(JSON.stringify({ load, n: ++sequence, type, ...body }));
  post('loaded', {});

  const begin = () => {
    const answers = actions(signals(post));

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
      value: Object.freeze({ start, fileInput: answers.fileInput }),
    });
  };

  /* wa-js comes by another way, before the page's scripts as well, but not always before this one. */
  let patience = 2000;
  const whenLibraryIsThere = () => {
    if (window.WPP) begin();
    else if (patience-- > 0) setTimeout(whenLibraryIsThere, 5);
  };
  whenLibraryIsThere();
}
