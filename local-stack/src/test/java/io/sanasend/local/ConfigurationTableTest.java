package io.sanasend.local;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the table in docs/configuration.md with the code of all modules, so that neither goes its own way. */
class ConfigurationTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("api-service", "whatsapp-worker", "whatsapp-simulator", "local-stack");
    private static final Pattern NAME = Pattern.compile("\\bSANASEND_[A-Z0-9_]*[A-Z0-9]\\b");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(SANASEND_[A-Z0-9_]+)` \\| (.*?) \\|.*\\|$");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?m)^(sanasend[a-z0-9.-]+)=\\$\\{(SANASEND_[A-Z0-9_]+)(?::([^}]*))?}");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern PROPERTY =
            Pattern.compile("(?m)(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?^ {4}[A-Z]?[\\w<>., ]+ (\\w+)\\(\\);");

    /** Marks that our processes put on their own children; nobody sets them. */
    private static final Predicate<String> INTERNAL =
            Set.of("SANASEND_STACK_CHILD", "SANASEND_BROWSER_PROFILE")::contains;

    @Test
    void theTableListsTheSettingsOfTheCodeAndNoOthers() {
        assertThat(table().keySet()).containsExactlyElementsOf(namesInCode());
    }

    @Test
    void scriptsAndComposeUseNoSettingThatDoesNotExist() {
        Stream<Path> files = Stream.concat(
                walk(ROOT.resolve("scripts")),
                Stream.concat(
                        walk(ROOT.resolve("docker")),
                        Stream.of(ROOT.resolve("docker-compose.yml"), ROOT.resolve(".env.example"))));

        assertThat(files.flatMap(file -> NAME.matcher(read(file)).results()).map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(table().keySet());
    }

    @Test
    void theTableShowsTheDefaultsOfTheApi() {
        Map<String, String> table = table();

        mappedSettings().forEach((name, fallback) -> {
            if (!fallback.isEmpty()) {
                assertThat(table.get(name)).as(name).isEqualTo("`" + fallback + "`");
            }
        });
    }

    private static Map<String, String> table() {
        return ROW.matcher(read(ROOT.resolve("docs/configuration.md")))
                .results()
                .collect(toMap(row -> row.group(1), row -> row.group(2), (first, _) -> first, TreeMap::new));
    }

    private static TreeSet<String> namesInCode() {
        TreeSet<String> names = sources(".java", ".properties", ".js")
                .flatMap(file -> NAME.matcher(read(file)).results())
                .map(MatchResult::group)
                .filter(INTERNAL.negate())
                .collect(toCollection(TreeSet::new));
        names.addAll(mappedSettings().keySet());
        return names;
    }

    /** The settings of the api's mapping interfaces by the variable that sets each, with their defaults. */
    private static Map<String, String> mappedSettings() {
        String properties = read(ROOT.resolve("api-service/src/main/resources/application.properties"));
        Map<String, MatchResult> renamed =
                PLACEHOLDER.matcher(properties).results().collect(toMap(found -> found.group(1), found -> found));
        Map<String, String> settings = new TreeMap<>();
        sources("Config.java")
                .map(ConfigurationTableTest::read)
                .forEach(source -> MAPPING.matcher(source)
                        .results()
                        .forEach(mapping -> PROPERTY.matcher(source).results().forEach(property -> {
                            String key = mapping.group(1) + "." + kebab(property.group(2));
                            MatchResult other = renamed.get(key);
                            if (other == null) {
                                settings.put(variable(key), orEmpty(property.group(1)));
                            } else {
                                settings.put(other.group(2), orEmpty(other.group(3)));
                            }
                        })));
        return settings;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static Stream<Path> sources(String... endings) {
        return MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve("src/main"))
                .flatMap(ConfigurationTableTest::walk)
                .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith));
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
