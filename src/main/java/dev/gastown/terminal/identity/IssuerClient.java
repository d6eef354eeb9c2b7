package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.IdentitySettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How this node talks to those who issue user tokens: certificates are verified, by the configured authority where there
 * is one, and no redirect is followed. Safe on any event loop.
 */
public final class IssuerClient {
    /** More than fifty keys take, bytes. */
    static final int MOST_BYTES = 512 * 1024;

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    /** For a whole answer, its last byte included. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final HttpClientOptions options = new HttpClientOptions();
    private final HttpClient client;

    /**
     * What was answered.
     *
     * @param body all of it
     */
    record Answer(int status, Optional<String> cacheControl, Buffer body) {}

    /** @param identity names the authority */
    public IssuerClient(Vertx vertx, IdentitySettings identity) {
        options.setConnectTimeout((int) CONNECT_TIME.toMillis())
                .setSslHandshakeTimeout(CONNECT_TIME.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        identity.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())));
        this.client = vertx.createHttpClient(options);
    }

    /**
     * Asks for something plainly. Everybody waits for one answer: one that comes in drops, or never ends, is given up.
     *
     * @return fails within seconds, with {@link IllegalStateException} for an answer of more than {@link #MOST_BYTES}
     */
    Future<Answer> get(URI url) {
        RequestOptions wanted = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url.toString())
                .setFollowRedirects(false)
                .putHeader("User-Agent", "gastown");
        return client.request(wanted)
                .compose(request -> request.send()
                        .compose(response -> body(response)
                                .map(body -> new Answer(
                                        response.statusCode(),
                                        Optional.ofNullable(response.getHeader("Cache-Control")),
                                        body)))
                        .timeout(ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(givenUp -> request.reset()));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .handler(chunk -> {
                    if (body.length() + chunk.length() > MOST_BYTES) {
                        whole.tryFail(new IllegalStateException("its answer is too long"));
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    /** What a log may say of a failure: a peer's answer is no text for it. */
    static String words(Throwable failure) {
        return failure instanceof IllegalStateException ours
                ? ours.getMessage()
                : failure.getClass().getSimpleName();
    }

    /** For libraries that make a client of their own. */
    HttpClientOptions options() {
        return new HttpClientOptions(options);
    }
}
