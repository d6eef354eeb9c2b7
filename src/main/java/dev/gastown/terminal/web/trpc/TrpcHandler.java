package dev.gastown.terminal.web.trpc;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.ops.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * tRPC over HTTP, v11 format, no transformer, batches (contract section 2). Every answer is an envelope, errors of every
 * kind included. Runs behind a body handler for what
 * {@link #readsBody} says, on the event loop of the request.
 */
public final class TrpcHandler implements Handler<RoutingContext> {
    /** Where the procedures' names begin in the path. */
    public static final String BASE_PATH = "/api/trpc/";

    private static final Logger LOG = LoggerFactory.getLogger(TrpcHandler.class);
    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;

    private final Map<String, Procedure> procedures;
    private final RequestIdentity identity;
    private final Supplier<OriginPolicy> origins;
    private final Supplier<LimitSettings> limits;
    private final LimitMeter limitsReached;

    /**
     * @param procedures by name
     * @param identity who calls
     * @param origins which pages may call with a cookie
     * @param limits how many calls a batch may hold
     * @param limitsReached where larger ones are counted
     */
    public TrpcHandler(
            Map<String, Procedure> procedures,
            RequestIdentity identity,
            Supplier<OriginPolicy> origins,
            Supplier<LimitSettings> limits,
            LimitMeter limitsReached) {
        this.procedures = procedures;
        this.identity = identity;
        this.origins = origins;
        this.limits = limits;
        this.limitsReached = limitsReached;
    }

    @Override
    public void handle(RoutingContext context) {
        List<String> paths = List.of();
        boolean batch = false;
        try {
            batch = TrpcCalls.isBatch(query(context));
            paths = TrpcCalls.paths(procedures(context), batch);
            TrpcCalls calls = check(context, paths, batch);
            identity.userOf(context.request())
                    .recover(unknown -> Future.failedFuture(new TrpcException(
                            TrpcError.SERVICE_UNAVAILABLE, "Logins can't be checked right now; try again")))
                    .onSuccess(user -> answer(context, calls, user))
                    .onFailure(failure -> refuse(context, failure));
        } catch (TrpcException refused) {
            refuse(context, refused, batch, paths);
        }
    }

    /** Whether a request is for this API, so that its answer must be an envelope; also before it was routed. */
    public static boolean isFor(RoutingContext context) {
        String path = context.request().path();
        return path != null && (path + "/").startsWith(BASE_PATH);
    }

    /** Whether the call's input comes in the body. No other body is read: Vert.x fails at forms where it expects none. */
    public static boolean readsBody(RoutingContext context) {
        return HttpMethod.POST.equals(context.request().method())
                && isJson(context.request().getHeader("Content-Type"));
    }

    /**
     * Answers for a request that failed as a whole, for example because its body is too large: with one envelope, for a
     * batch too, because a list of another length than the batch leaves clients waiting for the rest.
     */
    public void refuse(RoutingContext context, Throwable failure) {
        send(context, false, List.of(Outcome.failure(asTrpc(failure), null)));
    }

    /** The address as it was routed: as sent, it may hold dots, double slashes and needless escapes. */
    private static String procedures(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith(BASE_PATH) ? path.substring(BASE_PATH.length()) : "";
    }

    private static MultiMap query(RoutingContext context) {
        try {
            return context.queryParams();
        } catch (RuntimeException badEscape) {
            throw new TrpcException(TrpcError.BAD_REQUEST, "The query is not valid percent-encoding");
        }
    }

    private TrpcCalls check(RoutingContext context, List<String> paths, boolean batch) {
        HttpMethod method = context.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.POST.equals(method)) {
            throw new TrpcException(TrpcError.METHOD_NOT_SUPPORTED, "Queries come by GET, mutations by POST");
        }
        // A page on another origin can send a POST with any content type but JSON without asking first (CORS).
        if (HttpMethod.POST.equals(method) && !isJson(context.request().getHeader("Content-Type"))) {
            throw new TrpcException(TrpcError.UNSUPPORTED_MEDIA_TYPE, "The content type must be application/json");
        }
        if (identity.isByCookie(context.request()) && !origins.get().allows(context.request())) {
            throw new TrpcException(TrpcError.FORBIDDEN, "This page's origin is not allowed");
        }
        int most = limits.get().batchCalls();
        if (paths.size() > most) {
            limitsReached.reached(Limit.BATCH_CALLS);
            throw new TrpcException(TrpcError.BAD_REQUEST, "A batch holds at most " + most + " calls");
        }
        return HttpMethod.POST.equals(method)
                ? TrpcCalls.posted(paths, batch, context.body().buffer())
                : TrpcCalls.asked(paths, batch, context.queryParams());
    }

    private void answer(RoutingContext context, TrpcCalls calls, Optional<User> user) {
        HttpMethod method = context.request().method();
        TraceContext trace = TraceContext.of(context.request());
        Optional<Caller> caller = user.map(known -> new Caller(known, trace));
        List<Future<Outcome>> outcomes = calls.calls().stream()
                .map(call -> call(call, method, caller)
                        .map(data -> Outcome.success(data))
                        .otherwise(failure -> Outcome.failure(asTrpc(failure), call.path())))
                .toList();
        Future.join(outcomes)
                .onSuccess(all -> send(
                        context,
                        calls.batch(),
                        outcomes.stream().map(Future::result).toList()));
    }

    private Future<JsonObject> call(TrpcCalls.Call call, HttpMethod method, Optional<Caller> caller) {
        Procedure procedure = procedures.get(call.path());
        if (procedure == null) {
            return Future.failedFuture(new TrpcException(TrpcError.NOT_FOUND, "There is no such procedure"));
        }
        if (!procedure.kind().method().equals(method)) {
            return Future.failedFuture(new TrpcException(
                    TrpcError.METHOD_NOT_SUPPORTED,
                    "This procedure comes by " + procedure.kind().method()));
        }
        if (caller.isEmpty()) {
            return Future.failedFuture(new TrpcException(TrpcError.UNAUTHORIZED, "Log in first"));
        }
        return Future.succeededFuture().compose(start -> procedure.body().call(caller.get(), call.input()));
    }

    private void refuse(RoutingContext context, TrpcException refused, boolean batch, List<String> paths) {
        if (paths.isEmpty() || paths.size() > limits.get().batchCalls()) {
            refuse(context, refused);
        } else {
            send(
                    context,
                    batch,
                    paths.stream().map(path -> Outcome.failure(refused, path)).toList());
        }
    }

    private static void send(RoutingContext context, boolean batch, List<Outcome> outcomes) {
        int status = outcomes.get(0).httpStatus();
        boolean same = outcomes.stream().allMatch(outcome -> outcome.httpStatus() == status);
        String body = batch
                ? new JsonArray(outcomes.stream().map(Outcome::envelope).toList()).encode()
                : outcomes.get(0).envelope().encode();
        context.response()
                .setStatusCode(same ? status : MULTI_STATUS)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body);
    }

    private static TrpcException asTrpc(Throwable failure) {
        if (failure instanceof TrpcException refused) {
            return refused;
        }
        LOG.error("A call failed", failure);
        return new TrpcException(TrpcError.INTERNAL_SERVER_ERROR, "Something went wrong here; try again");
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    private record Outcome(int httpStatus, JsonObject envelope) {
        static Outcome success(JsonObject data) {
            return new Outcome(OK, new JsonObject().put("result", new JsonObject().put("data", data)));
        }

        static Outcome failure(TrpcException failure, String path) {
            return new Outcome(failure.error().httpStatus(), failure.error().envelope(failure.getMessage(), path));
        }
    }
}
