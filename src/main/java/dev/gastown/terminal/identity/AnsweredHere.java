package dev.gastown.terminal.identity;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings what several event loops wait for back to the one that asks: requests and responses are confined to theirs. */
final class AnsweredHere {
    private AnsweredHere() {}

    static <T> Future<T> of(Vertx vertx, Future<T> shared) {
        if (shared.isComplete()) {
            return shared.transform(same ->
                    same.succeeded() ? Future.succeededFuture(same.result()) : Future.failedFuture(same.cause()));
        }
        Context here = vertx.getOrCreateContext();
        Promise<T> answered = Promise.promise();
        shared.onComplete(
                result -> here.runOnContext(turn -> answered.complete(result)),
                failure -> here.runOnContext(turn -> answered.fail(failure)));
        return answered.future();
    }
}
