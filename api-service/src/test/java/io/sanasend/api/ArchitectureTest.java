package io.sanasend.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sanasend.api.";

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(liveInANullMarkedPackage());

    @ArchTest
    static final ArchRule GENERIC_EXCEPTIONS_ARE_NOT_THROWN = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule ONLY_THE_ENTRY_POINT_WRITES_TO_THE_CONSOLE =
            noClasses().that().doNotHaveFullyQualifiedName(Main.class.getName()).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule ONLY_THE_WORKER_PACKAGE_CALLS_WORKERS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus.rest.client..", "jakarta.ws.rs.client..");

    @ArchTest
    static final ArchRule WORKER_KNOWS_NO_FEATURE = noClasses()
            .that()
            .resideInAPackage(ROOT + "worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "session..", ROOT + "message..", ROOT + "account..", ROOT + "event..");

    @ArchTest
    static final ArchRule SESSIONS_KNOW_NO_MESSAGES = noClasses()
            .that()
            .resideInAPackage(ROOT + "session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "message..", ROOT + "event..");

    @ArchTest
    static final ArchRule NOTHING_IMPORTS_THE_RIM = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + "administration..",
                    ROOT + "authentication..",
                    ROOT + "event..",
                    ROOT + "health..",
                    ROOT + "operations..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "administration..",
                    ROOT + "authentication..",
                    ROOT + "event..",
                    ROOT + "health..",
                    ROOT + "operations..");

    @ArchTest
    static final ArchRule MUTINY_STAYS_WHERE_THE_FRAMEWORK_ASKS_FOR_IT = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "authentication..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.smallrye.mutiny..");

    @ArchTest
    static final ArchRule DEPENDENCIES_COME_BY_CONSTRUCTOR = fields().should().notBeAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "ClockProducer")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule ENTITIES_HAVE_NO_SETTERS = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .haveNameNotMatching("set[A-Z].*");

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
            }
        };
    }
}
