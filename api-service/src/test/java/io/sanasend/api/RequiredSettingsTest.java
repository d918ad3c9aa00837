package io.sanasend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.testing.KeyFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredSettingsTest {

    private static final String STRONG = "9f86d081884c7d659a2feaa0c55ad015";

    @TempDir
    Path directory;

    @Test
    void saysWhatIsWrongWithTheKeyFile() {
        Map<String, String> environment = environment(STRONG);
        environment.put("SANASEND_JWT_KEY_FILE", directory.resolve("not there").toString());

        assertThat(RequiredSettings.problemsOf(environment))
                .singleElement()
                .asString()
                .startsWith("SANASEND_JWT_KEY_FILE cannot be read")
                .contains("openssl genpkey");
    }

    @Test
    void saysWhichFormatsALogMayHave() {
        Map<String, String> environment = environment(STRONG);
        environment.put("SANASEND_LOG_FORMAT", "xml");

        assertThat(RequiredSettings.problemsOf(environment))
                .containsExactly("SANASEND_LOG_FORMAT must be text or json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "1000000000"})
    void refusesALimitThatLetsNobodyIn(String quota) {
        Map<String, String> environment = environment(STRONG);
        environment.put("SANASEND_LIMITS_REQUESTS_PER_ADDRESS", quota);

        assertThat(RequiredSettings.problemsOf(environment))
                .singleElement()
                .asString()
                .startsWith("SANASEND_LIMITS_REQUESTS_PER_ADDRESS must be");
    }

    @Test
    void namesEverythingThatIsMissingAtOnce() {
        assertThat(RequiredSettings.problemsOf(Map.of()))
                .hasSize(6)
                .anyMatch(problem -> problem.contains("SANASEND_JWT_KEY_FILE") && problem.contains("openssl genpkey"))
                .anyMatch(problem -> problem.contains("SANASEND_API_KEY_PEPPER"))
                .anyMatch(problem -> problem.contains("SANASEND_WORKER_SECRET"))
                .anyMatch(problem -> problem.contains("SANASEND_MEDIA_DIR"));
    }

    @Test
    void isContentWithStrongSecrets() {
        assertThat(RequiredSettings.problemsOf(environment(STRONG))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-one",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "please-changeme-please-changeme-please",
                "                                        "
            })
    void refusesAWeakSecretWithoutRepeatingIt(String weak) {
        assertThat(RequiredSettings.problemsOf(environment(weak)))
                .singleElement()
                .asString()
                .startsWith("SANASEND_API_KEY_PEPPER")
                .doesNotContain(weak);
    }

    @Test
    void wantsAPostgresqlAddress() {
        Map<String, String> environment = environment(STRONG);
        environment.put("SANASEND_DATABASE_URL", "mysql://x");

        assertThat(RequiredSettings.problemsOf(environment))
                .singleElement()
                .asString()
                .contains("jdbc:postgresql:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "+02:00", "europe/berlin", ""})
    void wantsATimeZoneByItsName(String timezone) {
        Map<String, String> environment = environment(STRONG);
        environment.put("SANASEND_TIMEZONE", "Europe/Berlin");
        assertThat(RequiredSettings.problemsOf(environment)).isEmpty();

        environment.put("SANASEND_TIMEZONE", timezone);

        assertThat(RequiredSettings.problemsOf(environment))
                .singleElement()
                .asString()
                .contains("SANASEND_TIMEZONE");
    }

    private Map<String, String> environment(String pepper) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SANASEND_DATABASE_URL", "jdbc:postgresql://db/sanasend");
        environment.put("SANASEND_DATABASE_USERNAME", "sanasend");
        environment.put("SANASEND_MEDIA_DIR", "/data/media");
        environment.put(
                "SANASEND_JWT_KEY_FILE",
                KeyFiles.rsa(directory.resolve("key.pem"), 2048).toString());
        environment.put("SANASEND_API_KEY_PEPPER", pepper);
        environment.put("SANASEND_WORKER_SECRET", STRONG);
        return environment;
    }
}
