package dev.gastown.terminal.session;

import dev.gastown.terminal.town.Town;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures how long a sandbox takes to answer the least that can be asked: {@code HEAD /}, over a connection that is
 * open already. Any HTTP answer counts, a refusal too: it came all the way. Nothing of it is looked at, and a redirect is
 * an answer like any other.
 *
 * <p>At most one measurement a town every 5 s, however many ask; those who ask meanwhile share it. Safe on
 * any thread.
 */
public final class SandboxRoundTrips {
    /** How long a measurement serves, counted from its beginning. */
    private static final Duration VALIDITY = Duration.ofSeconds(5);

    /** A sandbox that has not answered after this time can't be reached. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** One, which then is warm; towns that share a sandbox's address wait for each other. */
    private static final int CONNECTIONS_PER_SANDBOX = 1;

    /** Towns remembered before those whose measurements are over are forgotten. */
    private static final int CLEAN_UP_SIZE = 1_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration validity;
    private final Duration timeout;
    private final Map<UUID, Measurement> measurements = new ConcurrentHashMap<>();

    private record Measurement(URI sandbox, long beginNanos, Promise<Optional<Duration>> roundTrip) {}

    /** @param vertx what the connections belong to */
    public SandboxRoundTrips(Vertx vertx) {
        this(vertx, VALIDITY, TIMEOUT);
    }

    SandboxRoundTrips(Vertx vertx, Duration validity, Duration timeout) {
        this.vertx = vertx;
        this.validity = validity;
        this.timeout = timeout;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_SANDBOX));
    }

    /** The last measurement of a town's sandbox, or a new one; empty when it can't be reached. Never fails. */
    public Future<Optional<Duration>> to(Town town) {
        if (measurements.size() > CLEAN_UP_SIZE) {
            measurements.values().removeIf(this::isOver);
        }
        Measurement mine = new Measurement(town.sandboxUrl(), System.nanoTime(), Promise.promise());
        Measurement shared = measurements.compute(
                town.id(),
                (id, last) -> last == null || isOver(last) || !last.sandbox().equals(mine.sandbox()) ? mine : last);
        if (shared == mine) {
            measure(town, mine.roundTrip());
        }
        return shared.roundTrip().future();
    }

    private boolean isOver(Measurement measurement) {
        return System.nanoTime() - measurement.beginNanos() >= validity.toNanos();
    }

    private void measure(Town town, Promise<Optional<Duration>> roundTrip) {
        Future<HttpClientRequest> connected = client.request(new RequestOptions()
                .setMethod(HttpMethod.HEAD)
                .setAbsoluteURI(town.sandboxUrl().resolve("/").toString())
                .setFollowRedirects(false)
                .putHeader(SandboxApi.KEY_HEADER, town.sandboxKey().orElse("")));
        long deadline = vertx.setTimer(timeout.toMillis(), late -> {
            roundTrip.tryComplete(Optional.empty());
            // A late answer must not keep the connection from the next measurement.
            connected.onSuccess(HttpClientRequest::reset);
        });
        connected.compose(SandboxRoundTrips::timed).onComplete(answered -> {
            vertx.cancelTimer(deadline);
            roundTrip.tryComplete(Optional.ofNullable(answered.result()));
        });
    }

    /** Timed from here, because now there is a connection: what it took to open one is not part of a round trip. */
    private static Future<Duration> timed(HttpClientRequest request) {
        long begin = System.nanoTime();
        return request.send().compose(answer -> {
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - begin);
            // Only then is the connection free for the next.
            return answer.end().map(roundTrip);
        });
    }
}
