// The landing page: a spinner, the code to scan, and the button that covers a code that is over.

import { SOCKET_STATE } from './constants.js';
import * as identity from './identity.js';
import { BackendEventBus, Socket, Stream } from './states.js';
import { wire } from './wire.js';

const SIZE = 228;

const app = document.getElementById('app');
let code;

function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    created.setAttribute(key, value);
  }
  created.append(...children);
  return created;
}

function draw(canvas, rows) {
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIZE, SIZE);
  context.fillStyle = '#111b21';
  const edge = (index) => Math.round((index * SIZE) / rows.length);
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] === '1') {
        context.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y));
      }
    }
  });
}

function showSpinner() {
  code = undefined;
  app.replaceChildren(element('div', { class: 'spinner', role: 'progressbar', 'aria-label': 'Loading' }));
}

function showCode({ ref, rows }) {
  const canvas = element('canvas', {
    'aria-label': 'Scan this QR code to link a device!',
    role: 'img',
    width: SIZE,
    height: SIZE,
  });
  draw(canvas, rows);
  code = element('div', { class: 'code', 'data-ref': identity.qrText(ref) }, canvas);
  app.replaceChildren(element('h1', {}, 'Link a device'), code);
}

function coverCode() {
  if (!code) {
    return;
  }
  const button = element(
    'button',
    { type: 'button' },
    element('span', { 'data-icon': 'refresh-large', 'aria-hidden': 'true' }, '↻'),
    ' Click to reload QR code',
  );
  button.addEventListener('click', () => BackendEventBus.triggerRefreshQR());
  code.append(element('span', {}, button));
}

function showMain() {
  code = undefined;
  const me = identity.currentMe();
  app.replaceChildren(element('h1', {}, me?.name ?? ''), element('p', { id: 'side' }, `Linked as +${me?.pn.user}`));
}

function showConflict() {
  const button = element('button', { type: 'button' }, 'Use here');
  button.addEventListener('click', () => Socket.takeover());
  app.replaceChildren(element('p', {}, 'This account is open in another window.'), button);
}

/** Follows the state of the connection for as long as the page lives. */
export function startLanding() {
  showSpinner();
  wire.on('ref', showCode);
  Socket.on('change:state', (socket, state) => {
    if (state === SOCKET_STATE.UNPAIRED_IDLE) {
      coverCode();
    }
    if (state === SOCKET_STATE.PAIRING) {
      showSpinner();
    }
  });
  Stream.on('change:mode', (stream, mode) => {
    if (mode === 'MAIN') {
      showMain();
    }
    if (mode === 'CONFLICT') {
      showConflict();
    }
  });
}
