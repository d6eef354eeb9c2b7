package dev.gastown.terminal.identity;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings what several event loops wait for back to the one that asks: requests and responses are confined to theirs. */
final class AnsweredHere {
    private AnsweredHere() {}

    static <T> Future<T> of(Vertx vertx, Future<T> shared) {
        // Not composed: what is made of a future answers on the event loop of that one, even when it is complete.
        if (shared.succeeded()) {
            return Future.succeededFuture(shared.result());
        }
        if (shared.failed()) {
            return Future.failedFuture(shared.cause());
        }
        Context here = vertx.getOrCreateContext();
        Promise<T> answered = Promise.promise();
        shared.onComplete(
                result -> here.runOnContext(turn -> answered.complete(result)),
                failure -> here.runOnContext(turn -> answered.fail(failure)));
        return answered.future();
    }
}
