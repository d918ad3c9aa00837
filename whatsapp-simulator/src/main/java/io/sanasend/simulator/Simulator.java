package io.sanasend.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.json.JavalinJackson;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.control.ControlRoutes;
import io.sanasend.simulator.control.ControlServices;
import io.sanasend.simulator.device.Cuts;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.link.Linking;
import io.sanasend.simulator.link.Tokens;
import io.sanasend.simulator.message.Arrivals;
import io.sanasend.simulator.message.Exchange;
import io.sanasend.simulator.message.MediaFiles;
import io.sanasend.simulator.message.MessageLog;
import io.sanasend.simulator.message.Postman;
import io.sanasend.simulator.page.PageRoutes;
import io.sanasend.simulator.page.PageServices;
import io.sanasend.simulator.page.PhonesRoutes;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.state.DataDirectory;
import io.sanasend.simulator.state.Keeping;
import io.sanasend.simulator.state.StateDirectory;
import io.sanasend.simulator.time.ThreadTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds the parts, starts the server, and closes both in reverse order. Constructing it starts
 * nothing.
 */
public final class Simulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
    private static final int LARGEST_FRAME = 1024 * 1024;

    private final SimulatorConfig config;
    private final ObjectMapper json = mapper();
    private final ThreadTimers timers = new ThreadTimers();
    private final Clock clock = Clock.systemUTC();
    private final SettingsBook settings = new SettingsBook();
    private final Phones phones = new Phones();
    private final Directory directory = new Directory(this::changed);
    private final DeviceLines lines = new DeviceLines(this::changed);
    private final Tokens tokens = new Tokens(new SecureRandom());
    private final Cuts cuts = new Cuts(phones, lines, clock);
    private final DataDirectory data;
    private final Keeping state;
    private final MediaFiles media;
    private final MessageLog log;
    private final Arrivals arrivals = new Arrivals();
    private final Exchange exchange;
    private final PageRoutes pages;
    private final Javalin server;

    /** Constructing listens to nothing; it reads the data directory, or makes one that is gone after {@link #close}. */
    public Simulator(SimulatorConfig config) {
        this.config = config;
        this.data = DataDirectory.of(config.data());
        this.media = new MediaFiles(data.path().resolve("media"));
        this.log = new MessageLog(media::delete, this::changed);
        this.state = data.temporary()
                ? Keeping.NOTHING
                : new StateDirectory(
                        data.path(), json, new StateDirectory.Parts(phones, directory, log, lines), timers);
        Postman postman = new Postman(phones, lines, settings);
        this.exchange = new Exchange(
                new Exchange.Mail(log, media, arrivals),
                postman,
                new Exchange.People(phones, directory),
                settings,
                timers,
                clock);
        Linking linking = new Linking(phones, settings, tokens, timers, clock, state::saveLinks);
        this.pages = new PageRoutes(json, pageServices(linking, postman));
        ControlRoutes control = new ControlRoutes(controlServices(linking, postman));
        this.server = Javalin.create(javalin -> configure(javalin, control));
        restore();
    }

    private PageServices pageServices(Linking linking, Postman postman) {
        return new PageServices(
                phones, directory, lines, cuts, linking, this::unlink, exchange, postman, media, settings, timers);
    }

    private ControlServices controlServices(Linking linking, Postman postman) {
        return new ControlServices(
                json,
                phones,
                directory,
                lines,
                cuts,
                linking,
                exchange,
                postman,
                log,
                arrivals,
                media,
                settings,
                tokens,
                new World());
    }

    /** Listens. Returns the port. */
    public int start() {
        server.start(config.host(), config.port());
        LOG.info("Listening on http://{}:{}", config.host(), server.port());
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        timers.close();
        state.close();
        data.close();
        LOG.info("Stopped");
    }

    private void restore() {
        state.restore();
        try {
            media.retainOnly(log.files());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changed() {
        state.changed();
    }

    private void configure(JavalinConfig javalin, ControlRoutes control) {
        javalin.concurrency.useVirtualThreads = true;
        javalin.startup.showJavalinBanner = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.jsonMapper(new JavalinJackson(json, true));
        javalin.jetty.modifyWebSocketServletFactory(factory -> factory.setMaxTextMessageSize(LARGEST_FRAME));
        javalin.jetty.multipartConfig.maxFileSize(MediaFiles.LARGEST, SizeUnit.BYTES);
        javalin.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
        javalin.routes.get("/health", ctx -> ctx.json(Map.of("status", "ok")));
        pages.addTo(javalin.routes);
        new PhonesRoutes().addTo(javalin.routes);
        control.addTo(javalin.routes);
    }

    private void unlink(Device device, String reason) {
        phones.remove(device);
        lines.tell(device.id(), Frame.of("logout").with("reason", reason));
        lines.forget(device.id());
        state.saveLinks();
    }

    private final class World implements ControlServices.World {

        @Override
        public void unlink(Device device, String reason) {
            Simulator.this.unlink(device, reason);
        }

        @Override
        public void settingsChanged() {
            pages.settingsChanged();
            boolean needsUpdate = settings.current().needsUpdate();
            linkedDevices()
                    .forEach(device ->
                            lines.tell(device.id(), Frame.of("needs_update").with("value", needsUpdate)));
        }

        @Override
        public void reset() {
            linkedDevices().forEach(device -> unlink(device, "user_initiated"));
            phones.restore(List.of());
            directory.reset();
            cuts.reset();
            log.reset();
            arrivals.reset();
            settings.reset();
        }

        @Override
        public Map<String, Long> counters() {
            return new TreeMap<>(Map.of(
                    "page_loads", pages.loads(),
                    "sockets_open", (long) pages.openSockets(),
                    "arrivals", exchange.arrivals()));
        }

        private List<Device> linkedDevices() {
            return phones.all().stream()
                    .flatMap(phone -> phone.devices().stream())
                    .toList();
        }
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }
}
