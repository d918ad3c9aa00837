package io.sanasend.worker.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.sanasend.model.wire.WorkerError;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.WorkerProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's HTTP server: the shared secret on everything but {@code GET /health} and {@code GET /metrics}, and one place
 * where what goes wrong becomes an answer.
 */
public final class WorkerServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);
    /** WhatsApp itself takes documents of up to 2,000 MiB; the api's own limit is far lower. */
    private static final long MAX_FILE = 2_000;

    /** They tell figures alone. */
    private static final Set<String> OPEN = Set.of(WorkerPaths.HEALTH, WorkerPaths.METRICS);

    static final long MAX_JSON_BYTES = 512 * 1024;

    private final Javalin server;

    /**
     * @param bootId this run of the worker; every answer carries it
     * @param uploads where the file of a multipart request is kept while it is handed to the page
     * @param routes groups of routes, each with its own table in its Javadoc
     */
    public WorkerServer(String secret, String bootId, ObjectMapper json, Path uploads, List<Routes> routes) {
        var sharedSecret = new SharedSecret(secret);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = MAX_JSON_BYTES;
            config.jetty.multipartConfig.cacheDirectory(uploads.toString());
            config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.BYTES);
            config.jetty.multipartConfig.maxFileSize(MAX_FILE, SizeUnit.MB);
            config.jetty.multipartConfig.maxTotalRequestSize(MAX_FILE + 1, SizeUnit.MB);
            config.jsonMapper(new JavalinJackson(json, true));
            config.routes.before(request -> {
                request.header(WorkerPaths.BOOT_HEADER, bootId);
                if (!OPEN.contains(request.path())) {
                    sharedSecret.check(request);
                }
            });
            routes.forEach(group -> group.addTo(config.routes));
            mapProblems(config);
        });
    }

    private static void mapProblems(JavalinConfig config) {
        config.routes.exception(WorkerProblem.class, (problem, request) -> answer(request, problem));
        config.routes.exception(HttpResponseException.class, (refusal, request) -> answer(request, ofHttp(refusal)));
        config.routes.exception(Exception.class, (bug, request) -> {
            LOG.error("{} {} failed", request.method(), request.path(), bug);
            answer(
                    request,
                    new WorkerProblem(WorkerErrorCode.INTERNAL_ERROR, "the worker failed; its log has the reason"));
        });
        config.routes.error(404, request -> {
            if (request.result() == null || !request.result().startsWith("{")) {
                answer(
                        request,
                        new WorkerProblem(
                                WorkerErrorCode.NOT_FOUND,
                                request.method() + " " + request.path() + " does not exist"));
            }
        });
    }

    private static WorkerProblem ofHttp(HttpResponseException refusal) {
        return switch (refusal.getStatus()) {
            case 404, 405 -> new WorkerProblem(WorkerErrorCode.NOT_FOUND, "no such path or method");
            case 413 ->
                new WorkerProblem(WorkerErrorCode.MEDIA_TOO_LARGE, "the request is larger than the worker takes");
            default -> new WorkerProblem(WorkerErrorCode.MALFORMED_REQUEST, String.valueOf(refusal.getMessage()));
        };
    }

    private static void answer(Context request, WorkerProblem problem) {
        request.status(problem.code().httpStatus());
        request.json(new WorkerError(problem.code(), String.valueOf(problem.getMessage())));
    }

    /** Listens; a port of 0 takes a free one. */
    public void start(String host, int port) {
        server.start(host, port);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
