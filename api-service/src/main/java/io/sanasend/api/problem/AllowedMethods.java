package io.sanasend.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods that each path answers, which a refused one has to be told (RFC 9110, section 15.5.6). Read from the
 * resources once; immutable from then on.
 */
@ApplicationScoped
class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private final List<Endpoint> endpoints;

    AllowedMethods(BeanManager beans) {
        this.endpoints = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(AllowedMethods::endpointsOf)
                .toList();
    }

    private record Endpoint(Pattern path, String method) {}

    /** The methods in alphabetical order; none if nothing is at the path. */
    Set<String> of(String path) {
        Set<String> methods = endpoints.stream()
                .filter(endpoint -> endpoint.path().matcher(path).matches())
                .map(Endpoint::method)
                .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    private static Stream<Endpoint> endpointsOf(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> httpMethodsOf(method).map(name -> new Endpoint(pathOf(resource, method), name)));
    }

    private static Stream<String> httpMethodsOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(http -> http != null)
                .map(HttpMethod::value);
    }

    /** With and without the slash at its end. */
    private static Pattern pathOf(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String template = resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        String path = PARAMETER
                .splitAsStream(template.replaceAll("/+", "/"))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]+"));
        return Pattern.compile(path + (template.endsWith("}") ? "[^/]+" : "") + "/?");
    }
}
