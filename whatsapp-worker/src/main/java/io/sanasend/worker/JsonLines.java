package io.sanasend.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Writes each log record as one JSON object on a line of its own, with the members the api's log has. Thread-safe. */
final class JsonLines extends Formatter {

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String format(LogRecord line) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("timestamp", line.getInstant().toString());
        members.put("level", level(line.getLevel()));
        members.put("logger", String.valueOf(line.getLoggerName()));
        members.put("message", formatMessage(line));
        if (line.getThrown() != null) {
            members.put("exception", text(line.getThrown()));
        }
        try {
            return json.writeValueAsString(members) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String text(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
