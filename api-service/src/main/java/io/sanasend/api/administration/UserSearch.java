package io.sanasend.api.administration;

import io.sanasend.api.account.Users;
import io.sanasend.api.problem.FieldErrors;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of users is narrowed down to, as it came in the query. */
class UserSearch {

    private static final int MAX_LENGTH = 255;

    @QueryParam("search")
    @Parameter(description = "Part of the username, the names or the email address", example = "ali")
    @Nullable
    String search;

    @QueryParam("is_active")
    @Parameter(description = "true or false", example = "true")
    @Nullable
    String active;

    @QueryParam("is_staff")
    @Parameter(description = "true or false", example = "false")
    @Nullable
    String staff;

    /**
     * Reads the parameters.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names those that cannot be read
     */
    Users.Filter toFilter() {
        FieldErrors errors = new FieldErrors();
        Boolean wantedActive = flag(errors, "is_active", active);
        Boolean wantedStaff = flag(errors, "is_staff", staff);
        boolean storable = search == null || (search.length() <= MAX_LENGTH && search.indexOf('\0') < 0);
        errors.require(storable, "search", "must be text of at most " + MAX_LENGTH + " characters");
        errors.throwIfAny();
        return new Users.Filter(search, wantedActive, wantedStaff);
    }

    private static @Nullable Boolean flag(FieldErrors errors, String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        errors.require(text.matches("true|false"), name, "must be true or false");
        return Boolean.valueOf(text);
    }
}
