package io.sanasend.worker.http;

import io.javalin.config.RoutesConfig;

/** A group of routes that belong together. */
public interface Routes {

    void addTo(RoutesConfig routes);
}
