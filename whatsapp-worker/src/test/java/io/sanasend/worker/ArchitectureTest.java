package io.sanasend.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Which way the parts of the worker may know each other: http, session, whatsapp and event, browser. */
@AnalyzeClasses(packages = "io.sanasend.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should(new ArchCondition<>("reside in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a package without it"));
                    }
                }
            });

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.sanasend.worker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule HTTP_IS_KNOWN_TO_NOBODY = onlyKnownTo("http", "http");

    @ArchTest
    static final ArchRule SESSIONS_ARE_KNOWN_TO_HTTP_ALONE = onlyKnownTo("session", "session", "http");

    @ArchTest
    static final ArchRule THE_PAGE_IS_KNOWN_TO_SESSIONS_AND_HTTP =
            onlyKnownTo("whatsapp", "whatsapp", "session", "http");

    @ArchTest
    static final ArchRule BROWSERS_ARE_NOT_KNOWN_TO_HTTP = onlyKnownTo("browser", "browser", "whatsapp", "session");

    @ArchTest
    static final ArchRule EVENTS_KNOW_NONE_OF_THE_OTHERS = noClasses()
            .that()
            .resideInAPackage("..worker.event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..worker.http..", "..worker.session..", "..worker.whatsapp..", "..worker.browser..");

    @ArchTest
    static final ArchRule THE_WAY_TO_THE_API_IS_KNOWN_TO_REPORTS_ALONE =
            onlyKnownTo("api", "api", "event", "registration");

    @ArchTest
    static final ArchRule THE_REGISTRATION_IS_KNOWN_TO_NOBODY = onlyKnownTo("registration", "registration");

    @ArchTest
    static final ArchRule NO_PART_KNOWS_HOW_THE_WORKER_IS_PUT_TOGETHER = noClasses()
            .that()
            .resideOutsideOfPackage("io.sanasend.worker")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sanasend.worker");

    @ArchTest
    static final ArchRule SELENIUM_STAYS_WITH_THE_BROWSER_AND_THE_PAGE = noClasses()
            .that()
            .resideOutsideOfPackage("..worker.browser..")
            .and()
            .haveNameNotMatching(".*\\.whatsapp\\.Wpp(Page|Pages)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openqa.selenium..");

    @ArchTest
    static final ArchRule ONLY_MAIN_KNOWS_THE_STANDARD_STREAMS =
            noClasses().that().doNotHaveSimpleName("Main").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule ONLY_MAIN_AND_ITS_FORMAT_KNOW_WHAT_IS_BEHIND_SLF4J = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .and()
            .doNotHaveSimpleName("JsonLines")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule EXCEPTIONS_SAY_WHAT_WENT_WRONG = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule WHAT_A_CLASS_NEEDS_COMES_THROUGH_ITS_CONSTRUCTOR = noFields()
            .should()
            .beAnnotatedWith(new DescribedPredicate<>("an injection") {
                @Override
                public boolean test(JavaAnnotation<?> annotation) {
                    return annotation.getRawType().getSimpleName().matches("Inject|Autowired|Resource");
                }
            });

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveNameMatching(".*(Service|Impl|Utils?|Helper|Manager|Handler|Processor|DTO|Entity)");

    private static ArchRule onlyKnownTo(String part, String... knowing) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("io.sanasend.worker");
        for (String name : knowing) {
            allowed = allowed.or(resideInAPackage("io.sanasend.worker." + name + ".."));
        }
        return classes()
                .that()
                .resideInAPackage("io.sanasend.worker." + part + "..")
                .should()
                .onlyHaveDependentClassesThat(allowed);
    }
}
