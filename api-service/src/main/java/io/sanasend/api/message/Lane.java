package io.sanasend.api.message;

import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Takes a claimed lane one step further: attempts its head and settles it. Called by one thread per lane at a time, which
 * holds no connection during the attempt. A crash between any two steps leaves the head marked as being attempted, and
 * whoever claims the lane after that looks it up before it is sent again.
 */
@ApplicationScoped
class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);
    private static final Duration BEFORE_SETTLING_AGAIN = Duration.ofSeconds(1);

    private final LaneSettlement settlement;
    private final StalledLanes stalled;
    private final SettlementGate gate;
    private final Delivery delivery;
    private final Settlements settlements;
    private final Departures departures;
    private final RetryPolicy retries;
    private final MessageConfig config;
    private final RandomGenerator random;

    Lane(
            LaneSettlement settlement,
            StalledLanes stalled,
            SettlementGate gate,
            Delivery delivery,
            Settlements settlements,
            Departures departures,
            MessageConfig config,
            RandomGenerator random) {
        this.settlement = settlement;
        this.stalled = stalled;
        this.gate = gate;
        this.delivery = delivery;
        this.settlements = settlements;
        this.departures = departures;
        this.retries = new RetryPolicy(config.firstPause(), config.longestPause());
        this.config = config;
        this.random = random;
    }

    /** What a step came to. */
    sealed interface Step {

        /** The next head is claimed. */
        record Next(Claim.Head head) implements Step {}

        /** The lane is given back, and may be due again after that time. */
        record Later(Duration pause) implements Step {}

        /** The lane is given back, and is due when something happens. */
        record AtRest() implements Step {}

        /** Somebody else has the lane. */
        record Lost() implements Step {}
    }

    /**
     * Takes the lane a step further.
     *
     * @param goOn asked when the head is settled: whether the next one is to be claimed
     */
    Step step(Claim claim, BooleanSupplier goOn) throws InterruptedException {
        return switch (claim) {
            case Claim.Stalled(Hold hold) -> clear(hold, goOn);
            case Claim.Head head -> settle(head, delivery.attempt(head), goOn);
        };
    }

    private Step clear(Hold hold, BooleanSupplier goOn) throws InterruptedException {
        StalledLanes.Cleared cleared = gate.pass(() -> stalled.clear(hold, goOn.getAsBoolean()));
        cleared.ended()
                .forEach(message ->
                        settlements.tell(message.waMessageId(), new Settlements.Fate.Failed(message.code())));
        return after(cleared.lane());
    }

    private Step settle(Claim.Head head, DeliveryOutcome outcome, BooleanSupplier goOn) throws InterruptedException {
        Duration rest = departures.mayRest(head, outcome)
                ? persistently(() -> departures.restAfter(head, outcome), goOn)
                : Duration.ZERO;
        return switch (outcome) {
            case DeliveryOutcome.Taken taken -> {
                LaneSettlement.Lane lane =
                        persistently(() -> settlement.taken(head, taken, rest, goOn.getAsBoolean()), goOn);
                settlements.tell(head, new Settlements.Fate.Taken(taken.status(), taken.at()));
                yield after(lane);
            }
            case DeliveryOutcome.Refused(ProblemType code) -> fail(head, code, rest, goOn);
            case DeliveryOutcome.Open open -> {
                Optional<ProblemType> givenUp = givenUp(head, open);
                yield givenUp.isPresent() ? fail(head, givenUp.get(), rest, goOn) : pause(head, open, rest, goOn);
            }
            case DeliveryOutcome.Fenced() -> letGo(head, goOn);
        };
    }

    private Step fail(Claim.Head head, ProblemType code, Duration rest, BooleanSupplier goOn)
            throws InterruptedException {
        LaneSettlement.Lane lane = persistently(() -> settlement.failed(head, code, rest, goOn.getAsBoolean()), goOn);
        if (!(lane instanceof LaneSettlement.Lane.Lost)) {
            settlements.tell(head, new Settlements.Fate.Failed(code));
        }
        return after(lane);
    }

    private Step pause(Claim.Head head, DeliveryOutcome.Open open, Duration rest, BooleanSupplier goOn)
            throws InterruptedException {
        Duration backOff = retries.pauseAfter(head.attempts(), random);
        // A pace holds messages before their first attempt; a warning holds this one as well.
        boolean rests = open instanceof DeliveryOutcome.TooMuch && rest.compareTo(backOff) > 0;
        Duration pause = rests ? rest : backOff;
        LOG.infof("Message %d stays open (%s); next attempt in %s", head.messageId(), open.obstacle(), pause);
        persistently(
                () -> {
                    settlement.open(head, open, pause, rest);
                    return true;
                },
                goOn);
        return new Step.Later(pause);
    }

    /** The worker knows of a newer dispatcher. If the lane is this replica's all the same, a higher fence will do. */
    private Step letGo(Claim.Head head, BooleanSupplier goOn) throws InterruptedException {
        Duration pause = retries.pauseAfter(head.attempts(), random);
        LOG.infof("Message %d is another dispatcher's now", head.messageId());
        persistently(
                () -> {
                    settlement.letGo(head.hold(), pause);
                    return true;
                },
                goOn);
        return new Step.Later(pause);
    }

    /** A message that a connected page never takes must not block those behind it for ever. */
    private Optional<ProblemType> givenUp(Claim.Head head, DeliveryOutcome.Open open) {
        if (!open.setback() || head.setbacks() + 1 < config.maxSetbacks()) {
            return Optional.empty();
        }
        boolean certainlyNotOut = open instanceof DeliveryOutcome.NotOut;
        return Optional.of(certainlyNotOut ? ProblemType.MESSAGE_REFUSED : ProblemType.DELIVERY_UNKNOWN);
    }

    /**
     * What became of an attempt is known here alone, so that it is worth some patience while the database is away. Without it, the
     * message is looked up by whoever claims the lane after the lease. It may have been settled although its commit was not
     * confirmed; then the lane has another fence, and the repetition changes nothing.
     */
    private <T> T persistently(Supplier<T> settling, BooleanSupplier goOn) throws InterruptedException {
        long tries = LaneClaims.LEASE.dividedBy(BEFORE_SETTLING_AGAIN);
        while (true) {
            try {
                return gate.pass(settling);
            } catch (RuntimeException e) {
                if (!DatabaseOutage.isBehind(e) || --tries == 0 || !goOn.getAsBoolean()) {
                    throw e;
                }
                Thread.sleep(BEFORE_SETTLING_AGAIN);
            }
        }
    }

    private static Step after(LaneSettlement.Lane lane) {
        return switch (lane) {
            case LaneSettlement.Lane.Held(Claim.Head next) -> new Step.Next(next);
            case LaneSettlement.Lane.Released(Optional<Duration> dueIn) ->
                dueIn.<Step>map(Step.Later::new).orElseGet(Step.AtRest::new);
            case LaneSettlement.Lane.Lost() -> new Step.Lost();
        };
    }
}
