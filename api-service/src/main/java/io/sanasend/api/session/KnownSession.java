package io.sanasend.api.session;

import io.sanasend.model.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What the table says of a session, as far as it is compared with what workers have.
 *
 * @param worker who hosts it, or did last
 * @param wanted whether its owner wants it to run
 * @param ended whether no browser should run
 */
record KnownSession(
        long id,
        SessionId wireId,
        @Nullable String worker,
        boolean linked,
        boolean wanted,
        boolean ended,
        boolean deleted) {

    static KnownSession of(LinkedSession row) {
        return new KnownSession(
                row.id(),
                row.wireId(),
                row.workerId(),
                row.isLinked(),
                row.isWanted(),
                row.state().isEnd(),
                row.isDeleted());
    }
}
