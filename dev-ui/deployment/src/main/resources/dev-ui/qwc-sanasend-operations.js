import { html, nothing, QwcHotReloadElement } from 'qwc-hot-reload-element';
import { JsonRpc } from 'jsonrpc';
import { age, moment } from './sanasend-time.js';
import { styles } from './sanasend-operations-style.js';

const EVERY_FIVE_SECONDS = 5000;

/** Workers and sessions, looked at again every few seconds while the page is open, and what an operator can do with them. */
class QwcSanasendOperations extends QwcHotReloadElement {

    // Looking every few seconds would fill the log of calls.
    jsonRpc = new JsonRpc(this, false);

    static styles = styles;

    static properties = {
        _workers: { state: true },
        _sessions: { state: true },
        _seen: { state: true },
        _trouble: { state: true },
        _busy: { state: true },
        _answers: { state: true },
        _asked: { state: true },
    };

    constructor() {
        super();
        this._workers = null;
        this._sessions = null;
        this._seen = null;
        this._trouble = null;
        this._busy = new Map();
        this._answers = new Map();
        this._asked = null;
        this._looking = false;
    }

    connectedCallback() {
        super.connectedCallback();
        this._look();
        this._timer = setInterval(() => document.hidden || this._look(), EVERY_FIVE_SECONDS);
    }

    disconnectedCallback() {
        clearInterval(this._timer);
        super.disconnectedCallback();
    }

    /** The answers to calls of the application before the reload never come. */
    hotReload() {
        this._looking = false;
        this._busy = new Map();
        this._look();
    }

    async _look() {
        if (this._looking) {
            return;
        }
        this._looking = true;
        try {
            const [workers, sessions] = await Promise.all([this.jsonRpc.workers(), this.jsonRpc.sessions()]);
            this._workers = workers.result;
            this._sessions = sessions.result;
            this._seen = new Date();
            this._trouble = null;
        } catch (failure) {
            this._trouble = reasonOf(failure);
        } finally {
            this._looking = false;
        }
    }

    async _act(session, label, call) {
        this._busy = new Map(this._busy).set(session.id, label);
        this._answers = without(this._answers, session.id);
        let answer;
        try {
            answer = (await call({ session: session.id })).result;
        } catch (failure) {
            answer = { done: false, text: reasonOf(failure) };
        }
        this._busy = without(this._busy, session.id);
        this._answers = new Map(this._answers).set(session.id, answer);
        this._look();
    }

    updated() {
        const dialog = this.renderRoot.querySelector('dialog');
        if (dialog && !dialog.open) {
            dialog.showModal();
        }
    }

    render() {
        return html`
            ${this._trouble
                ? html`<p class="trouble" role="alert">The application does not answer: ${this._trouble}</p>`
                : nothing}
            <header>
                <button class="look" @click=${() => this._look()}>Look again</button>
                <span class="quiet" role="status">${this._seen ? `as of ${moment(this._seen)}` : 'looking …'}</span>
            </header>
            <h3>Workers</h3>
            ${this._workers?.map((worker) => this._worker(worker))}
            <h3>Sessions</h3>
            ${this._sessions ? this._table(this._sessions) : nothing}
            ${this._asked ? this._confirmation(this._asked) : nothing}
        `;
    }

    _worker(worker) {
        return html`
            <dl class="worker">
                <div><dt>Address</dt><dd>${worker.address}</dd></div>
                <div><dt>State</dt><dd><span class="badge ${worker.up ? 'good' : 'bad'}">${worker.up ? 'up' : 'away'}</span>
                    ${worker.trouble ?? nothing}</dd></div>
                ${worker.up
                    ? html`
                        <div><dt>Sessions</dt><dd>${worker.sessions} of ${worker.capacity}</dd></div>
                        <div><dt>Version</dt><dd>${worker.version}</dd></div>
                        <div><dt>Boot id</dt><dd><code>${worker.bootId}</code></dd></div>`
                    : nothing}
            </dl>`;
    }

    _table({ shown, total }) {
        if (total === 0) {
            return html`<p class="quiet">There are none. POST /api/v1/sessions/init starts one.</p>`;
        }
        return html`
            <table>
                <thead>
                    <tr><th>Session</th><th>Owner</th><th>State</th><th>Since</th><th>Linked</th><th>Queue</th><th>Actions</th></tr>
                </thead>
                <tbody>${shown.map((session) => this._row(session))}</tbody>
            </table>
            ${total > shown.length
                ? html`<p class="quiet">These are the oldest ${shown.length} of ${total}.</p>`
                : nothing}`;
    }

    _row(session) {
        const busy = this._busy.get(session.id);
        const answer = this._answers.get(session.id);
        const button = (label, kind, press) => html`
            <button class=${kind} ?disabled=${busy !== undefined} @click=${press}>${busy === label ? `${label} …` : label}</button>`;
        return html`
            <tr data-session=${session.wireId}>
                <td data-label="Session"><strong>${session.wireId}</strong> <span class="quiet">${session.name}</span></td>
                <td data-label="Owner">${session.owner}</td>
                <td data-label="State">
                    <span class="badge ${kindOf(session.state)}">${session.state}</span> <code>${session.reason}</code>
                    ${session.advice ? html`<div class="quiet">${session.advice}</div>` : nothing}
                </td>
                <td data-label="Since" title=${session.since}>${age(session.since)}</td>
                <td data-label="Linked">${session.linked ? 'yes' : 'no'}</td>
                <td data-label="Queue" title=${session.oldestQueued ?? nothing}>
                    ${session.queued === 0 ? '0' : `${session.queued}, oldest ${age(session.oldestQueued)}`}
                </td>
                <td data-label="Actions" class="actions">
                    ${button('Refresh QR', 'qr', () => this._act(session, 'Refresh QR', (it) => this.jsonRpc.refreshQr(it)))}
                    ${button('Restart', 'restart', () => this._act(session, 'Restart', (it) => this.jsonRpc.restart(it)))}
                    ${button('Log out', 'logout', () => (this._asked = session))}
                    ${answer
                        ? html`<div class="answer ${answer.done ? 'good' : 'bad'}" role="status">${answer.text}</div>`
                        : nothing}
                </td>
            </tr>`;
    }

    _confirmation(session) {
        const leave = () => (this._asked = null);
        const logOut = () => {
            leave();
            this._act(session, 'Log out', (it) => this.jsonRpc.logOut(it));
        };
        return html`
            <dialog @close=${leave}>
                <p><strong>Log out ${session.wireId} (${session.name})?</strong></p>
                <p>The number is unlinked on WhatsApp and its profile is erased. To send from it again its owner has to
                    scan a new QR code. ${session.queued > 0 ? `Messages that wait in its queue: ${session.queued}.` : nothing}</p>
                <div class="actions">
                    <button autofocus @click=${leave}>Keep it linked</button>
                    <button class="logout" @click=${logOut}>Log out</button>
                </div>
            </dialog>`;
    }
}

function kindOf(state) {
    switch (state) {
        case 'connected': return 'good';
        case 'failed': case 'logged_out': return 'bad';
        case 'disconnected': return 'plain';
        default: return 'pending';
    }
}

function without(map, key) {
    const copy = new Map(map);
    copy.delete(key);
    return copy;
}

function reasonOf(failure) {
    return failure?.error?.message ?? failure?.message ?? String(failure);
}

customElements.define('qwc-sanasend-operations', QwcSanasendOperations);
