// The chats of the open phone: who wrote, what, and how far each message got.

import * as api from './api.js';
import { attempt, byId, element } from './dom.js';

const ACKS = { '-1': 'failed', 0: 'on its way', 1: '✓ sent', 2: '✓✓ delivered', 3: '✓✓ read', 4: '✓✓ played' };

let owner;
let open;
let messages = [];
let names = new Map();
let shown = '';
let refresh = async () => {};

const chatOf = (message) => (message.from === owner || message.to.endsWith('@g.us') ? message.to : message.from);
const label = (chat) => names.get(chat) ?? (chat.endsWith('@g.us') ? `Group ${chat.split('@')[0]}` : `+${chat}`);
const isUnread = (message) => message.from !== owner && message.ack < 3;
const summary = (message) => message.body ?? message.caption ?? message.filename ?? message.type;

function media(message) {
  const source = api.mediaUrl(owner, message.id);
  switch (message.type) {
    case 'chat':
      return undefined;
    case 'image':
    case 'sticker':
      return element('img', { src: source, alt: message.caption ?? 'Picture', loading: 'lazy' });
    case 'video':
      return element('video', { src: source, controls: '', preload: 'metadata', 'aria-label': 'Video' });
    case 'audio':
    case 'ptt':
      return element('audio', { src: source, controls: '', preload: 'none', 'aria-label': 'Audio' });
    default:
      return element(
        'a',
        { class: 'document', href: source, download: message.filename ?? 'document' },
        message.filename ?? 'Document',
      );
  }
}

function bubble(message) {
  const mine = message.from === owner;
  const time = new Date(message.timestamp).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const text = message.body ?? message.caption;
  const author = !mine && message.to.endsWith('@g.us') ? element('small', {}, label(message.from)) : undefined;
  return element(
    'li',
    mine ? { class: 'mine' } : {},
    author,
    media(message),
    text ? element('p', {}, text) : undefined,
    element('footer', {}, mine ? `${time} · ${ACKS[message.ack] ?? ''}` : time),
  );
}

function renderChats() {
  const latest = new Map();
  for (const message of messages) {
    const chat = chatOf(message);
    const unread = (latest.get(chat)?.unread ?? 0) + (isUnread(message) ? 1 : 0);
    latest.delete(chat);
    latest.set(chat, { message, unread });
  }
  const entries = [...latest].reverse().map(([chat, { message, unread }]) => {
    const button = element(
      'button',
      { type: 'button', 'aria-current': String(chat === open) },
      unread && chat !== open ? element('span', { class: 'badge', 'aria-label': `${unread} unread` }, `${unread}`) : undefined,
      label(chat),
      element('small', {}, summary(message)),
    );
    button.addEventListener('click', () => openChat(chat));
    return element('li', {}, button);
  });
  byId('chat-list').replaceChildren(...entries);
}

function renderMessages() {
  byId('chat-title').textContent = open ? label(open) : 'No chat is open';
  byId('compose').hidden = !open;
  const list = byId('messages');
  const inChat = messages.filter((message) => chatOf(message) === open);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.replaceChildren(...inChat.map(bubble));
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
  if (byId('receipts').checked) {
    inChat.filter(isUnread).forEach((message) => api.markRead(owner, message.id).catch(() => {}));
  }
}

function render() {
  renderChats();
  renderMessages();
}

/** Opens a chat of the open phone, with a number or with a group. */
export function openChat(chat) {
  open = chat;
  render();
  byId('messages').scrollTop = byId('messages').scrollHeight;
}

/** Shows the chats of a phone; unchanged messages are not drawn again, so that a playing video goes on. */
export async function showConversations(phone, phones, groups) {
  const latest = await api.messages(phone);
  names = new Map([
    ...phones.map((each) => [each.phone, each.name]),
    ...groups.map((group) => [group.id, group.subject]),
  ]);
  if (owner !== phone) {
    owner = phone;
    open = undefined;
  }
  const text = JSON.stringify([phone, latest, [...names]]);
  if (text !== shown) {
    shown = text;
    messages = latest;
    render();
  }
}

async function send() {
  const [file] = byId('file').files;
  const text = byId('text').value;
  if (file) {
    await api.sendFile(owner, open, file, text);
  } else if (text.trim()) {
    await api.write(owner, open, text);
  }
  byId('compose').reset();
  byId('attached').textContent = '';
  await refresh();
  byId('messages').scrollTop = byId('messages').scrollHeight;
}

/** @param changed shows what the server has now */
export function startConversations(changed) {
  refresh = changed;
  byId('compose').addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(send);
  });
  byId('text').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId('compose').requestSubmit();
    }
  });
  byId('file').addEventListener('change', ({ target }) => {
    byId('attached').textContent = target.files[0] ? `Attached: ${target.files[0].name}` : '';
  });
  byId('new-chat').addEventListener('submit', (event) => {
    event.preventDefault();
    const to = byId('chat-with').value.trim();
    openChat(to.endsWith('@g.us') ? to : to.replace(/\D/g, ''));
    event.target.reset();
  });
}
