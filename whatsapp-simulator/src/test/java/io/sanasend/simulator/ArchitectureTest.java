package io.sanasend.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.sanasend.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.sanasend.simulator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyWritesToTheStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule nobodyThrowsGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule httpStaysAtTheRim = noClasses()
            .that()
            .resideInAnyPackage("..account..", "..device..", "..link..", "..message..", "..setting..", "..state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "..page..", "..control..");

    @ArchTest
    static final ArchRule pageAndControlDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("..page..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..control..");

    @ArchTest
    static final ArchRule simulatorKnowsNoOtherModule = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.sanasend.model..", "io.sanasend.worker..", "io.sanasend.api..", "io.sanasend.local..");

    @ArchTest
    static void packagesAreNullMarked(JavaClasses all) {
        Set<String> unmarked = all.stream()
                .map(type -> type.getPackage())
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName())
                .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }
}
