/*
 * Drives the operations page of a running dev mode in a real browser, presses everything, and compares what it shows with
 * what the API says. scripts/dev --check runs it on a stack of its own.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, until } from './webdriver.mjs';

const { CHECK_API, CHECK_SIMULATOR, CHECK_HOME, CHECK_SCREENSHOTS, CHECK_CHROME, CHECK_CHROMEDRIVER } = process.env;
const PAGE = `${CHECK_API}/q/dev-ui/sanasend-dev-ui/operations`;

async function post(url, body, headers = {}) {
    const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `POST ${url}: ${answer.status}`);
    return answer.headers.get('Content-Type')?.includes('json') ? answer.json() : null;
}

async function logIn() {
    const login = Object.fromEntries(readFileSync(join(CHECK_HOME, 'admin-credentials'), 'utf8').trim().split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const answer = await post(`${CHECK_API}/api/v1/auth/login/`, login);
    return { Authorization: `Bearer ${answer.data.access}` };
}

const credentials = await logIn();
const init = async (name) =>
    (await post(`${CHECK_API}/api/v1/sessions/init/`, { instance_name: name }, credentials)).data;
const sessions = async () => {
    const answer = await fetch(`${CHECK_API}/api/v1/sessions/list/`, { headers: credentials });
    assert.ok(answer.ok, `GET sessions/list: ${answer.status}`);
    return (await answer.json()).data.sessions;
};
const status = async (id) => (await sessions()).find((session) => session.sessionId === id).status;

const linked = await init('Linked');
await post(`${CHECK_SIMULATOR}/control/scan`, { qr: linked.qrPayload, phone: '4915112345678' });
await until('the number to be linked', async () => (await status(linked.sessionId)) === 'connected');
const waiting = await init('<b>Waiting</b>');

const browser = await Browser.start(CHECK_CHROME, CHECK_CHROMEDRIVER);
const row = (id) => `page.querySelector('tr[data-session="${id}"]')`;
const shown = (id) => browser.evaluate(`${row(id)}.innerText`);
const press = (id, button) => browser.evaluate(`${row(id)}.querySelector('button.${button}').click()`);
const answer = (id) =>
    until(`an answer about ${id}`, () => browser.evaluate(`${row(id)}.querySelector('.answer').innerText`), 90_000);
const shownState = (id, state) =>
    until(`${id} to be shown as ${state}`, () =>
        browser.evaluate(`${row(id)}.querySelector('.badge').innerText === '${state}'`));
const picture = async (name) => {
    for (const [device, width, height] of [['desktop', 1400, 900], ['phone', 390, 844]]) {
        await browser.resize(width, height);
        const overflow = await browser.evaluate('page.host.scrollWidth - page.host.clientWidth');
        assert.ok(overflow <= 0, `${name} is ${overflow} px too wide on a ${device}`);
        await browser.screenshot(join(CHECK_SCREENSHOTS, `${name}-${device}.png`));
    }
};

try {
    mkdirSync(CHECK_SCREENSHOTS, { recursive: true });
    await browser.go(PAGE);
    await until('the sessions', () => browser.evaluate(`${row(waiting.sessionId)} !== null`));
    assert.equal(await browser.evaluate(`page.querySelector('.worker .badge').innerText`), 'up');
    for (const session of await sessions()) {
        assert.ok((await shown(session.sessionId)).includes(session.status), `${session.sessionId} is ${session.status}`);
    }
    assert.ok((await shown(waiting.sessionId)).includes('<b>Waiting</b>'), 'names are text, not markup');
    await picture('sessions');

    await press(waiting.sessionId, 'qr');
    assert.match(await answer(waiting.sessionId), /has a fresh QR code/);

    await press(linked.sessionId, 'qr');
    assert.match(await answer(linked.sessionId), /log it out first/);
    assert.equal(await status(linked.sessionId), 'connected');

    await press(linked.sessionId, 'restart');
    assert.match(await answer(linked.sessionId), / is .* now/);
    await until('the number to be back', async () => (await status(linked.sessionId)) === 'connected');
    await shownState(linked.sessionId, 'connected');

    await press(linked.sessionId, 'logout');
    await until('the question', () => browser.evaluate(`page.querySelector('dialog[open]') !== null`));
    await picture('question');
    await browser.evaluate(`page.querySelector('dialog button').click()`);
    await until('the question to go', () => browser.evaluate(`page.querySelector('dialog') === null`));
    assert.equal(await status(linked.sessionId), 'connected');

    await press(linked.sessionId, 'logout');
    await until('the question', () => browser.evaluate(`page.querySelector('dialog[open]') !== null`));
    await browser.evaluate(`page.querySelector('dialog button.logout').click()`);
    assert.match(await answer(linked.sessionId), /is logged_out now/);
    assert.equal(await status(linked.sessionId), 'logged_out');
    await shownState(linked.sessionId, 'logged_out');
    await picture('answers');
    console.log(`The operations page does what it says; pictures are in ${CHECK_SCREENSHOTS}`);
} catch (failure) {
    await browser.screenshot(join(CHECK_SCREENSHOTS, 'failure.png')).catch(() => {});
    throw failure;
} finally {
    await browser.close();
}
