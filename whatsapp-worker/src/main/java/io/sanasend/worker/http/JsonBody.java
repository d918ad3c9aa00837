package io.sanasend.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.session.WorkerProblem;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a request; what is wrong is refused by the name of the field, and never quoted. */
final class JsonBody {

    private JsonBody() {}

    static <T> T read(ObjectMapper json, @Nullable String body, Class<T> type) {
        if (body == null || body.isBlank()) {
            throw new WorkerProblem(WorkerErrorCode.MALFORMED_REQUEST, "the message is missing");
        }
        try {
            T value = json.readValue(body, type);
            if (value == null) {
                throw invalid("the message is null");
            }
            return value;
        } catch (JsonMappingException e) {
            throw invalid("the message does not fit: " + reason(e));
        } catch (JsonProcessingException e) {
            throw new WorkerProblem(WorkerErrorCode.MALFORMED_REQUEST, "the message is not JSON");
        }
    }

    static WorkerProblem invalid(String message) {
        return new WorkerProblem(WorkerErrorCode.INVALID_REQUEST, message);
    }

    /** The field and what our own checks say; never Jackson's text, which quotes the input. */
    private static String reason(JsonMappingException e) {
        String field = e.getPath().isEmpty()
                ? "body"
                : String.valueOf(e.getPath().getLast().getFieldName());
        return e.getCause() instanceof IllegalArgumentException ours ? field + ": " + ours.getMessage() : field;
    }
}
