package io.sanasend.api.testing;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test against the whole service with a real PostgreSQL, a real Redis and a {@link StubWorker}. Every answer it gets is
 * held against the OpenAPI document, and every line it has logged is looked through for anything confidential.
 */
@QuarkusTest
@WithTestResource(LocalServices.class)
@ExtendWith({ContractCheck.class, LogSecrecy.class})
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ApiTest {}
