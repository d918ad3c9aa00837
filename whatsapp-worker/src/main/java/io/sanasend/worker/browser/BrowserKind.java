package io.sanasend.worker.browser;

/** Which build of the browser runs a session. */
public enum BrowserKind {
    /** The headless shell: the same engine without the browser around it, at about half the memory. */
    SHELL("headless-shell"),
    /** Chrome or Chromium in its new headless mode. */
    CHROME("chrome");

    private final String label;

    BrowserKind(String label) {
        this.label = label;
    }

    /** The name that a session's snapshot shows. */
    public String label() {
        return label;
    }
}
