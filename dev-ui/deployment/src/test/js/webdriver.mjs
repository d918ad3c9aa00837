import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BETWEEN_LOOKS = 200;

/** Finds elements by selector through all shadow roots, where the components of the Dev UI live. */
const DEEP = `
    function deep(root, selector) {
        const found = [...root.querySelectorAll(selector)];
        for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) found.push(...deep(element.shadowRoot, selector));
        }
        return found;
    }
    const page = deep(document, 'qwc-sanasend-operations')[0]?.renderRoot;
`;

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Waits for an answer that is not empty; fails with the name of what it waits for. */
export async function until(what, look, patience = 60_000) {
    const deadline = Date.now() + patience;
    for (;;) {
        const seen = await look().catch(() => null);
        if (seen) {
            return seen;
        }
        if (Date.now() > deadline) {
            throw new Error(`waited in vain for: ${what}`);
        }
        await sleep(BETWEEN_LOOKS);
    }
}

/** A headless browser on a profile of its own, which a chromedriver is attached to. Closing ends both and removes the profile. */
export class Browser {

    static async start(chrome, chromedriver) {
        const profile = mkdtempSync(join(tmpdir(), 'dev-ui-check-'));
        const browser = new Browser(profile, run(chrome, browserArguments(profile)), run(chromedriver, ['--port=0']));
        try {
            await browser.#attach();
            return browser;
        } catch (failure) {
            await browser.close();
            throw failure;
        }
    }

    constructor(profile, chrome, driver) {
        this.profile = profile;
        this.processes = [chrome, driver];
        this.said = '';
        driver.stdout.on('data', (text) => (this.said += text));
        chrome.stdout.resume();
        for (const signal of ['SIGINT', 'SIGTERM']) {
            process.once(signal, () => process.exit(1));
        }
    }

    async #attach() {
        const port = await until('chromedriver', async () => /started successfully on port (\d+)/.exec(this.said)?.[1]);
        this.address = `http://127.0.0.1:${port}`;
        const devTools = await until('the browser', async () =>
            readFileSync(join(this.profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
        const options = { debuggerAddress: `127.0.0.1:${devTools}` };
        const capabilities = { alwaysMatch: { browserName: 'chrome', 'goog:chromeOptions': options } };
        this.session = (await this.#call('POST', '/session', { capabilities })).sessionId;
    }

    async #call(method, path, body) {
        const answer = await fetch(this.address + path, { method, body: body && JSON.stringify(body) });
        const { value } = await answer.json();
        if (value?.error) {
            throw new Error(`${value.error}: ${value.message}`);
        }
        return value;
    }

    #ask(method, path, body) {
        return this.#call(method, `/session/${this.session}${path}`, body);
    }

    go(url) {
        return this.#ask('POST', '/url', { url });
    }

    /** The value of an expression, in which `page` is the root of the operations page. */
    evaluate(expression) {
        return this.#ask('POST', '/execute/sync', { script: `${DEEP} return ${expression};`, args: [] });
    }

    resize(width, height) {
        const params = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
        return this.#ask('POST', '/goog/cdp/execute', { cmd: 'Emulation.setDeviceMetricsOverride', params });
    }

    async screenshot(file) {
        writeFileSync(file, Buffer.from(await this.#ask('GET', '/screenshot'), 'base64'));
    }

    async close() {
        for (const child of this.processes) {
            end(child);
        }
        await Promise.all(this.processes.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
}

/** In a process group of its own: what is started may be a script that starts the real program, which starts others. */
function run(program, args) {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    process.once('exit', () => end(child));
    return child;
}

function end(child) {
    try {
        process.kill(-child.pid, 'SIGKILL');
    } catch {
        // All of them have ended.
    }
}

function browserArguments(profile) {
    const args = ['--headless=new', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
        '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
    return process.getuid?.() === 0 ? [...args, '--no-sandbox', 'about:blank'] : [...args, 'about:blank'];
}
