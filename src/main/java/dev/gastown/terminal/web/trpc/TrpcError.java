package dev.gastown.terminal.web.trpc;

import io.vertx.core.json.JsonObject;

/**
 * The tRPC error codes this gateway answers with: JSON-RPC number and HTTP status as tRPC v11 maps them (contract
 * section 2).
 */
public enum TrpcError {
    PARSE_ERROR(-32700, 400),
    BAD_REQUEST(-32600, 400),
    UNAUTHORIZED(-32001, 401),
    FORBIDDEN(-32003, 403),
    NOT_FOUND(-32004, 404),
    METHOD_NOT_SUPPORTED(-32005, 405),
    PRECONDITION_FAILED(-32012, 412),
    PAYLOAD_TOO_LARGE(-32013, 413),
    UNSUPPORTED_MEDIA_TYPE(-32015, 415),
    /** Not one of tRPC's: a {@code Host} that is not ours, which must be 421. */
    MISDIRECTED_REQUEST(-32600, 421),
    TOO_MANY_REQUESTS(-32029, 429),
    INTERNAL_SERVER_ERROR(-32603, 500),
    BAD_GATEWAY(-32603, 502),
    SERVICE_UNAVAILABLE(-32603, 503),
    GATEWAY_TIMEOUT(-32603, 504);

    private final int number;
    private final int httpStatus;

    TrpcError(int number, int httpStatus) {
        this.number = number;
        this.httpStatus = httpStatus;
    }

    /** The HTTP status of a response that carries only this error. */
    public int httpStatus() {
        return httpStatus;
    }

    /**
     * The error as an envelope.
     *
     * @param message for people
     * @param path the procedure called, null when none could be told
     */
    JsonObject envelope(String message, String path) {
        JsonObject data = new JsonObject().put("code", name()).put("httpStatus", httpStatus);
        if (path != null) {
            data.put("path", path);
        }
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("code", number)
                                .put("data", data));
    }
}
