package io.sanasend.api.media;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MediaType;
import java.util.List;
import java.util.Map;

/** The file is larger than its kind of message may be. */
final class FileTooLarge extends ApiException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    FileTooLarge(MediaType type, long limit) {
        super(ProblemType.REQUEST_TOO_LARGE, "The file is too large.");
        this.rule = "must have at most " + limit + " bytes as " + type.wireName();
    }

    @Override
    public Map<String, List<String>> errors() {
        return Map.of("file", List.of(rule));
    }
}
