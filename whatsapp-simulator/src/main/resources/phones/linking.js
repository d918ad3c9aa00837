// Linking a device: by the text of a code, by a picture of it, or with the camera.

import * as api from './api.js';
import { attempt, byId } from './dom.js';

const PAIRING_CODE = /^[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}$/;

async function link(phone, text) {
  const code = text.trim();
  await (PAIRING_CODE.test(code) ? api.typeCode(phone, code) : api.scan(phone, code));
  byId('code').value = '';
  byId('link-panel').open = false;
}

async function linkPicture(phone, picture) {
  const { text } = await api.readPicture(picture);
  await link(phone, text);
}

async function scanWithCamera(phone) {
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  const viewfinder = byId('viewfinder');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    viewfinder.srcObject = stream;
    viewfinder.hidden = false;
    await viewfinder.play();
    while (!viewfinder.hidden) {
      const [found] = await detector.detect(viewfinder);
      if (found) {
        await link(phone, found.rawValue);
        return;
      }
      await new Promise(requestAnimationFrame);
    }
  } finally {
    viewfinder.hidden = true;
    stream.getTracks().forEach((track) => track.stop());
  }
}

/** @param current answers the number of the phone that is open */
export function startLinking(current, changed) {
  const run = (action) => attempt(action, 'The device is linked.').then(changed);

  byId('link-text').addEventListener('submit', (event) => {
    event.preventDefault();
    run(() => link(current(), byId('code').value));
  });
  byId('picture').addEventListener('change', ({ target }) => {
    const [picture] = target.files;
    target.value = '';
    if (picture) {
      run(() => linkPicture(current(), picture));
    }
  });

  const drop = byId('drop');
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const [picture] = event.dataTransfer.files;
    if (picture) {
      run(() => linkPicture(current(), picture));
    }
  });
  document.addEventListener('paste', (event) => {
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith('image/'));
    if (picture && current()) {
      run(() => linkPicture(current(), picture));
    }
  });

  if ('BarcodeDetector' in window && navigator.mediaDevices) {
    byId('camera').hidden = false;
    byId('camera').addEventListener('click', () => run(() => scanWithCamera(current())));
  }
  byId('unlink').addEventListener('click', () =>
    attempt(() => api.logout(current()), 'All devices are logged out.').then(changed),
  );
}
