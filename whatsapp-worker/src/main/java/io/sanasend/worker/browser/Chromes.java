package io.sanasend.worker.browser;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real browsers: started by the worker in a process group of their own, heard over their DevTools connection, and driven
 * through one chromedriver (which cannot start the headless shell itself, and must not end the browser with its session).
 *
 * <p>Thread-safe. Owns the chromedriver.
 */
public final class Chromes implements Browsers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chromes.class);
    private static final Duration REAPING_INTERVAL = Duration.ofSeconds(30);
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    /** It may have been killed while it started, so it is given the time for that. */
    private static final Duration ADOPTION_PATIENCE = Duration.ofSeconds(3);

    private final InstalledBrowsers installed;
    private final ChromeCommand command;
    private final Chromedriver chromedriver;
    private final ScheduledExecutorService reaping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reaper").daemon().factory());
    private final LiveGroups live = new LiveGroups();
    private final Map<BrowserKind, String> versions = new EnumMap<>(BrowserKind.class);

    private volatile long memory;

    private Chromes(InstalledBrowsers installed, ChromeCommand command, Path directory) {
        this.installed = installed;
        this.command = command;
        this.chromedriver = new Chromedriver(installed.chromedriver(), directory);
        chromedriver.endFormer();
        for (BrowserKind kind : installed.order()) {
            versions.put(kind, InstalledBrowsers.majorVersion(installed.binary(kind)));
        }
    }

    /**
     * Ready to open browsers. Those of a former worker are left running, its chromedriver is not.
     *
     * @param directory the worker's own, locked directory
     * @param extra arguments appended to the browser's command line
     */
    public static Chromes start(InstalledBrowsers installed, List<String> extra, Path directory) {
        boolean root = "root".equals(System.getProperty("user.name"));
        var chromes = new Chromes(installed, new ChromeCommand(root, extra), directory);
        LOG.info("browsers: {}", chromes.versions);
        // The first session need not wait for it.
        Thread.ofVirtual().name("chromedriver-start").start(chromes.chromedriver::address);
        return chromes;
    }

    @Override
    public List<BrowserKind> kinds() {
        return installed.order();
    }

    @Override
    public Browser open(BrowserKind kind, ProfileDirectory profile) {
        profile.create();
        profile.unlock();
        List<String> line =
                command.line(kind, installed.binary(kind), versions.getOrDefault(kind, "0"), profile.userData());
        var mark = Map.of(ProcessTable.PROFILE_VARIABLE, profile.userData().toString());
        ProcessGroup process = live.add(() -> ProcessGroup.start(line, mark, profile.log()));
        try {
            return connect(kind, process, profile, START_PATIENCE);
        } catch (BrowserUnavailable e) {
            end(process);
            throw e;
        }
    }

    @Override
    public Optional<Browser> adopt(ProfileDirectory profile) {
        List<ProcessTable.Entry> found = ProcessTable.ofDirectory(profile.userData());
        Optional<ProcessTable.Entry> leader = found.stream()
                .filter(entry -> entry.pid() == entry.group() && entry.has("--user-data-dir=" + profile.userData()))
                .findFirst();
        if (leader.isPresent() && kinds().contains(kind(leader.get()))) {
            ProcessGroup process = live.add(() -> ProcessGroup.of(leader.get()));
            try {
                return Optional.of(connect(kind(leader.get()), process, profile, ADOPTION_PATIENCE));
            } catch (BrowserUnavailable e) {
                LOG.warn("the browser on {} is ended: {}", profile.root(), e.getMessage());
                end(process);
            }
        }
        found.stream().map(ProcessTable.Entry::group).distinct().forEach(ProcessGroup::kill);
        return Optional.empty();
    }

    private Chrome connect(BrowserKind kind, ProcessGroup process, ProfileDirectory profile, Duration patience) {
        DebuggerPort port = DebuggerPort.await(process, profile, patience);
        return new Chrome(kind, process, port, port.connect(), chromedriver, live);
    }

    private void end(ProcessGroup process) {
        process.kill();
        live.remove(process.id());
    }

    private static BrowserKind kind(ProcessTable.Entry leader) {
        return leader.has("--headless=new") ? BrowserKind.CHROME : BrowserKind.SHELL;
    }

    /** Ends what is left over on the profiles of a place, now and then until this is closed. */
    public void reap(ProfilePlace place, Clock clock) {
        var reaper = new Reaper(place, live, clock);
        reaping.scheduleWithFixedDelay(
                () -> {
                    try {
                        reaper.reap();
                        memory = ProcessTable.matching(process -> live.has(process.group())).stream()
                                .mapToLong(process -> ProcessTable.memory(process.pid()))
                                .sum();
                    } catch (RuntimeException e) {
                        LOG.error("the look for processes that are left over failed; the next one comes", e);
                    }
                },
                0,
                REAPING_INTERVAL.toSeconds(),
                TimeUnit.SECONDS);
    }

    /** Bytes of memory that all browsers had together when they were looked at last. */
    public long memory() {
        return memory;
    }

    @Override
    public void close() {
        reaping.shutdownNow();
        chromedriver.close();
    }
}
