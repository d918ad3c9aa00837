package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import java.util.Map;

/** The message was accepted and stored, but failed while its caller waited; the answer says under which id it is kept. */
final class SendFailed extends ApiException {

    private static final long serialVersionUID = 1L;

    private final long messageId;

    SendFailed(ProblemType type, long messageId) {
        super(type, type.title() + ".");
        this.messageId = messageId;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("dbId", messageId);
    }
}
