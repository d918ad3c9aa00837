package io.sanasend.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.wire.WorkerRegistration;
import io.sanasend.worker.api.ApiPort;
import io.sanasend.worker.browser.Chromes;
import io.sanasend.worker.browser.InstalledBrowsers;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.event.EventDelivery;
import io.sanasend.worker.event.EventSpool;
import io.sanasend.worker.event.SpoolLimits;
import io.sanasend.worker.http.HealthRoutes;
import io.sanasend.worker.http.MessageRoutes;
import io.sanasend.worker.http.MetricsRoutes;
import io.sanasend.worker.http.SessionRoutes;
import io.sanasend.worker.http.WorkerServer;
import io.sanasend.worker.registration.Registration;
import io.sanasend.worker.session.SessionRegistry;
import io.sanasend.worker.session.SessionSettings;
import io.sanasend.worker.whatsapp.MeasuredPages;
import io.sanasend.worker.whatsapp.PageDeadlines;
import io.sanasend.worker.whatsapp.PageScript;
import io.sanasend.worker.whatsapp.WppPages;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole worker, put together. Closing it ends its parts in reverse order: it registers no more, no request is taken
 * any more, then the browsers end, then chromedriver.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final String VERSION =
            Objects.requireNonNullElse(Worker.class.getPackage().getImplementationVersion(), "development");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int port;

    private Worker() {}

    /**
     * Starts a worker.
     *
     * @throws io.sanasend.worker.browser.BrowserUnavailable if there is no browser, or another worker has its directory
     */
    public static Worker start(WorkerConfig config) {
        var worker = new Worker();
        try {
            worker.assemble(config);
            return worker;
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private void assemble(WorkerConfig config) {
        Clock clock = Clock.systemUTC();
        var random = new SecureRandom();
        ObjectMapper json = Json.mapper();
        DataDirectory data = part(DataDirectory.open(config.data(), config.profiles()));
        Path uploads = data.uploads();
        WorkerFigures figures = part(new WorkerFigures());
        EventSpool spool = part(EventSpool.open(data.events(), bootId(random), clock, json, SpoolLimits.DEFAULT));
        ApiPort api = part(new ApiPort(config.eventsUrls(), config.secret(), json));
        EventDelivery delivery = part(new EventDelivery(spool, api, random));
        Chromes chromes = part(Chromes.start(browsers(config), config.chromeArguments(), data.root()));
        var pages = new MeasuredPages(
                new WppPages(
                        chromes, config.whatsappUrl(), PageScript.load(config.waJs()), PageDeadlines.DEFAULT, json),
                figures.registry());
        String id = config.id() == null ? data.workerId(random) : config.id();
        var profiles = new ProfilePlace(data.sessions(), id);
        SessionRegistry sessions =
                part(new SessionRegistry(profiles, pages, spool, SessionSettings.DEFAULT, config.maxSessions(), clock));
        WorkerServer http = part(new WorkerServer(
                config.secret(),
                spool.bootId(),
                json,
                uploads,
                List.of(
                        new HealthRoutes(sessions, spool, VERSION),
                        new SessionRoutes(sessions, json),
                        new MessageRoutes(sessions, json, uploads, figures.registry()),
                        new MetricsRoutes(figures.registry()))));
        figures.ofProcess(VERSION, data.root());
        figures.of(spool, SpoolLimits.DEFAULT);
        figures.of(chromes);
        figures.of(sessions);
        delivery.start();
        sessions.resume();
        chromes.reap(profiles, clock);
        http.start(config.host(), config.port());
        port = http.port();
        String place = data.placeId(random);
        String address = address(config, port).toString();
        part(new Registration(
                        () -> new WorkerRegistration(
                                id, spool.bootId(), address, sessions.capacity(), sessions.running(), place, VERSION),
                        api,
                        json,
                        random))
                .start();
        LOG.info("worker {} listens on {}:{}, opens {}", id, config.host(), port, config.whatsappUrl());
    }

    /** One that listens on every interface is reached by the name of its machine. */
    private static URI address(WorkerConfig config, int port) {
        if (config.address() != null) {
            return config.address();
        }
        try {
            InetAddress host = InetAddress.getByName(config.host());
            String name = host.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : config.host();
            return new URI("http", null, name, port, null, null, null);
        } catch (UnknownHostException | URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the worker cannot tell where it is reached; set SANASEND_WORKER_ADDRESS", e);
        }
    }

    private static InstalledBrowsers browsers(WorkerConfig config) {
        return InstalledBrowsers.find(
                config.browser(), config.chrome(), config.chromedriver(), String.valueOf(System.getenv("PATH")));
    }

    private static String bootId(SecureRandom random) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error(
                        "{} did not end in good order; the others are ended",
                        part.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
