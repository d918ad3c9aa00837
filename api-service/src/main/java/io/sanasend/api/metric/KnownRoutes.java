package io.sanasend.api.metric;

import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes of this service as its resources declare them.
 *
 * <p>A request that is refused before a resource is found for it is known by its path alone, which anybody may choose.
 */
final class KnownRoutes {

    private KnownRoutes() {}

    /** Templates without a slash at the end; to be asked when the application has begun. */
    static Set<String> templates() {
        return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(KnownRoutes::templatesOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A path as templates are written. */
    static String normalised(String path) {
        String single = path.replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static Stream<String> templatesOf(Class<?> resource) {
        String base = "/" + resource.getAnnotation(Path.class).value();
        return Stream.concat(
                Stream.of(normalised(base)),
                Arrays.stream(resource.getDeclaredMethods())
                        .map((Method method) -> method.getAnnotation(Path.class))
                        .filter(Objects::nonNull)
                        .map(path -> normalised(base + "/" + path.value())));
    }
}
