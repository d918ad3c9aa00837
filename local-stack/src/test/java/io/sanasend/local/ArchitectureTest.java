package io.sanasend.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.sanasend.local", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.sanasend.local.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should()
            .resideInAPackage("io.sanasend.local..")
            .andShould(new ArchCondition<>("reside in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a package without it"));
                    }
                }
            });

    @ArchTest
    static final ArchRule ONLY_MAIN_KNOWS_THE_STANDARD_STREAMS = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should(ACCESS_STANDARD_STREAMS)
            .because("everything else is told where to write");

    @ArchTest
    static final ArchRule EXCEPTIONS_SAY_WHAT_WENT_WRONG = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule PROCESSES_AND_FILES_KNOW_NOBODY = noClasses()
            .that()
            .resideInAnyPackage("..process..", "..files..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..postgres..", "..redis..", "..part..", "..stack..");

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_THE_STACK = noClasses()
            .that()
            .resideInAPackage("..part..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..stack..");
}
