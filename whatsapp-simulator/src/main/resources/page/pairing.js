// Linking by a code that the phone's owner types, instead of a picture that the phone scans.

import { define } from './loader.js';
import { wire } from './wire.js';

async function genLinkDeviceCodeForPhoneNumber(phone) {
  const { code, error } = await wire.request('pairing_code', { phone: String(phone) });
  if (error) {
    throw new Error(error);
  }
  return code;
}

define('WAWebAltDeviceLinkingApi', {
  initializeAltDeviceLinking: async () => {},
  setPairingType() {},
});
define('WAWebLinkDeviceAction', { genLinkDeviceCodeForPhoneNumber });
