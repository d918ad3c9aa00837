/*
 * What the page tells: a function of `post(type, body)` that watches the page and reports every change of its signals,
 * every ack of an own message and every message that arrives. It returns `{ onAck, pending }` for actions.js.
 *
 * No single signal says "linked" or "logged out" (none of them is reliable on every build of the page), so all of
 * them are sent and the worker weighs them.
 */
(post) => {
  const SLOW_TIMER_MS = 3000;
  const QR_FALLBACK_DELAY_MS = 700;
  const MAX_REMEMBERED_IDS = 2000;
  const ANSWERED_MS = 1000;
  /* A page goes on loading chats for a while after it is in sync. */
  const PASSES_MS = [0, 3000, 10000, 30000];
  const MAX_ACKS_IN_PASS = 200;
  const ACKS_OF_DAYS = 3;

  /* Names the worker cannot do without; the self-check reports those that do not resolve. */
  const USED = [
    'conn.isAuthenticated', 'conn.isRegistered', 'conn.getAuthCode', 'conn.getMyUserId', 'conn.logout',
    'chat.find', 'chat.generateMessageID', 'chat.getMessageById', 'chat.sendTextMessage', 'chat.sendFileMessage',
    'contact.queryWidExists',
    'whatsapp.MsgStore', 'whatsapp.ChatStore', 'whatsapp.MsgKey', 'whatsapp.Socket', 'whatsapp.Stream',
    'whatsapp.Conn', 'whatsapp.UserPrefs', 'whatsapp.MediaPrep', 'whatsapp.OpaqueData',
    'whatsapp.functions.addAndSendMsgToChat', 'whatsapp.functions.findOrCreateLatestChat',
    'whatsapp.functions.queryWidExists',
  ];

  /* What the page announces once, and does not show in its signals. */
  const TROUBLES = ['storage_initialization_error', 'account_temporarily_banned'];

  const read = (get) => {
    try {
      const value = get();
      return value === undefined ? null : value;
    } catch {
      return null;
    }
  };
  /* Collections differ in what they offer to walk them. */
  const models = (collection) =>
    read(() => collection.getModelsArray()) ??
    read(() => collection.map((model) => model)) ??
    read(() => collection._models ?? collection.models) ??
    [];
  const text = (value) => (value === null || value === undefined ? null : String(value));
  const resolve = (path) => path.split('.').reduce((at, name) => at?.[name], WPP);
  const idOf = (key) => text(read(() => key.id)) ?? text(key)?.split('_')[2] ?? null;
  const isGroup = (wid) => text(read(() => wid._serialized) ?? wid)?.endsWith('@g.us') === true;

  let fallbackQr = null;
  let fallbackTimer = null;
  let last = '';
  let scheduled = false;
  let fullReadyAt = null;
  const ackWaiters = new Map();
  const ackPosted = new Map();
  const seen = new Set();

  const query = new URLSearchParams(location.search);
  const landedAfterLogout = query.has('post_logout');
  const landedLogoutReason = query.get('logout_reason');

  /* The page's own QR first: wa-js's code lacks its last part and its prefix, and stays after the code has expired. */
  function qr(socketState) {
    if (socketState === 'UNPAIRED_IDLE') return null;
    const shown = document.querySelector('[data-ref]')?.getAttribute('data-ref');
    if (shown && shown.includes(',')) return shown;
    return fallbackQr;
  }

  function ownNumber() {
    const wid = read(() => WPP.whatsapp.UserPrefs.getMaybeMePnUser()) ?? read(() => WPP.conn.getMyUserId());
    const serialized = text(read(() => wid._serialized) ?? wid);
    if (!serialized || serialized.endsWith('@lid')) return null;
    return serialized.split('@')[0].split(':')[0].split('.')[0] || null;
  }

  function signals() {
    const injected = WPP.isInjected === true;
    const fullReady = WPP.isFullReady === true;
    if (fullReady && fullReadyAt === null) fullReadyAt = Date.now();
    /* Asking wa-js before it has found the page's modules caches "not there". */
    const page = (get) => (injected ? read(get) : null);
    const socketState = text(page(() => WPP.whatsapp.Socket.state));
    const registered = page(() => WPP.conn.isRegistered());
    return {
      injected,
      fullReady,
      authenticated: page(() => WPP.conn.isAuthenticated()) === true,
      registered: typeof registered === 'boolean' ? registered : null,
      streamMode: text(page(() => WPP.whatsapp.Stream.mode)),
      streamInfo: text(page(() => WPP.whatsapp.Stream.info)),
      needsUpdate: page(() => WPP.whatsapp.Stream.needsUpdate) === true,
      socketState,
      socketStream: text(page(() => WPP.whatsapp.Socket.stream)),
      hasSynced: page(() => WPP.whatsapp.Socket.hasSynced),
      qr: qr(socketState),
      ownNumber: injected ? ownNumber() : null,
      landedAfterLogout,
      landedLogoutReason,
      whatsappVersion: text(read(() => window.Debug.VERSION)),
      waJsVersion: text(read(() => WPP.version)),
      supported: text(read(() => WPP.supportedWhatsappWeb)),
      missing: fullReady ? USED.filter((name) => !read(() => resolve(name))).map((name) => 'WPP.' + name) : [],
    };
  }

  function report() {
    scheduled = false;
    const now = signals();
    const serialized = JSON.stringify(now);
    if (serialized !== last) {
      last = serialized;
      post('signals', { signals: now });
    }
  }

  /* Many signals change together; one report after the current task is enough. */
  function changed() {
    if (!scheduled) {
      scheduled = true;
      setTimeout(report, 0);
    }
  }

  function authCodeChanged(code) {
    clearTimeout(fallbackTimer);
    fallbackQr = null;
    const full = read(() => code.fullCode);
    if (full) {
      fallbackTimer = setTimeout(() => {
        fallbackQr = full;
        changed();
      }, QR_FALLBACK_DELAY_MS);
    }
    changed();
  }

  /* The page and wa-js tell most acks both; each is worth one message. */
  function acked(id, ack) {
    if (!id || typeof ack !== 'number') return;
    const waiter = ackWaiters.get(id);
    waiter?.tell(ack);
    if ((ackPosted.get(id) ?? -2) >= ack) return;
    ackPosted.set(id, ack);
    /* The answer of a send that is still waited for says this one. */
    if (ack === 1 && waiter && performance.now() - waiter.since < ANSWERED_MS) return;
    if (ackPosted.size > MAX_REMEMBERED_IDS) ackPosted.delete(ackPosted.keys().next().value);
    post('ack', { id, ack });
  }

  function receiptArrived(event) {
    for (const key of event?.ids ?? []) {
      const chat = read(() => key.remote) ?? event.chat;
      /* In a group each member sends a receipt of their own; the message's own ack is what counts for all. */
      const ack = isGroup(chat) ? read(() => WPP.whatsapp.MsgStore.get(key).ack) : event.ack;
      acked(idOf(key), ack);
    }
  }

  function phoneOf(wid) {
    const serialized = text(read(() => wid._serialized) ?? wid) ?? '';
    if (serialized.endsWith('@c.us')) return serialized.split('@')[0].split(':')[0];
    if (!serialized.endsWith('@lid')) return null;
    const phone = read(() => WPP.whatsapp.lidPnCache.getPhoneNumber(wid));
    return text(read(() => phone.user));
  }

  function messageArrived(msg) {
    const id = idOf(msg.id);
    const type = text(read(() => msg.type));
    /* A ciphertext is announced again once it is decrypted; only then is there something to tell. */
    if (!id || read(() => msg.id.fromMe) === true || type === 'ciphertext' || seen.has(id)) return;
    const chat = text(read(() => msg.id.remote._serialized) ?? read(() => msg.id.remote));
    if (!chat || chat === 'status@broadcast' || chat.endsWith('@newsletter')) return;
    seen.add(id);
    if (seen.size > MAX_REMEMBERED_IDS) seen.delete(seen.values().next().value);
    const sender = read(() => msg.author) ?? read(() => msg.id.participant) ?? read(() => msg.from);
    post('message', {
      message: {
        waMessageId: id,
        chatId: chat,
        phone: phoneOf(sender),
        type: type ?? 'unknown',
        /* The body of a picture is its thumbnail; its text is the caption. */
        body: text(type === 'chat' ? read(() => msg.body) : read(() => msg.caption)),
        timestamp: Number(read(() => msg.t)) || Math.floor(Date.now() / 1000),
      },
    });
  }

  /* Messages that came while nobody listened gave no event; they are still unread. */
  function passOverUnread() {
    for (const chat of models(read(() => WPP.whatsapp.ChatStore))) {
      const unread = Number(read(() => chat.unreadCount)) || 0;
      if (unread > 0) {
        const incoming = models(read(() => chat.msgs)).filter((msg) => read(() => msg.id.fromMe) !== true);
        incoming.sort((a, b) => (Number(read(() => a.t)) || 0) - (Number(read(() => b.t)) || 0));
        for (const msg of incoming.slice(-unread)) messageArrived(msg);
      }
    }
  }

  /* An ack that came while nobody listened gave no event either; the message has it. */
  function passOverAcks() {
    const since = Date.now() / 1000 - ACKS_OF_DAYS * 24 * 60 * 60;
    const time = (msg) => Number(read(() => msg.t)) || 0;
    const own = models(read(() => WPP.whatsapp.MsgStore)).filter(
      (msg) => read(() => msg.id.fromMe) === true && read(() => msg.ack) >= 1 && time(msg) > since,
    );
    own.sort((a, b) => time(b) - time(a));
    for (const msg of own.slice(0, MAX_ACKS_IN_PASS)) acked(idOf(msg.id), msg.ack);
  }

  function catchUp() {
    for (const delay of PASSES_MS) {
      setTimeout(passOverUnread, delay);
      setTimeout(passOverAcks, delay);
    }
  }

  /* Another worker listens now: it knows nothing of what was said before. */
  function repeat() {
    last = '';
    ackPosted.clear();
    seen.clear();
    report();
  }

  WPP.onAny((event, ...args) => {
    if (event === 'conn.auth_code_change') authCodeChanged(args[0]);
    else if (event === 'chat.msg_ack_change') receiptArrived(args[0]);
    else if (event === 'chat.new_message') messageArrived(args[0]);
    else if (event === 'conn.backend_event' && TROUBLES.includes(args[0])) post('backend_event', { name: args[0] });
    else if (event === 'conn.logout_reason') post('logout_reason', { reason: String(args[0]) });
    if (event.startsWith('conn.') || event.startsWith('loader.')) changed();
  });
  WPP.on('loader.injected', () => {
    read(() => WPP.whatsapp.Socket.on('change:state change:stream change:hasSynced', changed));
    read(() => WPP.whatsapp.Stream.on('change:mode change:info', changed));
  });
  WPP.on('loader.full_ready', () => {
    read(() => WPP.whatsapp.MsgStore.on('change:ack', (msg) => {
      if (read(() => msg.id.fromMe) === true) acked(idOf(msg.id), msg.ack);
    }));
  });

  /* Only the landing page has a QR; once linked, watching every change of the chat list would cost too much. */
  const observer = new MutationObserver(() => {
    if (WPP.isInjected && read(() => WPP.whatsapp.Stream.mode) === 'MAIN') observer.disconnect();
    else changed();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ref'] });
  setInterval(report, SLOW_TIMER_MS);
  changed();

  return {
    read,
    text,
    idOf,
    models,
    ackWaiters,
    catchUp,
    repeat,
    fullReadyAt: () => fullReadyAt,
  };
}
