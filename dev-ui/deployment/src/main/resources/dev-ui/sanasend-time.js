const UNITS = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];

/** How long ago an ISO date and time was, in the largest unit that fits. */
export function age(iso) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 1000));
    const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS.at(-1);
    return `${Math.floor(seconds / length)} ${unit} ago`;
}

/** The time of day of a date. */
export function moment(date) {
    return date.toLocaleTimeString();
}
