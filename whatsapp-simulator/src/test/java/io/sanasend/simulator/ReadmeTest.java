package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.sanasend.simulator.setting.SendBehaviour;
import io.sanasend.simulator.setting.Settings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented settings are those that exist. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+)( \\*)? \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    private static Set<String> fields(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(new SnakeCaseStrategy()::translate)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented(boolean ofOnePhone) throws IOException {
        return ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .filter(row -> !ofOnePhone || row.group(2) != null)
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void tableOfSettingsNamesEachSetting() throws IOException {
        assertThat(documented(false)).isEqualTo(fields(Settings.class));
    }

    @Test
    void tableOfSettingsMarksThoseOfOnePhone() throws IOException {
        assertThat(documented(true)).isEqualTo(fields(SendBehaviour.class));
    }
}
