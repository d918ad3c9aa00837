// The page of the simulated phones: which phone is open, and what it shows now.

import * as api from './api.js';
import { showConversations, startConversations } from './conversation.js';
import { attempt, byId, element, notice } from './dom.js';
import { showGroups, startGroups } from './groups.js';
import { startLinking } from './linking.js';

const REFRESH_MS = 1_500;

let current = decodeURIComponent(location.hash.slice(1)) || undefined;

function renderPhones(phones) {
  const entries = phones.map((phone) => {
    const button = element(
      'button',
      { type: 'button', 'aria-current': String(phone.phone === current) },
      phone.linked ? element('span', { class: 'badge' }, 'linked') : undefined,
      phone.name,
      phone.name === `+${phone.phone}` ? undefined : element('small', {}, `+${phone.phone}`),
    );
    button.addEventListener('click', () => choose(phone.phone));
    return element('li', {}, button);
  });
  byId('phone-list').replaceChildren(...entries);
}

function statusOf({ phone, registered, devices, cut }) {
  const connected = devices.filter((device) => device.connected).length;
  const parts = [`+${phone}`];
  if (!registered) {
    parts.push('not registered');
  }
  parts.push(devices.length ? `${devices.length} linked, ${connected} connected` : 'no linked device');
  if (cut) {
    parts.push('connection cut');
  }
  return parts.join(' · ');
}

async function refresh() {
  const [phones, groups] = await Promise.all([api.phones(), api.groups()]);
  renderPhones(phones);
  showGroups(groups);
  byId('phone').hidden = !current;
  byId('empty').hidden = Boolean(current);
  if (!current) {
    return;
  }
  const phone = await api.phone(current);
  byId('owner-name').textContent = phone.name;
  byId('owner-status').textContent = statusOf(phone);
  byId('unlink').hidden = !phone.linked;
  await showConversations(current, phones, groups);
}

async function choose(phone) {
  current = phone;
  location.hash = phone;
  notice('');
  const [{ linked }, messages] = await Promise.all([api.phone(phone), api.messages(phone)]);
  byId('link-panel').open = !linked && messages.length === 0;
  byId('add-panel').open = false;
  await refresh();
}

async function addPhone(form) {
  const number = form.elements.number.value.replace(/[^\d]/g, '');
  const name = form.elements.name.value.trim();
  const { phone } = await api.use(number, name);
  form.reset();
  await choose(phone);
}

async function keepFresh() {
  if (document.visibilityState === 'visible') {
    await refresh().catch(() => notice('The simulator does not answer.', true));
  }
  setTimeout(keepFresh, REFRESH_MS);
}

byId('add-phone').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(() => addPhone(event.target));
});
startLinking(() => current, refresh);
startGroups(refresh);
startConversations(refresh);
keepFresh();
