package dev.gastown.terminal.session;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.town.Town;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks sandboxes for their session lists (contract section 4). A sandbox is not trusted: one deadline covers the whole
 * exchange, the answer is cut off at a size, and redirects are not followed. Built on the plain HTTP client because a
 * web client reads a body of any size to its end.
 */
public final class SandboxClient {
    /** Polls of one town never overlap, so this bounds how many towns share one sandbox address at a time. */
    private static final int CONNECTIONS_PER_SANDBOX = 4;

    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;
    private final Supplier<LimitSettings> limits;
    private final LimitMeter limitsReached;

    /**
     * @param timeout for a whole exchange
     * @param limits how much of an answer is taken, looked up for each
     * @param limitsReached where it is counted when that is not all
     */
    public SandboxClient(Vertx vertx, Duration timeout, Supplier<LimitSettings> limits, LimitMeter limitsReached) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.limits = limits;
        this.limitsReached = limitsReached;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_SANDBOX))
                // What nobody listens for is logged with what the sandbox sent, and a poll fails of it anyway.
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /**
     * Fetches the list; fails with {@link SandboxException} within the timeout.
     *
     * @param request what it is asked for, where that is one request
     */
    public Future<SandboxListing> list(Town town, Optional<TraceContext> request) {
        Promise<SandboxListing> answer = Promise.promise();
        Exchange exchange = new Exchange(answer);
        long deadline = vertx.setTimer(timeout.toMillis(), fired -> exchange.fail(Kind.TIMEOUT));
        answer.future().onComplete(done -> vertx.cancelTimer(deadline));
        RequestOptions question = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(base(town) + SandboxApi.SESSIONS_PATH)
                .setFollowRedirects(false)
                .putHeader(SandboxApi.KEY_HEADER, town.sandboxKey().orElse(""));
        request.ifPresent(trace -> trace.writeTo(question.getHeaders()));
        client.request(question)
                .compose(exchange::send)
                .onSuccess(exchange::receive)
                .onFailure(failure ->
                        exchange.fail(failure instanceof TimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE));
        return answer.future();
    }

    private static String base(Town town) {
        String url = town.sandboxUrl().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** One request and its answer, all on the event loop that asked. */
    private final class Exchange {
        private final Promise<SandboxListing> answer;
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest request;

        Exchange(Promise<SandboxListing> answer) {
            this.answer = answer;
        }

        Future<HttpClientResponse> send(HttpClientRequest opened) {
            request = opened;
            if (answer.future().isComplete()) {
                request.reset();
            }
            return request.send();
        }

        void receive(HttpClientResponse response) {
            // First of all: giving up resets the stream, and a reset nobody listens to is logged for every poll.
            response.exceptionHandler(cut -> fail(Kind.UNREACHABLE));
            if (response.statusCode() != OK) {
                fail(response.statusCode() == SERVICE_UNAVAILABLE ? Kind.NO_TMUX : Kind.REFUSED);
                return;
            }
            response.handler(chunk -> {
                        body.appendBuffer(chunk);
                        if (body.length() > limits.get().sandboxListBytes()) {
                            limitsReached.reached(Limit.SANDBOX_LIST_BYTES);
                            fail(Kind.GARBAGE);
                        }
                    })
                    .endHandler(end -> read());
        }

        private void read() {
            try {
                int most = limits.get().sandboxSessions();
                SandboxListing listing = SandboxListingReader.read(new JsonObject(body), most);
                if (listing.sessions().size() == most && listing.dropped() > 0) {
                    limitsReached.reached(Limit.SANDBOX_SESSIONS);
                }
                answer.tryComplete(listing);
            } catch (RuntimeException notAList) {
                fail(Kind.GARBAGE);
            }
        }

        /** Gives up, and the connection with it: what still comes is not read. */
        void fail(Kind kind) {
            if (answer.tryFail(new SandboxException(kind)) && request != null) {
                request.reset();
            }
        }
    }
}
