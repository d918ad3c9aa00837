import { css } from 'lit';

/** Colours are the theme's. Where there is no room for columns, each session becomes a block of its own. */
export const styles = css`
    :host { display: block; padding: 0 1rem 1rem; overflow: auto; container-type: inline-size; color: var(--lumo-body-text-color); }
    header { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
    h3 { margin: 1.2rem 0 .4rem; }
    code { font-size: .9em; overflow-wrap: anywhere; }
    .quiet, dt, th { color: var(--lumo-secondary-text-color); }
    .trouble { padding: .5rem .8rem; border-radius: .3rem; background: var(--lumo-error-color-10pct); color: var(--lumo-error-text-color); }

    .worker { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: 0; padding: .6rem 0; border-top: 1px solid var(--lumo-contrast-10pct); }
    .worker dd { margin: 0; overflow-wrap: anywhere; }
    dt, th { font-size: .85em; font-weight: normal; text-align: left; }

    table { width: 100%; border-collapse: collapse; }
    th, td { padding: .5rem .6rem .5rem 0; vertical-align: top; }
    tbody tr { border-top: 1px solid var(--lumo-contrast-10pct); }
    td[data-label='Since'], td[data-label='Queue'] { white-space: nowrap; }
    td.actions { width: 20rem; }

    .badge { padding: .1em .5em; border-radius: .3em; font-size: .9em; background: var(--lumo-contrast-10pct); white-space: nowrap; }
    .badge.good { background: var(--lumo-success-color-10pct); color: var(--lumo-success-text-color); }
    .badge.bad { background: var(--lumo-error-color-10pct); color: var(--lumo-error-text-color); }
    .badge.pending { background: var(--lumo-primary-color-10pct); color: var(--lumo-primary-text-color); }

    button { font: inherit; padding: .35em .8em; border: 0; border-radius: .3em; cursor: pointer;
        background: var(--lumo-contrast-10pct); color: var(--lumo-primary-text-color); }
    button:hover:not(:disabled) { background: var(--lumo-contrast-20pct); }
    button:focus-visible { outline: 2px solid var(--lumo-primary-color); }
    button:disabled { cursor: default; color: var(--lumo-disabled-text-color); }
    button.logout:not(:disabled) { color: var(--lumo-error-text-color); }
    .actions button { margin: 0 .3rem .3rem 0; }
    .answer { overflow-wrap: anywhere; }
    .answer.good { color: var(--lumo-success-text-color); }
    .answer.bad { color: var(--lumo-error-text-color); }

    dialog { max-width: 30rem; border: 0; border-radius: .5rem; background: var(--lumo-base-color); color: inherit;
        box-shadow: 0 0 2rem var(--lumo-shade-50pct); }
    dialog::backdrop { background: var(--lumo-shade-50pct); }

    @container (max-width: 60rem) {
        thead { display: none; }
        tbody tr { display: grid; grid-template-columns: auto auto; gap: .2rem 1rem; padding: .6rem 0; }
        td { display: block; padding: 0; min-width: 0; }
        td::before { content: attr(data-label); display: block; font-size: .85em; color: var(--lumo-secondary-text-color); }
        td[data-label='Session'], td[data-label='State'] { order: -1; grid-column: 1 / -1; }
        td.actions { order: 1; grid-column: 1 / -1; width: auto; }
        td[data-label='Session']::before, td.actions::before { content: none; }
    }
`;
