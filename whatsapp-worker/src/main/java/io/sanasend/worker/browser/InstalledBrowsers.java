package io.sanasend.worker.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The browsers and the driver found on this machine, in the order in which a session tries them.
 *
 * @param chromedriver the one driver that serves all browsers
 */
public record InstalledBrowsers(Map<BrowserKind, Path> binaries, List<BrowserKind> order, Path chromedriver) {

    private static final Map<BrowserKind, List<String>> NAMES = Map.of(
            BrowserKind.SHELL, List.of("chromium-headless-shell", "chrome-headless-shell", "headless-shell"),
            BrowserKind.CHROME,
                    List.of("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser"));
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+\\.\\d+\\.\\d+");

    public InstalledBrowsers {
        binaries = Map.copyOf(binaries);
        order = List.copyOf(order);
    }

    /** Which kinds may be used. */
    public enum Choice {
        /** The shell where it is installed, full Chrome where it is not and for a second try. */
        AUTO,
        SHELL,
        CHROME
    }

    /**
     * Looks at the settings, then at the PATH.
     *
     * @param chrome a binary that is used whatever its name; its kind is told from the name
     * @param searchPath the value of PATH
     * @throws BrowserUnavailable if no browser or no driver is found; the message says what to install
     */
    public static InstalledBrowsers find(
            Choice choice, @Nullable Path chrome, @Nullable Path chromedriver, String searchPath) {
        var binaries = new EnumMap<BrowserKind, Path>(BrowserKind.class);
        for (BrowserKind kind : BrowserKind.values()) {
            onPath(NAMES.get(kind), searchPath).ifPresent(path -> binaries.put(kind, path));
        }
        if (chrome != null) {
            requireExecutable(chrome, "SANASEND_CHROME");
            binaries.put(kindOf(chrome), chrome);
            if (choice == Choice.AUTO) {
                binaries.keySet().removeIf(kind -> kind == BrowserKind.SHELL && kindOf(chrome) != BrowserKind.SHELL);
            }
        }
        var order = new ArrayList<BrowserKind>();
        for (BrowserKind kind : BrowserKind.values()) {
            if (binaries.containsKey(kind)
                    && (choice == Choice.AUTO || choice.name().equals(kind.name()))) {
                order.add(kind);
            }
        }
        if (order.isEmpty()) {
            throw new BrowserUnavailable(
                    "no browser for SANASEND_BROWSER=" + choice.name().toLowerCase()
                            + " found: install chromium-headless-shell or chromium, or set SANASEND_CHROME to the binary");
        }
        if (chromedriver != null) {
            requireExecutable(chromedriver, "SANASEND_CHROMEDRIVER");
        }
        Path driver = chromedriver != null
                ? chromedriver
                : onPath(List.of("chromedriver"), searchPath)
                        .orElseThrow(() -> new BrowserUnavailable(
                                "no chromedriver found: install chromium-driver, or set SANASEND_CHROMEDRIVER"));
        return new InstalledBrowsers(binaries, order, driver);
    }

    /** The binary of a kind that is in {@link #order}. */
    public Path binary(BrowserKind kind) {
        Path binary = binaries.get(kind);
        if (binary == null) {
            throw new BrowserUnavailable(kind.label() + " is not installed");
        }
        return binary;
    }

    /**
     * The major version a binary reports.
     *
     * @throws BrowserUnavailable if it does not say within 10 seconds
     */
    static String majorVersion(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new BrowserUnavailable(binary + " --version did not answer");
            }
            Matcher version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes()));
            if (!version.find()) {
                throw new BrowserUnavailable(binary + " --version names no version: is it a Chrome or Chromium?");
            }
            return version.group(1);
        } catch (IOException e) {
            throw new BrowserUnavailable(binary + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserUnavailable("interrupted while asking " + binary + " for its version", e);
        }
    }

    private static BrowserKind kindOf(Path binary) {
        return binary.getFileName().toString().contains("headless") ? BrowserKind.SHELL : BrowserKind.CHROME;
    }

    private static Optional<Path> onPath(List<String> names, String searchPath) {
        for (String name : names) {
            for (String directory : searchPath.split(File.pathSeparator)) {
                Path candidate = Path.of(directory, name);
                if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static void requireExecutable(Path path, String setting) {
        if (!Files.isExecutable(path)) {
            throw new BrowserUnavailable(setting + " is " + path + ", which is not an executable file");
        }
    }
}
