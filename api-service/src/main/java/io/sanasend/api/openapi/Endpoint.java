package io.sanasend.api.openapi;

import io.quarkus.security.Authenticated;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * What the code says about an operation: who may call it, what it refuses, and how it says that it succeeded.
 *
 * @param open whether it may be called by anyone
 * @param scopes one of these is needed; none for an operation that any caller may use
 * @param refusals those named by {@link Refuses}, at the method and at its class
 * @param status the status of success, if it is not 200
 */
record Endpoint(boolean open, List<String> scopes, Set<ProblemType> refusals, Optional<String> status) {

    /** Those of the application, by operation id. */
    static Map<String, Endpoint> in(IndexView classes) {
        Map<String, Endpoint> endpoints = new HashMap<>();
        for (AnnotationInstance operation : classes.getAnnotations(Operation.class)) {
            AnnotationValue id = operation.value("operationId");
            if (id != null) {
                endpoints.put(id.asString(), of(operation.target().asMethod()));
            }
        }
        return endpoints;
    }

    private static Endpoint of(MethodInfo method) {
        Optional<AnnotationInstance> roles = nearest(method, RolesAllowed.class);
        Set<ProblemType> refusals = EnumSet.noneOf(ProblemType.class);
        Stream.of(method, method.declaringClass())
                .map(target -> target.declaredAnnotation(Refuses.class))
                .filter(refuses -> refuses != null)
                .flatMap(refuses -> Stream.of(refuses.value().asEnumArray()))
                .map(ProblemType::valueOf)
                .forEach(refusals::add);
        return new Endpoint(
                isOpen(method),
                roles.map(allowed -> List.of(allowed.value().asStringArray())).orElse(List.of()),
                refusals,
                Optional.ofNullable(method.declaredAnnotation(ResponseStatus.class))
                        .map(status -> Integer.toString(status.value().asInt())));
    }

    private static boolean isOpen(MethodInfo method) {
        AnnotationTarget declared = Stream.of(PermitAll.class, RolesAllowed.class, Authenticated.class)
                        .anyMatch(method::hasDeclaredAnnotation)
                ? method
                : method.declaringClass();
        return declared.hasDeclaredAnnotation(PermitAll.class);
    }

    private static Optional<AnnotationInstance> nearest(MethodInfo method, Class<? extends Annotation> type) {
        AnnotationInstance own = method.declaredAnnotation(type);
        return Optional.ofNullable(own == null ? method.declaringClass().declaredAnnotation(type) : own);
    }
}
