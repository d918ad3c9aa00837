package io.sanasend.api.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The refusals an operation can answer, for its description in the OpenAPI document. Those that follow from its shape are
 * not named: what any request can be answered, what a missing or wrong credential is answered, and what a body or a
 * parameter that breaks a rule is answered.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {

    ProblemType[] value();
}
