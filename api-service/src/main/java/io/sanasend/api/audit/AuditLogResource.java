package io.sanasend.api.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/audit-log}</caption>
 * <tr><td>GET</td><td>list, {@code ?actor}, {@code ?action}, {@code ?object}, {@code ?since}, {@code ?until}</td></tr>
 * <tr><td>GET {@code verify}</td><td>whether it is as it was written</td></tr>
 * </table>
 */
@Path("/api/v1/audit-log")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Audit log")
public class AuditLogResource {

    /** Of one call; a longer log takes more. */
    private static final long MOST_VERIFIED = 100_000;

    private final AuditRows rows;
    private final AuditChain chain;
    private final WebConfig web;

    AuditLogResource(AuditRows rows, AuditChain chain, WebConfig web) {
        this.rows = rows;
        this.chain = chain;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listAuditLog",
            summary = "List changes",
            description =
                    "Who changed users, keys, sessions, their pace and their queues, or asked for scheduled work: newest"
                            + " first. Kept for ever. Read long lists by ?cursor.")
    public PageView<AuditView> list(
            @BeanParam AuditFilter filter,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @QueryParam("cursor") @Parameter(description = PageQuery.CURSOR) @Nullable String cursor,
            @Context UriInfo uri) {
        // An empty value arrives as none, but means the first page by cursor.
        boolean byCursor = uri.getQueryParameters().containsKey("cursor");
        PageQuery query =
                PageQuery.of(page, pageSize, byCursor ? Objects.requireNonNullElse(cursor, "") : null, filter.asText());
        AuditRows.Found found = rows.find(filter.toCriteria(), query);
        PageLinks links = PageLinks.of(uri, web.publicUrl());
        return found.count() == null
                ? PageView.byCursor(query, links, found.last(), found.entries())
                : PageView.numbered(query, links, found.count(), found.entries(), Function.identity());
    }

    @GET
    @Path("verify")
    @Operation(
            operationId = "verifyAuditLog",
            summary = "Verify the audit log",
            description =
                    "Whether all rows are there and as they were written, at most 100,000 a call: go on with ?from as"
                            + " next_from says. Whoever can write the database could write a whole new log, so keep head_id and"
                            + " head_hash elsewhere from time to time, and compare the hash of that row with them.")
    public Answer<VerdictView> verify(
            @QueryParam("from")
                    @Parameter(
                            description = "Id of the row to begin with; the one before it is believed",
                            example = "1")
                    @Nullable
                    String from)
            throws SQLException {
        boolean isId = from == null || from.isEmpty() || from.matches("[1-9][0-9]{0,17}");
        new FieldErrors()
                .require(isId, "from", "must be the id of a row, from 1")
                .throwIfAny();
        long first = from == null || from.isEmpty() ? 1 : Long.parseLong(from);
        return switch (chain.walk(first, MOST_VERIFIED)) {
            case AuditChain.Finding.Intact(long last, AuditTable.Head head) ->
                Answer.of(
                        "The audit log is intact.",
                        new VerdictView(
                                true,
                                Math.max(0, last - first + 1),
                                null,
                                null,
                                last < head.id() ? last + 1 : null,
                                head.id(),
                                HexFormat.of().formatHex(head.hash())));
            case AuditChain.Finding.Broken(long id, AuditChain.Fault fault) ->
                Answer.of(
                        "The audit log is broken.",
                        new VerdictView(
                                false,
                                Math.max(0, id - first),
                                id,
                                fault.name().toLowerCase(Locale.ROOT),
                                null,
                                null,
                                null));
        };
    }

    /** What came of it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "AuditVerdict")
    record VerdictView(
            @JsonProperty("is_intact") @Schema(description = "Whether all that was looked at is as it was written")
            boolean isIntact,

            @Schema(description = "Rows found as they were written", examples = "128")
            long verified,

            @Schema(description = "The first row that is not") @Nullable
            Long brokenId,

            @Schema(
                    description =
                            "What is wrong with it: missing, changed, or unknown_to_the_head, which is to name the"
                                    + " last row",
                    examples = "missing")
            @Nullable
            String fault,

            @Schema(description = "Where to go on; null: all was looked at") @Nullable
            Long nextFrom,

            @Schema(description = "The last row there is to be", examples = "128") @Nullable
            Long headId,

            @Schema(description = "Its hash in hex") @Nullable
            String headHash) {}
}
