package dev.gastown.terminal.web.trpc;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * One procedure of the API. It runs on the event loop of the request and composes futures.
 *
 * @param kind decides the HTTP method
 * @param body takes the caller and the input, null when there was none; fails with {@link TrpcException} for everything
 *     the caller should hear of
 */
public record Procedure(Kind kind, Body body) {
    /** A query changes nothing and comes by GET, a mutation by POST. */
    public enum Kind {
        QUERY(HttpMethod.GET),
        MUTATION(HttpMethod.POST);

        private final HttpMethod method;

        Kind(HttpMethod method) {
            this.method = method;
        }

        HttpMethod method() {
            return method;
        }
    }

    /** What a procedure does. */
    @FunctionalInterface
    public interface Body {
        /** Answers the call; see {@link Procedure}. */
        Future<JsonObject> call(Caller caller, Object input);
    }
}
