// The control API, as far as this page needs it. A refusal becomes an error whose message a person can read.

async function call(method, path, body) {
  const json = body !== undefined && !(body instanceof FormData) && !(body instanceof Blob);
  const response = await fetch(`/control${path}`, {
    method,
    headers: json ? { 'Content-Type': 'application/json' } : {},
    body: json ? JSON.stringify(body) : body,
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail ?? `The simulator answered ${response.status}`);
  }
  return answer;
}

const phonePath = (phone) => `/phones/${encodeURIComponent(phone)}`;

export const phones = () => call('GET', '/phones');
export const phone = (number) => call('GET', phonePath(number));
export const use = (number, name) => call('PUT', phonePath(number), name ? { name } : {});
export const groups = () => call('GET', '/groups');
export const putGroup = (id, subject, participants) =>
  call('PUT', `/groups/${encodeURIComponent(id)}`, { subject, participants });
export const logout = (number) => call('POST', `${phonePath(number)}/logout`, {});
export const scan = (number, qr) => call('POST', '/scan', { qr, phone: number });
export const typeCode = (number, code) => call('POST', `${phonePath(number)}/pairing-code`, { code });
export const readPicture = (picture) => call('POST', '/qr', picture);
export const messages = (number) => call('GET', `${phonePath(number)}/messages?limit=300`);
export const write = (number, to, body) => call('POST', `${phonePath(number)}/messages`, { to, body });
export const markRead = (number, id) => call('POST', `${phonePath(number)}/messages/${encodeURIComponent(id)}/read`, {});
export const mediaUrl = (number, id) => `/control${phonePath(number)}/messages/${encodeURIComponent(id)}/media`;

export function sendFile(number, to, file, caption) {
  const form = new FormData();
  form.set('to', to);
  if (caption) {
    form.set('caption', caption);
  }
  form.set('file', file);
  return call('POST', `${phonePath(number)}/messages`, form);
}
