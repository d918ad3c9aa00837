// Small pieces that every part of this page uses.

export const byId = (id) => document.getElementById(id);

/** Makes an element. Texts go in as text, never as markup. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      created.setAttribute(key, value);
    }
  }
  created.append(...children.filter((child) => child !== undefined && child !== null));
  return created;
}

/** Shows a message to the person; an error stays until the next one. */
export function notice(text, bad = false) {
  const place = byId('notice');
  place.textContent = text;
  place.classList.toggle('bad', bad);
}

/** Runs what a person asked for, and shows why when it could not be done. */
export async function attempt(action, done) {
  try {
    await action();
    notice(done ?? '');
  } catch (failure) {
    notice(failure.message, true);
  }
}
