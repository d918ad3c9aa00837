// Groups: which there are, and new ones.

import * as api from './api.js';
import { openChat } from './conversation.js';
import { attempt, byId, element } from './dom.js';

const ID_PREFIX = '120363';

let shown = '';

/** An id in the form WhatsApp gives groups: 18 digits that no other group has. */
function newId() {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return ID_PREFIX + `${Date.now()}${random}`.slice(-12).padStart(12, '0');
}

async function addGroup(form) {
  const subject = form.elements.subject.value.trim();
  const members = form.elements.members.value
    .split(/[,;\n]/)
    .map((number) => number.replace(/\D/g, ''))
    .filter(Boolean);
  await api.putGroup(newId(), subject, members);
  form.reset();
  byId('group-panel').open = false;
}

/** Shows the groups; each opens as a chat of the phone that is open. */
export function showGroups(groups) {
  const text = JSON.stringify(groups);
  if (text === shown) {
    return;
  }
  shown = text;
  const entries = groups.map(({ id, subject, participants }) => {
    const button = element(
      'button',
      { type: 'button' },
      element('span', { class: 'badge' }, `${participants.length}`),
      subject,
      element('small', {}, id),
    );
    button.addEventListener('click', () => openChat(id));
    return element('li', {}, button);
  });
  byId('group-list').replaceChildren(...entries);
}

/** @param changed shows what the server has now */
export function startGroups(changed) {
  byId('add-group').addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(() => addGroup(event.target), 'The group is there.').then(changed);
  });
}
