// What the simulator wants this page to look like. It comes with the document, because clients look at some of it
// before any request could have been answered.

export const settings = JSON.parse(document.documentElement.dataset.settings);
